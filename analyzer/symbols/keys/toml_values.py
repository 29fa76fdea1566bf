"""Reads TOML's keys and values; a value may span lines."""

import re
from typing import Final

from agentguard.analyzer.model.value import dataclass
from agentguard.analyzer.symbols.keys.text import Text
from agentguard.analyzer.symbols.keys.tree import Builder, Node, Shape, literal_token, string_token

# White space and comments, which may stand between statements and inside of lists and tables.
GAP: Final = re.compile(r"(?:\s+|#[^\n]*)+")
EQUALS: Final = re.compile(r"[ \t]*=[ \t]*")
_SIMPLE_KEY: Final = re.compile(r"[\w-]+|\"[^\"\\\n]*+(?:\\.[^\"\\\n]*+)*+\"|'[^'\n]*'")
_DOT: Final = re.compile(r"[ \t]*\.[ \t]*")
_STRING: Final = re.compile(
    r"\"\"\"(?P<text>[^\"\\]*+(?:(?:\\.|\"(?!\"\"))[^\"\\]*+)*+\"{3,5})"
    r"|'''(?P<literal_text>[^']*+(?:'(?!'')[^']*+)*+'{3,5})"
    r"|\"(?P<line>[^\"\\\n]*+(?:\\.[^\"\\\n]*+)*+)\""
    r"|'(?P<literal>[^'\n]*)'",
    re.DOTALL,
)
_DATE: Final = re.compile(r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d[\w:.+-]*)")
_WORD: Final = re.compile(r"[^\s,\[\]{}#=]+|=")
_LITERAL: Final = re.compile(r"true|false|[-+]?(?:inf|nan)|[-+]?\d[\w.+-]*|\d\d:\d\d[\d:.]*")
_FOLD: Final = re.compile(r"\\[ \t\r]*\n\s*")
_ESCAPE: Final = re.compile(r"\\(?:(?P<short>[btnfre\"\\])|(?P<code>x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}))")
_SHORT: Final = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b", '"': '"', "\\": "\\"}
# What only the start of a statement looks like; where a value was not ended, reading goes on there.
_STATEMENT: Final = re.compile(
    r"^(?:\[\[?[ \t]*[A-Za-z_][\w.\"' -]*\]\]?[ \t]*(?:#.*)?$|[\w.\"-]+[ \t]*=)", re.MULTILINE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value, where reading goes on behind it, and the lines with errors in it."""

    node: Node
    end: int
    broken: set[int]


def read_key(content: str, offset: int) -> tuple[list[str], int]:
    """Returns the parts of a dotted key and where it ends; no parts where there is none."""
    parts: list[str] = []
    while (match := _SIMPLE_KEY.match(content, offset)) is not None:
        written = match[0]
        parts.append(_unescaped(written[1:-1]) if written[0] == '"' else written.strip("'"))
        offset = match.end()
        dot = _DOT.match(content, offset)
        if dot is None:
            return parts, offset
        offset = dot.end()
    return [], offset


class ValueReader:
    """Reads one value with all that is in it."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._content = text.content
        self._builder = Builder()
        self._broken: set[int] = set()
        # Dotted keys of an inline table open tables of their own; how many, for each value that is open.
        self._dotted: list[int] = []
        self._is_lost = False

    def read(self, start: int) -> Value:
        """Returns the value at an offset; one that is missing is empty."""
        offset = self._next(start)
        while self._builder.depth and offset < len(self._content) and not self._is_lost:
            offset = self._next(offset)
        if self._builder.depth:
            offset = self._give_up(start)
            _cut(self._builder.root, offset)
        nodes = self._builder.finish(offset).children
        node = nodes[0] if nodes else Node(Shape.SCALAR, None, start, start)
        return Value(node=node, end=offset, broken=self._broken)

    def _give_up(self, start: int) -> int:
        """Returns where the value that was not ended has to end."""
        statement = _STATEMENT.search(self._content, start)
        end = statement.start() - 1 if statement is not None else len(self._content)
        last = self._text.line(end)
        self._broken = {self._text.line(start), *(line for line in self._broken if line <= last)}
        return end

    def _next(self, offset: int) -> int:
        if self._builder.depth:
            gap = GAP.match(self._content, offset)
            offset = gap.end() if gap is not None else offset
        mark = self._content[offset : offset + 1]
        if mark and mark in "[{":
            self._builder.open(Shape.LIST if mark == "[" else Shape.MAPPING, offset)
            self._dotted.append(0)
            return offset + 1
        if mark and mark in "]}," and self._builder.depth:
            return self._end_of_part(mark, offset)
        if self._builder.shape is Shape.MAPPING and not self._builder.has_key:
            return self._key(offset)
        return self._scalar(offset)

    def _end_of_part(self, mark: str, offset: int) -> int:
        """Ends an entry or item at a comma, the whole list or table at its bracket."""
        for _ in range(self._dotted[-1]):
            self._builder.close(offset)
        self._dotted[-1] = 0
        self._builder.drop_key()
        if mark == ",":
            return offset + 1
        if (mark == "]") is not (self._builder.shape is Shape.LIST):
            self._broken.add(self._text.line(offset))
        self._builder.close(offset + 1)
        self._dotted.pop()
        return offset + 1

    def _key(self, offset: int) -> int:
        path, end = read_key(self._content, offset)
        equals = EQUALS.match(self._content, end) if path else None
        if equals is None:
            return self._stray(offset)
        for part in path[:-1]:
            self._builder.key(part, offset)
            self._builder.open(Shape.MAPPING, offset)
        self._dotted[-1] += len(path) - 1
        self._builder.key(path[-1], offset)
        return equals.end()

    def _scalar(self, offset: int) -> int:
        match = _STRING.match(self._content, offset) or _DATE.match(self._content, offset)
        if match is None:
            return self._word(offset)
        if match.re is _DATE:
            self._builder.scalar(literal_token(f"{match[1]}t{match[2]}"), match[0], offset, match.end())
        else:
            value = _string(match)
            self._builder.scalar(string_token(value), value, offset, match.end())
        return match.end()

    def _word(self, offset: int) -> int:
        match = _WORD.match(self._content, offset)
        if match is None:
            return self._stray(offset)
        word = match[0]
        if self._builder.shape is Shape.LIST and self._builder.depth:
            self._is_lost = word == "=" or EQUALS.match(self._content, match.end()) is not None
            if self._is_lost:
                return offset
        if _LITERAL.fullmatch(word) is None:
            self._broken.add(self._text.line(offset))
        self._builder.scalar(literal_token(word.replace("_", "")), word, offset, match.end())
        return match.end()

    def _stray(self, offset: int) -> int:
        self._broken.add(self._text.line(offset))
        return offset + 1 if self._builder.depth else offset


def _cut(node: Node, end: int) -> None:
    """Takes away what a value that was not ended has swallowed."""
    node.children = [child for child in node.children if child.start < end]
    node.end = min(node.end, end)
    for child in node.children:
        _cut(child, end)


def _string(match: re.Match[str]) -> str:
    kind = match.lastgroup
    if kind == "line":
        return _unescaped(match["line"])
    if kind == "literal":
        return match["literal"]
    written = match[kind or 0][:-3].replace("\r\n", "\n").removeprefix("\n")
    return _unescaped(_FOLD.sub("", written)) if kind == "text" else written


def _unescaped(written: str) -> str:
    return _ESCAPE.sub(_escape, written) if "\\" in written else written


def _escape(match: re.Match[str]) -> str:
    if match["short"]:
        return _SHORT[match["short"]]
    code = int(match["code"][1:], 16)
    return chr(code) if code < 0x110000 else "\ufffd"
