"""The names in documents that are worth asking whether the code ever had them."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from agentguard.analyzer.drift.documents import Line
from agentguard.analyzer.drift.names import is_distinctive

_SPAN: Final = re.compile(r"`+([^`]+?)`+(?!_)")
_DIRECTIVE: Final = re.compile(r"[ \t]*\.\.[ \t]+[\w:-]+::(.*)")
_FLAG: Final = re.compile(r"(?<![\w-])--[A-Za-z][\w-]+")
_DOTTED: Final = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
_PATH: Final = re.compile(r"(?<![\w/.-])(?:\./)?((?:[\w@+.-]+/)+[\w@+-][\w@+.-]*\.\w+)")


def candidates(lines: Iterable[Line]) -> Iterator[str]:
    """Yields flags, paths, dotted names and the distinctive parts of names that stand as code in a document."""
    for line in lines:
        for text in () if line.past else _code(line):
            yield from _FLAG.findall(text)
            yield from _PATH.findall(text)
            for dotted in _DOTTED.findall(text):
                parts = dotted.split(".")
                if len(parts) > 1:
                    yield dotted
                yield from filter(is_distinctive, parts)


def _code(line: Line) -> Iterator[str]:
    if line.code:
        yield line.text
        return
    yield from _SPAN.findall(line.text)
    directive = _DIRECTIVE.match(line.text)
    if directive is not None:
        yield directive[1]
