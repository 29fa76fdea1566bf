"""How text looks: colour, width, aligned columns."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agentguard.analyzer.model.findings import Severity

_CODES = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}
_PART = re.compile("\x1b\\[[0-9;]*m|.", re.DOTALL)
_GAP = "  "
_RESET = "\x1b[0m"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What the reader's terminal can do and wants; `width` is None where lines are not cut."""

    color: bool = False
    width: int | None = None
    verbose: bool = False

    def bold(self, text: str) -> str:
        """Makes a heading stand out."""
        return self._paint("1", text)

    def dim(self, text: str) -> str:
        """Makes a hint stand back."""
        return self._paint("2", text)

    def severity(self, severity: Severity) -> str:
        """Writes a severity; the word says it, the colour only helps."""
        return self._paint(_CODES[severity], str(severity))

    def _paint(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}{_RESET}" if self.color and text else text


def finish(lines: Iterable[str]) -> str:
    """Joins lines; blank lines at the end go."""
    return "\n".join(line.rstrip() for line in lines).rstrip("\n") + "\n"


def table(
    rows: Sequence[Sequence[str]], style: Style, *, indent: str = "", right: frozenset[int] = frozenset()
) -> list[str]:
    """Aligns columns, left but for those in `right`, and cuts at the terminal's width."""
    if not rows:
        return []
    widths = [max(columns(row[at]) for row in rows if at < len(row)) for at in range(max(map(len, rows)))]
    return [cut(indent + _GAP.join(_cells(row, widths, right)).rstrip(), style) for row in rows]


def cut(line: str, style: Style) -> str:
    """Shortens a line to the terminal's width."""
    if style.width is None or columns(line) <= style.width:
        return line
    kept, room, painted = [], style.width - 3, False
    for part in _PART.findall(line):
        room -= _columns(part)
        if room < 0:
            break
        painted = part != _RESET if part.startswith("\x1b") else painted
        kept.append(part)
    return "".join(kept) + "..." + (_RESET if painted else "")


def columns(text: str) -> int:
    """Counts the columns that a text takes on a terminal, without colour codes."""
    return sum(_columns(part) for part in _PART.findall(text))


def _cells(row: Sequence[str], widths: Sequence[int], right: frozenset[int]) -> Iterable[str]:
    for at, cell in enumerate(row):
        padding = " " * (widths[at] - columns(cell))
        yield padding + cell if at in right else cell + padding


def _columns(part: str) -> int:
    if part.startswith("\x1b") or unicodedata.combining(part):
        return 0
    return 2 if unicodedata.east_asian_width(part) in "WF" else 1
