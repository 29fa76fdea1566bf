"""How text looks: colour, width, aligned columns."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from agentguard.analyzer.model.findings import Severity
from agentguard.analyzer.model.pairs import PairVerdict
from agentguard.analyzer.model.value import dataclass

_CODES = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}
_VERDICT_CODES = {PairVerdict.CONFLICT: "1;31", PairVerdict.RISK: "1;33", PairVerdict.CLEAR: "2"}
_SIGNS = {
    "times": ("\N{MULTIPLICATION SIGN}", "x"),
    "dot": ("\N{MIDDLE DOT}", "."),
    "arrow": ("\N{RIGHTWARDS ARROW}", "->"),
}
# What an encoding must have for a text to hold more than ASCII of its own.
SIGNS = "".join(sign for sign, _ in _SIGNS.values())
_PART = re.compile("\x1b\\[[0-9;]*m|.", re.DOTALL)
_GAP = "  "
_CUT = "..."
_NARROWEST = 12
_RESET = "\x1b[0m"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What the reader's terminal can do and wants; `width` is None where lines are not cut.

    Attributes:
        color: write colour codes.
        width: in columns; longer lines of tables are cut.
        verbose: show everything.
        quiet: leave out sums and hints.
        ascii: the encoding has no other characters.
    """

    color: bool = False
    width: int | None = None
    verbose: bool = False
    quiet: bool = False
    ascii: bool = False

    def bold(self, text: str) -> str:
        """Makes a heading stand out."""
        return self._paint("1", text)

    def dim(self, text: str) -> str:
        """Makes a hint stand back."""
        return self._paint("2", text)

    def alarm(self, text: str) -> str:
        """Makes a word stand out that says that something is wrong."""
        return self._paint(_CODES[Severity.ERROR], text)

    def severity(self, severity: Severity) -> str:
        """Writes a severity; the word says it, the colour only helps."""
        return self._paint(_CODES[severity], str(severity))

    def verdict(self, verdict: PairVerdict, text: str) -> str:
        """Writes what a text says of two pieces of work in the colour of their verdict."""
        return self._paint(_VERDICT_CODES[verdict], text)

    def sign(self, name: str) -> str:
        """Returns `times`, `dot` or `arrow` as the encoding can have it."""
        return _SIGNS[name][self.ascii]

    def _paint(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}{_RESET}" if self.color and text else text


def finish(lines: Iterable[str]) -> str:
    """Joins lines; blank lines at the end go."""
    text = "\n".join(line.rstrip() for line in lines).rstrip("\n")
    return f"{text}\n" if text else ""


def table(
    rows: Sequence[Sequence[str]],
    style: Style,
    *,
    indent: str = "",
    right: frozenset[int] = frozenset(),
    shrink: int | None = None,
) -> list[str]:
    """Aligns columns, and cuts at the terminal's width.

    Args:
        rows: cells; a row may be shorter than others.
        style: the width, if any.
        indent: stands before every row.
        right: the columns that are aligned right.
        shrink: the column that gives way where a row is too wide; the others follow only when it is used up.
    """
    if not rows:
        return []
    widths = [max(columns(row[at]) for row in rows if at < len(row)) for at in range(max(map(len, rows)))]
    if shrink is not None and style.width is not None:
        excess = columns(indent) + sum(widths) + len(_GAP) * (len(widths) - 1) - style.width
        widths[shrink] = max(widths[shrink] - max(excess, 0), min(widths[shrink], _NARROWEST))
    return [cut(indent + _GAP.join(_cells(row, widths, right)).rstrip(), style.width) for row in rows]


def wrap(words: Sequence[str], style: Style, *, first: str, indent: str) -> list[str]:
    """Sets words side by side, two spaces apart, on as many lines as they need; a word that is too wide is cut."""
    lines, line = [], first
    for word in words:
        free = line in {first, indent}
        longer = line + word if free else line + _GAP + word
        if style.width is not None and not free and columns(longer) > style.width:
            lines.append(line)
            longer = indent + word
        line = longer
    return [cut(line, style.width) for line in [*lines, line]]


def cut(line: str, width: int | None) -> str:
    """Shortens a line to a number of columns."""
    if width is None or columns(line) <= width:
        return line
    kept, room, painted = [], width - len(_CUT), False
    for part in _PART.findall(line):
        room -= _columns(part)
        if room < 0:
            break
        painted = part != _RESET if part.startswith("\x1b") else painted
        kept.append(part)
    return "".join(kept) + _CUT + (_RESET if painted else "")


def columns(text: str) -> int:
    """Counts the columns that a text takes on a terminal, without colour codes."""
    return sum(_columns(part) for part in _PART.findall(text))


def _cells(row: Sequence[str], widths: Sequence[int], right: frozenset[int]) -> Iterable[str]:
    for at, (cell, width) in enumerate(zip(row, widths, strict=False)):
        fitting = cut(cell, width)
        padding = " " * (width - columns(fitting))
        yield padding + fitting if at in right else fitting + padding


def _columns(part: str) -> int:
    if part.startswith("\x1b") or unicodedata.combining(part):
        return 0
    return 2 if unicodedata.east_asian_width(part) in "WF" else 1
