"""Sections of documents: the headings of Markdown and reStructuredText, and the words below each."""

import re
from collections.abc import Iterator
from typing import Final
from zlib import crc32

from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.model.symbols import SourceFile, Symbol, SymbolKind
from agentguard.analyzer.model.value import dataclass
from agentguard.analyzer.symbols.distinct import Distinct
from agentguard.analyzer.symbols.headings import Heading, markdown_headings, rst_headings

_TOKEN: Final = re.compile(r"\w+|[^\w\s]")
# A run of one mark counts as one, so that underlines and tables may grow.
_RUN: Final = re.compile(r"([^\w\s])\1+")
# What begins a line of a list or quotation is a matter of taste, and changes its place when text is rewrapped.
_LINE_MARK: Final = re.compile(r"^[ \t]*(?:>[ \t]?)*[ \t]*(?:[*+-][ \t]+)?", re.MULTILINE)
_LONGEST_NAME: Final = 200
_READERS: Final = {"markdown": markdown_headings, "rst": rst_headings}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section:
    name: str
    heading: Heading
    last: int
    own_last: int


def read_sections(path: str, source: bytes, language: str) -> SourceFile:
    """Returns the headings of a document, each with the text down to the next one; nothing raises.

    A section is named by the headings above it and its own, `Usage > Options`; the second of the same name is
    `Options (2)`. Text above the first heading, front matter included, belongs to the module.

    Args:
        path: for the result only.
        source: the bytes of the file.
        language: `markdown` or `rst`; of any other only the module is known.
    """
    text = source.decode("utf-8", "replace").removeprefix("\ufeff")
    lines = text.split("\n")
    if len(lines) > 1 and not lines[-1]:
        lines.pop()
    reader = _READERS.get(language)
    headings = list(reader(lines)) if reader is not None else []
    symbols = [_symbol(section, lines) for section in _sections(headings, lines)]
    module = Symbol(
        name="",
        kind=SymbolKind.MODULE,
        lines=Lines(first=1, last=len(lines)),
        tokens=_tokens(lines[: headings[0].first - 1] if headings else lines),
        text_hash=crc32(text.encode()),
    )
    return SourceFile(path=path, language=language, symbols=(module, *symbols))


def _sections(headings: list[Heading], lines: list[str]) -> Iterator[_Section]:
    ends = _ends(headings, len(lines))
    above: list[tuple[int, str]] = []
    distinct = Distinct("{} ({})")
    following = [*(heading.first for heading in headings), len(lines) + 1][1:]
    for heading, end, next_first in zip(headings, ends, following, strict=False):
        while above and above[-1][0] >= heading.level:
            above.pop()
        title = heading.title[:_LONGEST_NAME]
        name = distinct.name(f"{above[-1][1]} > {title}" if above else title)
        above.append((heading.level, name))
        yield _Section(
            name=name,
            heading=heading,
            last=_last_written(lines, heading.last, end),
            own_last=_last_written(lines, heading.last, next_first - 1),
        )


def _ends(headings: list[Heading], last: int) -> list[int]:
    """Returns the last line of each section: the one before the next heading that is not below it."""
    ends = [last] * len(headings)
    open_: list[int] = []
    for number, heading in enumerate(headings):
        while open_ and headings[open_[-1]].level >= heading.level:
            ends[open_.pop()] = heading.first - 1
        open_.append(number)
    return ends


def _last_written(lines: list[str], first: int, last: int) -> int:
    while last > first and not lines[last - 1].strip():
        last -= 1
    return last


def _symbol(section: _Section, lines: list[str]) -> Symbol:
    heading = section.heading
    title = _tokens([heading.title])
    own = lines[heading.first - 1 : section.own_last]
    return Symbol(
        name=section.name,
        kind=SymbolKind.SECTION,
        lines=Lines(first=heading.first, last=section.last),
        tokens=(*title, *_tokens(lines[heading.last : section.own_last])),
        header=len(title),
        text_hash=crc32("\n".join(own).encode()),
    )


def _tokens(lines: list[str]) -> tuple[int, ...]:
    text = _RUN.sub(r"\1", _LINE_MARK.sub(_bullet, "\n".join(lines)))
    return tuple(map(crc32, map(str.encode, _TOKEN.findall(text))))


def _bullet(match: re.Match[str]) -> str:
    return "- " if match[0].strip(" \t>") else ""
