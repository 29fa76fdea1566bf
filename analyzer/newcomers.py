"""Tells by their paths alone into how many pieces the new files of a folder fall.

It must be explainable in a clause and cost nothing: a hook asks it before `git add FOLDER`. Files of one folder are
a piece, and so is a folder with those below it. Pieces that share a word in their names are one: a test and its
subject, a module and its page.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
_FEWEST_LETTERS = 3
# They stand in names of every topic.
_COMMON = frozenset(
    (
        *("add", "api", "app", "base", "cli", "cmd", "code", "common", "config", "conftest", "core", "css", "data"),
        *("doc", "example", "file", "fixture", "help", "helper", "html", "img", "index", "init", "internal", "java"),
        *("json", "lib", "license", "main", "meta", "misc", "mod", "model", "module", "new", "package", "page", "part"),
        *("pkg", "pyi", "readme", "resource", "rst", "sample", "script", "service", "setup", "spec", "src", "static"),
        *("style", "support", "svg", "template", "test", "testdata", "toml", "tool", "tsx", "txt", "type", "unit"),
        *("util", "version", "view", "xml", "yaml", "yml"),
    )
)


class _Piece(NamedTuple):
    words: set[str]
    folders: set[str]
    paths: list[str]

    def is_tied(self, other: "_Piece") -> bool:
        return bool(self.words & other.words) or any(
            one.startswith(two) or two.startswith(one) for one in self.folders for two in other.folders
        )


def pieces(paths: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Returns new files by piece, in order.

    Args:
        paths: of files that git does not know yet, from a common folder or from the top.
    """
    found: list[_Piece] = []
    for piece in _by_folder(paths):
        tied = [other for other in found if piece.is_tied(other)]
        found = [other for other in found if other not in tied]
        found.append(
            _Piece(
                piece.words.union(*(other.words for other in tied)),
                piece.folders.union(*(other.folders for other in tied)),
                [*(path for other in tied for path in other.paths), *piece.paths],
            )
        )
    return tuple(sorted(tuple(sorted(piece.paths)) for piece in found))


def unknown_pieces(paths: Sequence[str], own: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    """Returns the pieces of new files where there are several, and a session has not edited some of each.

    Args:
        paths: as for `pieces`.
        own: what the session edited.
    """
    if own.issuperset(paths):
        return ()
    found = pieces(paths)
    return found if len(found) > 1 and any(own.isdisjoint(piece) for piece in found) else ()


def _by_folder(paths: Sequence[str]) -> Iterator[_Piece]:
    shared = len(_common_folder(paths))
    homes: dict[str, list[str]] = {}
    for path in paths:
        homes.setdefault(path[: path.rfind("/") + 1], []).append(path)
    for folder, home in homes.items():
        yield _Piece(set().union(*(_words(path[shared:]) for path in home)), {folder}, home)


def _common_folder(paths: Sequence[str]) -> str:
    """Returns the folder that holds all paths, with a slash; its name ties nothing."""
    if not paths:
        return ""
    low, high = min(paths), max(paths)
    same = next((place for place, pair in enumerate(zip(low, high, strict=False)) if len(set(pair)) > 1), len(low))
    return low[: low.rfind("/", 0, same) + 1]


def _words(path: str) -> set[str]:
    words = {word.lower().removesuffix("s") for word in _WORD.findall(path)}
    return {word for word in words if len(word) >= _FEWEST_LETTERS} - _COMMON
