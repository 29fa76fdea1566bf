"""Reads INI files as `configparser` does."""

import re
from typing import Final

from agentguard.analyzer.symbols.keys.text import Text
from agentguard.analyzer.symbols.keys.tree import Node, Shape, literal_token, string_token

_SECTION: Final = re.compile(r"\[(.+)\]\s*(?:[#;].*)?")
_OPTION: Final = re.compile(r"([^=:]*?)\s*[=:]\s*(.*)")


def read_ini(text: Text) -> tuple[Node, set[int]]:
    """Returns the sections of an INI file, keys without a section beside them, and the lines with errors."""
    reader = _IniReader(text)
    offset = 0
    for line in text.content.split("\n"):
        reader.take(line, offset)
        offset += len(line) + 1
    return reader.root, reader.broken


class _IniReader:
    def __init__(self, text: Text) -> None:
        self.broken: set[int] = set()
        self._text = text
        self.root = Node(Shape.LIST, None, 0, 0)
        self._file = Node(Shape.MAPPING, None, 0, len(text.content))
        self.root.children.append(self._file)
        self._section = self._file
        self._option: Node | None = None
        self._indent = 0

    def take(self, line: str, offset: int) -> None:
        """Takes the next line."""
        stripped = line.strip()
        if not stripped or stripped[0] in "#;":
            return
        indent = len(line) - len(line.lstrip())
        start, end = offset + indent, offset + len(line.rstrip())
        if self._option is not None and indent > self._indent:
            _add_value(self._option, stripped)
            self._reach(end)
        elif (section := _SECTION.fullmatch(stripped)) is not None:
            self._section = Node(Shape.MAPPING, section[1].strip(), start, end)
            self._file.children.append(self._section)
            self._option = None
        else:
            self._indent = indent
            self._begin_option(stripped, start, end)

    def _begin_option(self, stripped: str, start: int, end: int) -> None:
        match = _OPTION.fullmatch(stripped)
        key, value = (match[1], match[2]) if match is not None else (stripped, None)
        if not key or stripped[0] in "[<>":
            self.broken.add(self._text.line(start))
            self._option = None
            return
        self._option = Node(Shape.SCALAR, key, start, end)
        self._section.children.append(self._option)
        if value is None:
            self._option.tokens.append(literal_token("null"))
        elif value:
            _add_value(self._option, value)
        self._reach(end)

    def _reach(self, end: int) -> None:
        if self._option is not None:
            self._option.end = end
        self._section.end = max(self._section.end, end)


def _add_value(option: Node, line: str) -> None:
    option.tokens.append(string_token(" ".join(line.split())))
