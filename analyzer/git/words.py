"""Finds where words stand in the files of a tree."""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from agentguard.analyzer.git.repository import Repository

# The system bounds the length of one argument.
_MOST_CHARACTERS = 60_000
_MOST_FOUND = 200_000
_SPECIAL = re.compile(r"([\\.^$*+?()\[\]{}|])")
_OPTIONS = ("--no-color", "--full-name", "--no-recurse-submodules", "-I", "-n", "-z", "-o", "-w", "-E")


class Found(NamedTuple):
    """A word in a file, with its 1-based line."""

    path: str
    line: int
    word: str


def find_words(repository: Repository, tree: str, words: Collection[str]) -> Iterator[Found]:
    """Yields where some words stand as such in the text files of a tree, by path and line.

    One that begins with `--` does not stand within a longer flag. What a partial clone lacks is not looked at, nor are
    files whose names have a new line.

    Args:
        repository: where the tree is.
        tree: its id.
        words: names, flags, paths; one with a new line is not looked for, nor what would be too much for one command.
    """
    wanted: list[str] = []
    room = _MOST_CHARACTERS
    for word in sorted(word for word in words if word.isprintable() and word):
        room -= len(word) * 2 + 20
        if room > 0:
            wanted.append(_pattern(word))
    if not wanted:
        return
    asked = ("grep", *_OPTIONS, "-e", f"({'|'.join(wanted)})", tree)
    output = repository.isolated.run(*asked, ok=(0, 1)).stdout
    known, start = frozenset(words), f"{tree}:"
    for entry in output.split(b"\n")[:_MOST_FOUND]:
        place, _, rest = entry.decode("utf-8", "surrogateescape").partition("\0")
        line, _, word = rest.partition("\0")
        if word in known and place.startswith(start):
            yield Found(place.removeprefix(start), int(line), word)


def _pattern(word: str) -> str:
    escaped = _SPECIAL.sub(r"\\\1", word)
    return f"{escaped}[[:alnum:]_-]*" if word.startswith("--") else escaped
