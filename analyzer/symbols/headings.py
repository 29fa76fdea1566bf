"""Which lines of a document are headings."""

import re
from collections.abc import Iterator
from typing import Final

from agentguard.analyzer.model.value import dataclass

_ATX: Final = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*")
_SETEXT: Final = re.compile(r" {0,3}(=+|-+)[ \t]*")
_FENCE: Final = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
_NOT_A_PARAGRAPH: Final = re.compile(
    r"[ \t]*(?:[-+*>|]|\d+[.)][ \t]|<[/!?a-zA-Z])|(?: {4}|\t)|[ \t]*[-_*=](?:[ \t]*[-_*=])*[ \t]*$"
)
_FRONT_MATTER: Final = {"---": ("---", "..."), "+++": ("+++",)}
_MOST_HEADINGS: Final = 5_000

_ADORNMENT: Final = re.compile(r"([!-/:-@\[-`{-~])\1*")
_SHORTEST_ADORNMENT: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading: its text with single spaces, its depth, and the lines that it takes."""

    title: str
    level: int
    first: int
    last: int


def markdown_headings(lines: list[str]) -> Iterator[Heading]:
    """Yields the headings of a Markdown document, as CommonMark tells them; not those in fences and HTML comments."""
    number = _after_front_matter(lines)
    paragraph: int | None = None
    found = 0
    while number < len(lines) and found < _MOST_HEADINGS:
        line = lines[number].rstrip("\r")
        skipped = _after_fence_or_comment(lines, number)
        if skipped > number:
            paragraph, number = None, skipped
            continue
        heading = _atx(line, number) or _setext(lines, paragraph, number)
        if heading is not None:
            found += 1
            paragraph = None
            yield heading
        elif not line.strip() or (paragraph is None and _NOT_A_PARAGRAPH.match(line)):
            paragraph = None if not line.strip() else -1
        elif paragraph is None:
            paragraph = number
        number += 1


def _after_front_matter(lines: list[str]) -> int:
    closing = _FRONT_MATTER.get(lines[0].rstrip()) if lines else None
    if closing is None:
        return 0
    return next((number + 1 for number, line in enumerate(lines[1:], 1) if line.rstrip() in closing), 0)


def _after_fence_or_comment(lines: list[str], number: int) -> int:
    """Returns the line behind a code fence or an HTML comment that begins here; the same line where none does."""
    line = lines[number].rstrip("\r")
    fence = _FENCE.match(line)
    if fence is not None:
        end = re.compile(rf" {{0,3}}{re.escape(fence[1][0])}{{{len(fence[1])},}}[ \t\r]*")
        within = range(number + 1, len(lines))
        return next((other + 1 for other in within if end.fullmatch(lines[other])), len(lines))
    start = line.find("<!--")
    if start >= 0 and not line[:start].strip() and "-->" not in line[start:]:
        within = range(number + 1, len(lines))
        return next((other + 1 for other in within if "-->" in lines[other]), len(lines))
    return number


def _atx(line: str, number: int) -> Heading | None:
    """Returns the heading in a line; one without text has no name and counts as text."""
    match = _ATX.fullmatch(line)
    title = (match[2] or "").strip() if match is not None else ""
    if match is None or not title.strip("#"):
        return None
    return _heading(title, len(match[1]), number, number)


def _setext(lines: list[str], paragraph: int | None, number: int) -> Heading | None:
    match = _SETEXT.fullmatch(lines[number].rstrip("\r")) if paragraph is not None and paragraph >= 0 else None
    if match is None or paragraph is None:
        return None
    title = " ".join(line.strip() for line in lines[paragraph:number])
    return _heading(title, 1 if match[1][0] == "=" else 2, paragraph, number)


def _heading(title: str, level: int, first: int, last: int) -> Heading:
    return Heading(title=" ".join(title.split()), level=level, first=first + 1, last=last + 1)


def rst_headings(lines: list[str]) -> Iterator[Heading]:
    """Yields the titles of a reStructuredText document; the order in which adornments appear makes their levels."""
    levels: dict[tuple[str, bool], int] = {}
    number = 0
    found = 0
    can_begin = True
    while number < len(lines) and found < _MOST_HEADINGS:
        title = _rst_title(lines, number) if can_begin else None
        if title is None:
            can_begin = _may_precede_title(lines[number])
            number += 1
            continue
        text, style, last = title
        found += 1
        yield _heading(text, levels.setdefault(style, len(levels) + 1), number, last)
        can_begin = True
        number = last + 1


def _may_precede_title(line: str) -> bool:
    """Tells whether a paragraph or title can begin below a line: it is blank, indented, or explicit markup."""
    return not line.strip() or line[0] in " \t" or line.startswith(("..", "__ "))


def _rst_title(lines: list[str], number: int) -> tuple[str, tuple[str, bool], int] | None:
    """Returns text, style and last line of a title that begins at a line."""
    over, text, under = ((lines[n].rstrip() if n < len(lines) else "") for n in (number, number + 1, number + 2))
    mark = _ADORNMENT.fullmatch(over)
    if mark is not None and text and over == under and _fits(text.strip(), over) and not _ADORNMENT.fullmatch(text):
        return text, (mark[1], True), number + 2
    mark = _ADORNMENT.fullmatch(text)
    if mark is None or not over or over[0] in " \t" or not _fits(over, text) or _ADORNMENT.fullmatch(over):
        return None
    return None if over.startswith((".. ", ">>> ", "+--", "|")) else (over, (mark[1], False), number + 1)


def _fits(title: str, adornment: str) -> bool:
    """Tells whether an adornment is long enough; from four marks on docutils only warns."""
    return len(adornment) >= min(len(title), _SHORTEST_ADORNMENT)
