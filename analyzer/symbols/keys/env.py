"""Reads `.env` files as shells and the libraries that load them do."""

import re
from typing import Final

from agentguard.analyzer.symbols.keys.text import Text
from agentguard.analyzer.symbols.keys.tree import Builder, Node, Shape, string_token

_VARIABLE: Final = re.compile(r"(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*")
_EXPORT: Final = re.compile(r"export(?:[ \t]+[A-Za-z_]\w*)+[ \t]*(?:#.*)?")
_QUOTED: Final = re.compile(r"'[^']*+'|\"[^\"\\]*+(?:\\.[^\"\\]*+)*+\"|`[^`]*+`", re.DOTALL)
_BLANK: Final = re.compile(r"(?:\s+|#[^\n]*)+")
_COMMENT: Final = re.compile(r"(?:^|[ \t])#")


def read_env(text: Text) -> tuple[Node, set[int]]:
    """Returns the variables of an `.env` file and the lines with errors."""
    builder = Builder()
    builder.open(Shape.MAPPING, 0)
    broken: set[int] = set()
    content = text.content
    offset = 0
    while offset < len(content):
        blank = _BLANK.match(content, offset)
        offset = blank.end() if blank is not None else _read_line(builder, text, offset, broken)
    return builder.finish(len(content)), broken


def _read_line(builder: Builder, text: Text, offset: int, broken: set[int]) -> int:
    """Reads one assignment, which may span lines, and returns where the line behind it begins."""
    content = text.content
    line_end = text.line_end(offset)
    match = _VARIABLE.match(content, offset)
    if match is None:
        if _EXPORT.fullmatch(content[offset:line_end].rstrip()) is None:
            broken.add(text.line(offset))
        return line_end
    start = match.end()
    quoted = _QUOTED.match(content, start)
    if quoted is not None:
        value, end = quoted[0][1:-1], quoted.end()
    else:
        value = _COMMENT.split(content[start:line_end], maxsplit=1)[0].strip()
        end = start + len(value)
        if value[:1] in {"'", '"', "`"}:
            broken.add(text.line(start))
    builder.key(match[1], offset)
    builder.scalar(string_token(value), value, start, end)
    return text.line_end(end)
