"""Parameters that a function lost and its own docstring still describes."""

import re
from collections.abc import Collection, Iterator
from typing import Final

from agentguard.analyzer.drift.docstrings import docstrings
from agentguard.analyzer.drift.documents import read_docstring
from agentguard.analyzer.drift.gone import Gone
from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.model.findings import Confidence
from agentguard.analyzer.model.landed import Drift
from agentguard.analyzer.model.symbols import SourceFile

_FIELD: Final = r":(?:param|parameter|arg|argument|key|keyword|type)\s+(?:[\w.,\[\] |]+\s+)?\*{{0,2}}{0}\s*:"
_ENTRY: Final = r"\s+\*{{0,2}}`{{0,2}}{0}`{{0,2}}\s*(?:\([^()]*\))?\s*:(?:\s|$)"
_COLUMN: Final = r"\s*{0}\s+:\s+\S"
_SECTION: Final = re.compile(
    r"\s*(?:args|arguments|parameters|params|keyword args|keyword arguments|kwargs)\s*:?\s*$", re.IGNORECASE
)


def own_docstrings(path: str, content: bytes, source: SourceFile, gone: Collection[Gone]) -> Iterator[Drift]:
    """Yields the parameters that the docstring of their function, or of its class, still describes.

    Args:
        path: of a Python file.
        content: after the change.
        source: what it defines.
        gone: parameters that functions of this file lost.
    """
    blocks = list(docstrings(content))
    for one in gone:
        for holder in (one.owner, f"{one.owner}.__init__"):
            lines = next((symbol.lines for symbol in source.symbols if symbol.name == holder), None)
            block = _first(blocks, lines) if lines is not None else None
            number = _described(block, one.name) if block is not None else None
            if number is not None:
                confidence = Confidence.LOW if one.open else Confidence.HIGH
                yield Drift(
                    path=path,
                    line=number,
                    name=one.name,
                    kind=one.kind,
                    defined_in=one.path,
                    new_name=one.new_name,
                    owner=one.owner,
                    confidence=confidence,
                )


def _first(blocks: list[list[tuple[int, str]]], lines: Lines) -> list[tuple[int, str]] | None:
    """Returns the first docstring within a definition, which is its own unless only nested ones have any."""
    return next((block for block in blocks if lines.first <= block[0][0] <= lines.last), None)


def _described(block: list[tuple[int, str]], name: str) -> int | None:
    word = re.escape(name)
    field, entry, column = (re.compile(form.format(word)) for form in (_FIELD, _ENTRY, _COLUMN))
    in_section = False
    for line in read_docstring(block):
        in_section = in_section or _SECTION.match(line.text) is not None
        listed = in_section and (entry.match(line.text) or column.match(line.text))
        if (field.search(line.text) or listed) and not line.past:
            return line.number
    return None
