"""Takes typed values out of a parsed TOML table and collects what is wrong, each with its line and key."""

import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.printable import printable

_T = TypeVar("_T")
_Choice = TypeVar("_Choice", bound=StrEnum)
_Key = tuple[str | int, ...]
_MOST = 20
_LONGEST = 60
_HEADER = re.compile(r"\s*(\[\[?)([^\[\]#]+)\]\]?\s*(?:#.*)?")
_ASSIGNMENT = re.compile(r"""\s*((?:[\w-]+|"[^"\\]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"\\]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[\w-]+|"[^"\\]*"|'[^']*'""")


class Mistakes:
    """What is wrong in one file.

    Args:
        name: the file, for messages.
        text: its content, to find lines.
        top: the table that holds the settings.
    """

    def __init__(self, name: str, text: str, top: tuple[str, ...]) -> None:
        self._name = name
        self._text = text
        self._top = top
        self._found: list[tuple[_Key, str]] = []

    def add(self, key: _Key, message: str) -> None:
        """Notes a mistake at a key, counted from the settings' own table."""
        self._found.append((key, message))

    def raise_all(self, hint: str) -> None:
        """Raises one error for everything that was noted; does nothing where that is nothing."""
        if not self._found:
            return
        lines = key_lines(self._text)
        told = sorted((_line(lines, (*self._top, *key)), number) for number, (key, _) in enumerate(self._found))
        texts = [self._told(line, *self._found[number]) for line, number in told]
        if len(texts) == 1:
            raise AgentguardError(texts[0], hint)
        shown = [*texts[:_MOST], *([f"and {len(texts) - _MOST} more"] if len(texts) > _MOST else [])]
        raise AgentguardError("\n  ".join([f"{len(texts)} mistakes in the settings", *shown]), hint)

    def _told(self, line: int, key: _Key, message: str) -> str:
        place = f"{self._name}:{line}" if line else self._name
        return f"{place}: {message}" if not key else f"{place}: `{_dotted(key)}`: {message}"


class Table:
    """One table of the settings; `finish` reports the keys that nobody asked for."""

    def __init__(self, values: object, key: _Key, mistakes: Mistakes) -> None:
        self._key = key
        self._mistakes = mistakes
        self._asked: set[str] = set()
        self._is_table = isinstance(values, dict)
        self._values: Mapping[str, Any] = values if isinstance(values, dict) else {}
        if not self._is_table:
            mistakes.add(key, f"must be a table, not {_kind(values)}")

    @property
    def names(self) -> tuple[str, ...]:
        """The keys that are set."""
        return tuple(self._values)

    def wrong(self, key: str, message: str, index: int | None = None) -> None:
        """Notes a mistake at a key, or at one entry of its array."""
        self._mistakes.add((*self._key, key) if index is None else (*self._key, key, index), message)

    def get(self, key: str, default: _T, sound: Callable[[object], bool], wanted: str) -> _T:
        """Returns a value; the default where it is not set or, noted, not sound."""
        self._asked.add(key)
        if key not in self._values:
            return default
        value: Any = self._values[key]
        if sound(value):
            return value  # type: ignore[no-any-return]  # `sound` has told the type
        self.wrong(key, f"must be {wanted}, not {_shown(value)}")
        return default

    def choice(self, key: str, default: _Choice) -> _Choice:
        """Returns one of the words of an enumeration."""
        words = [str(one) for one in type(default)]
        return type(default)(self.get(key, str(default), lambda value: value in words, "one of " + ", ".join(words)))

    def switch(self, key: str, *, default: bool) -> bool:
        """Returns a boolean."""
        return self.get(key, default, lambda value: isinstance(value, bool), "true or false")

    def require(self, key: str, sound: Callable[[object], bool], wanted: str) -> str:
        """Returns a text that must be there; an empty one, noted, where it is not."""
        if key not in self._values:
            self._asked.add(key)
            if self._is_table:
                self._mistakes.add(self._key, f"`{key}` is missing: {wanted}")
            return ""
        return self.get(key, "", sound, wanted)

    def table(self, key: str) -> "Table":
        """Returns the table at a key, an empty one where it is not set."""
        self._asked.add(key)
        return Table(self._values.get(key, {}), (*self._key, key), self._mistakes)

    def tables(self, key: str) -> Iterator["Table"]:
        """Yields the tables of an array."""
        entries: list[object] = self.get(key, [], lambda value: isinstance(value, list), "an array of tables")
        for index, entry in enumerate(entries):
            yield Table(entry, (*self._key, key, index), self._mistakes)

    def texts(self, key: str) -> tuple[str, ...]:
        """Returns an array of texts; what is none is noted and left out."""
        entries: list[object] = self.get(key, [], lambda value: isinstance(value, list), "an array of texts")
        for index, entry in enumerate(entries):
            if not is_text(entry):
                self.wrong(key, f"must be a text, not {_shown(entry)}", index)
        return tuple(entry for entry in entries if isinstance(entry, str) and is_text(entry))

    def finish(self) -> None:
        """Notes the keys that nobody asked for."""
        for key in self._values:
            if key not in self._asked:
                from difflib import get_close_matches  # noqa: PLC0415 - most settings have no mistakes

                near = get_close_matches(key.replace("_", "-").lower(), self._asked, n=1)
                known = ", ".join(f"`{one}`" for one in sorted(self._asked))
                self.wrong(key, "unknown key; " + (f"did you mean `{near[0]}`?" if near else f"known are {known}"))


def is_text(value: object) -> bool:
    """Tells whether a value is a text with something in it."""
    return isinstance(value, str) and bool(value.strip())


def is_whole(value: object) -> bool:
    """Tells whether a value is a whole number over 0."""
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def key_lines(text: str) -> dict[_Key, int]:
    """Returns the line of each key, as far as it can be told without a parser that keeps lines.

    Multi-line strings that look like keys may add some; the first line of a key counts.
    """
    lines: dict[_Key, int] = {}
    counts: dict[_Key, int] = {}
    table: _Key = ()
    for number, line in enumerate(text.splitlines(), 1):
        header = _HEADER.fullmatch(line)
        if header:
            table = _parts(header[2])
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                lines.setdefault(table, number)
                table = (*table, counts[table])
            lines.setdefault(table, number)
        elif assignment := _ASSIGNMENT.match(line):
            lines.setdefault((*table, *_parts(assignment[1])), number)
    return lines


def _parts(dotted: str) -> _Key:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))


def _line(lines: Mapping[_Key, int], key: _Key) -> int:
    """Returns the line of a key or of the nearest table that holds it, 0 where neither is known."""
    return next((lines[key[:end]] for end in range(len(key), 0, -1) if key[:end] in lines), 0)


def _dotted(key: _Key) -> str:
    text = ""
    for part in key:
        text += f"[{part}]" if isinstance(part, int) else f".{_cut(part)}" if text else _cut(part)
    return text


def _kind(value: object) -> str:
    kinds = {bool: "a boolean", int: "a number", float: "a number", str: "a text", list: "an array", dict: "a table"}
    return kinds.get(type(value), "a date or time")


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, int | float):
        return f"`{value}`" if abs(value) < 1e15 else "a number of that size"
    if isinstance(value, str) and value.strip():
        return f"the text `{_cut(value)}`"
    return "an empty text" if isinstance(value, str) else _kind(value)


def _cut(text: str) -> str:
    """Keeps a text of the file short and on one line."""
    text = printable(text)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "..."
