"""What a piece of work touches and calls, as Python's own parser tells it."""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from agentguard.analyzer.changesets import read_changes
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.changes import Change, Lines
from evaluation.pairs.cases import Piece
from evaluation.pairs.definitions import Module, called_name, read_module

_MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What one piece of work does.

    Attributes:
        changes: its files.
        touched: path and qualified name of each definition that has changed lines.
        resigned: qualified name of each function whose arguments changed, with those before and after.
        called: names that are called on added lines.
        words: all words on added lines, of any file.
        added: added lines by path, stripped, without those that hold no word.
        python: it changes a Python file that could be parsed.
    """

    changes: tuple[Change, ...]
    touched: frozenset[tuple[str, str]]
    resigned: Mapping[str, tuple[str, str]]
    called: frozenset[str]
    words: frozenset[str]
    added: Mapping[str, frozenset[str]]
    python: bool

    @property
    def paths(self) -> frozenset[str]:
        """The files that it writes, renamed ones by both names."""
        return frozenset(path for one in self.changes for path in (one.path, one.source_path))

    @property
    def defined(self) -> frozenset[str]:
        """The last parts of the names in `touched`."""
        return frozenset(name.rpartition(".")[2] for _, name in self.touched)


def shape_of(repository: Repository, piece: Piece) -> Shape:
    """Reads a piece of work."""
    changes, _ = read_changes(repository, repository.tree(piece.base), repository.tree(piece.head))
    touched: set[tuple[str, str]] = set()
    resigned: dict[str, tuple[str, str]] = {}
    called: set[str] = set()
    added: dict[str, frozenset[str]] = {}
    python = False
    for change in changes:
        old, new = _content(repository, change.old_id), _content(repository, change.new_id)
        added[change.path] = frozenset(_lines(new, [hunk.new for hunk in change.hunks]))
        if change.path.endswith(".py"):
            before, after = read_module(old), read_module(new)
            python = python or before is not None or after is not None
            touched |= {(change.path, one) for one in _touched(before, [hunk.old for hunk in change.hunks])}
            touched |= {(change.path, one) for one in _touched(after, [hunk.new for hunk in change.hunks])}
            resigned |= _resigned(before, after)
            called |= set(_called(after, [hunk.new for hunk in change.hunks]))
    words = {word for lines in added.values() for line in lines for word in _words(line)}
    return Shape(
        changes=changes,
        touched=frozenset(touched),
        resigned=resigned,
        called=frozenset(called),
        words=frozenset(words),
        added=added,
        python=python,
    )


def added_lines(change: Change) -> frozenset[int]:
    """Returns the numbers of the lines that a change adds to a file."""
    ranges = [hunk.new for hunk in change.hunks if hunk.new is not None]
    return frozenset(line for one in ranges for line in range(one.first, one.last + 1))


def _content(repository: Repository, blob: str | None) -> bytes | None:
    info = repository.objects.info(blob) if blob else None
    if info is None or info.kind != "blob" or info.size > _MAX_BYTES:
        return None
    return repository.objects.read(info.id)


def _lines(content: bytes | None, ranges: Iterable[Lines | None]) -> Iterator[str]:
    if content is None or b"\0" in content[:8_000]:
        return
    lines = content.decode("utf-8", "replace").split("\n")
    for one in ranges:
        if one is not None:
            for line in lines[one.first - 1 : one.last]:
                if any(len(word) > 2 for word in _words(line)):
                    yield line.strip()


def _words(line: str) -> list[str]:
    return "".join(letter if letter.isalnum() or letter == "_" else " " for letter in line).split()


def _touched(module: Module | None, ranges: Sequence[Lines | None]) -> set[str]:
    if module is None:
        return set()
    lines = (line for one in ranges if one is not None for line in range(one.first, one.last + 1))
    held = (module.innermost(line) for line in lines)
    return {one.qualified for one in held if one is not None}


def _resigned(before: Module | None, after: Module | None) -> dict[str, tuple[str, str]]:
    if before is None or after is None:
        return {}
    old, new = (
        {one.qualified: one.arguments for one in side.definitions if one.arguments is not None}
        for side in (before, after)
    )
    return {name: (old[name], new[name]) for name in old.keys() & new.keys() if old[name] != new[name]}


def _called(module: Module | None, ranges: Sequence[Lines | None]) -> Iterator[str]:
    if module is None:
        return
    lines = {line for one in ranges if one is not None for line in range(one.first, one.last + 1)}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and node.lineno in lines:
            name = called_name(node)
            if name:
                yield name
