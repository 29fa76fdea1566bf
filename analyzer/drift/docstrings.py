"""Tells the docstrings and comments of a Python file from its code, by its lines alone.

Broken files count, too, and files of any size are read in linear time; a string that stands by itself on a line within
brackets is taken for a docstring.
"""

import re
from collections.abc import Iterator
from typing import Final

_START: Final = re.compile(r"[ \t]*[rRuU]{0,2}(\"\"\"|''')")
_TRIPLE: Final = re.compile(r"\"\"\"|'''")
_COMMENT: Final = re.compile(r"[ \t]*#")
_MOST_LINES: Final = 50_000


def docstrings(content: bytes) -> Iterator[list[tuple[int, str]]]:
    """Yields the docstrings of a file, each as its lines with their 1-based numbers."""
    lines = content.decode("utf-8", "replace").split("\n")[:_MOST_LINES]
    number = 0
    while number < len(lines):
        start = _START.match(lines[number])
        end = _end(lines, number, start) if start is not None else None
        if end is None:
            number = _behind_strings(lines, number)
        else:
            yield [(other + 1, lines[other].rstrip("\r")) for other in range(number, end + 1)]
            number = end + 1


def prose_lines(content: bytes) -> frozenset[int]:
    """Returns the numbers of the lines that are docstrings or comments."""
    found = {number for lines in docstrings(content) for number, _ in lines}
    lines = content.decode("utf-8", "replace").split("\n")[:_MOST_LINES]
    return frozenset(found.union(number for number, line in enumerate(lines, 1) if _COMMENT.match(line)))


def _end(lines: list[str], number: int, start: re.Match[str]) -> int | None:
    """Returns the index of the line on which a string ends; None where other code follows it there."""
    mark = start[1]
    rest, column = lines[number], start.end()
    other = number
    while (place := rest.find(mark, column)) < 0:
        other += 1
        if other == len(lines):
            return None
        rest, column = lines[other], 0
    return other if not rest[place + 3 :].strip().strip(")],;") else None


def _behind_strings(lines: list[str], number: int) -> int:
    """Returns the index of the line behind one and behind the long strings that begin on it: those are values."""
    column = 0
    while (opening := _TRIPLE.search(lines[number], column)) is not None:
        if lines[number].lstrip().startswith("#"):
            break
        column = opening.end()
        while (place := lines[number].find(opening[0], column)) < 0:
            number, column = number + 1, 0
            if number == len(lines):
                return number
        column = place + 3
    return number + 1
