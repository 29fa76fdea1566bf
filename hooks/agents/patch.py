"""Reads which files a patch in Codex's own form touches; there the paths stand inside of the text."""

from collections.abc import Iterator
from typing import NamedTuple

_UPDATE, _ADD, _DELETE, _MOVE = "*** Update File: ", "*** Add File: ", "*** Delete File: ", "*** Move to: "
_HUNK = "@@"
_MOST = 200


class Touched(NamedTuple):
    """A file that a patch touches: its path as written, and the text that one hunk replaces, None for all of it."""

    path: str
    old: str | None


def touched(patch: str) -> tuple[Touched, ...]:
    """Returns the files of a patch in order, once for each hunk; the first few hundred."""
    found: dict[Touched, None] = {}
    for one in _read(patch.splitlines()):
        found[one] = None
        if len(found) == _MOST:
            break
    return tuple(found)


def _read(lines: list[str]) -> Iterator[Touched]:
    path, hunk = "", list[str]()
    for line in (*lines, f"{_UPDATE}"):
        header = next((mark for mark in (_UPDATE, _ADD, _DELETE, _MOVE) if line.startswith(mark)), "")
        if (header or line.startswith(_HUNK)) and hunk:
            yield Touched(path, "\n".join(hunk))
            hunk = []
        if header:
            named = line.removeprefix(header).strip()
            if header == _UPDATE:
                path = named
            elif named:
                path = path if header == _MOVE else ""
                yield Touched(named, None)
        elif path and line[:1] in {"-", " "}:
            hunk.append(line[1:])
