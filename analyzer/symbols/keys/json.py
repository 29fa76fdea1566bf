"""Reads JSON, with the comments, trailing commas and bare words that tools allow in it."""

import json
import re
from typing import Final

from agentguard.analyzer.symbols.keys.text import Text
from agentguard.analyzer.symbols.keys.tree import Builder, Node, Shape, literal_token, string_token

# Every alternative takes what it has looked at, so that hostile text is read once.
_TOKEN: Final = re.compile(
    r"""
    (?P<comment> //[^\n]* | /\*.*?(?:\*/|\Z) )
    | (?P<string> "[^"\\\n]*+(?:\\.[^"\\\n]*+)*+" | '[^'\\\n]*+(?:\\.[^'\\\n]*+)*+' )
    | (?P<mark> [{}\[\]:,] )
    | (?P<open> ["'][^\n]* )
    | (?P<word> [^\s{}\[\]:,"'/]+ | / )
    """,
    re.VERBOSE | re.DOTALL,
)
_LITERAL: Final = re.compile(
    r"true|false|null|[-+]?(?:nan|infinity|0x[0-9a-f]+|\d*\.?\d+\.?(?:e[-+]?\d+)?)", re.IGNORECASE
)

# A file with more errors is no JSON; what is left of it is not worth the time.
_MOST_ERRORS: Final = 1_000


def read_json(text: Text) -> tuple[Node, set[int]]:
    """Returns the documents of a JSON file and the lines with errors."""
    reader = _Reader(text)
    for match in _TOKEN.finditer(text.content):
        if match.lastgroup != "comment":
            reader.take(match)
        if reader.errors > _MOST_ERRORS:
            return reader.give_up(match.end())
    return reader.finish()


class _Reader:
    """A machine that takes one token after the other; what it does not expect it notes, and goes on."""

    def __init__(self, text: Text) -> None:
        self.errors = 0
        self._text = text
        self._builder = Builder()
        self._broken: set[int] = set()
        # A word of a mapping that is a key if a colon follows, and whether a value has ended without a comma behind it.
        self._word: re.Match[str] | None = None
        self._after_value = False

    def take(self, match: re.Match[str]) -> None:
        """Takes the next token."""
        match match.lastgroup, match[0]:
            case "mark", "{" | "[" as mark:
                self._value_begins(match)
                self._builder.open(Shape.MAPPING if mark == "{" else Shape.LIST, match.start())
                self._after_value = False
            case "mark", "}" | "]" as mark:
                self._close(Shape.MAPPING if mark == "}" else Shape.LIST, match)
            case "mark", ",":
                self._separate(match)
            case "mark", _:
                self._colon(match)
            case kind, _:
                if kind == "open":
                    self._note(match.start())
                self._word_or_value(match)

    def finish(self) -> tuple[Node, set[int]]:
        """Ends the file, and whatever is still open in it."""
        end = len(self._text.content)
        if self._builder.depth:
            self._note(end)
        self._drop_word()
        return self._builder.finish(end), self._broken

    def give_up(self, offset: int) -> tuple[Node, set[int]]:
        """Ends the file before its end."""
        root, broken = self.finish()
        return root, broken | set(range(self._text.line(offset), self._text.all_lines().last + 1))

    def _word_or_value(self, match: re.Match[str]) -> None:
        if self._builder.shape is Shape.MAPPING and not self._builder.has_key:
            self._drop_word()
            if self._after_value:
                self._note(match.start())
            self._word = match
            return
        self._value_begins(match)
        token, text = _scalar(match)
        self._builder.scalar(token, text, match.start(), match.end())
        self._after_value = True

    def _value_begins(self, match: re.Match[str]) -> None:
        self._drop_word()
        keyless = self._builder.shape is Shape.MAPPING and not self._builder.has_key
        if keyless or self._after_value:
            self._note(match.start())

    def _colon(self, match: re.Match[str]) -> None:
        if self._word is None:
            self._note(match.start())
            return
        self._builder.key(_unquoted(self._word), self._word.start())
        self._word = None
        self._after_value = False

    def _separate(self, match: re.Match[str]) -> None:
        if not self._after_value or not self._builder.depth:
            self._note(match.start())
        self._drop_word()
        self._builder.drop_key()
        self._after_value = False

    def _close(self, shape: Shape, match: re.Match[str]) -> None:
        self._drop_word()
        if self._builder.has_key:
            self._note(match.start())
        if self._builder.shape is not shape or not self._builder.depth:
            self._note(match.start())
            if not self._builder.is_within(shape):
                return
        while self._builder.shape is not shape:
            self._builder.close(match.start())
        self._builder.close(match.end())
        self._after_value = True

    def _drop_word(self) -> None:
        if self._word is not None:
            self._note(self._word.start())
            self._word = None

    def _note(self, offset: int) -> None:
        self.errors += 1
        self._broken.add(self._text.line(offset))


def _scalar(match: re.Match[str]) -> tuple[int, str]:
    if match.lastgroup == "word" and _LITERAL.fullmatch(match[0]):
        return literal_token(match[0]), match[0]
    value = _unquoted(match)
    return string_token(value), value


def _unquoted(match: re.Match[str]) -> str:
    written = match[0]
    if match.lastgroup == "word":
        return written
    if match.lastgroup == "open" or "\\" not in written:
        return written.strip(written[0])
    try:
        return str(json.loads(f'"{written[1:-1]}"', strict=False))
    except ValueError:
        return written[1:-1]
