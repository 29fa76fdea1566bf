"""Reads YAML from the events of PyYAML's parser: nothing is constructed, no alias is followed.

A syntax error ends the events. The line that it stands in is then taken for blank and the file is read again. In a
template (Helm, Jinja) the placeholders are taken for words, and lines that hold nothing else for blank.
"""

import re
from typing import Final

import yaml

from agentguard.analyzer.symbols.keys.text import Text
from agentguard.analyzer.symbols.keys.tree import Builder, Node, Shape, literal_token, string_token

# The one in C is ten times as fast; every wheel of PyYAML has it.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MOST_ATTEMPTS: Final = 20
_MOST_CHARACTERS: Final = 4_000_000
_UNREADABLE: Final = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_PLACEHOLDER: Final = re.compile(r"\{\{[^\n{}]*+(?:[{}][^\n{}]++)*+\}\}|\{([%#])[^\n]{0,500}?\1\}")
_CONFLICT: Final = re.compile(r"^(?:<{7}|={7}|>{7})(?![<=>]).*$", re.MULTILINE)
_NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
_LITERAL: Final = re.compile(
    r"true|false|yes|no|on|off|[-+]?\.(?:inf|nan)|0[xo][0-9a-f_]+|[-+]?(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:e[-+]?\d+)?"
    r"|\d{4}-\d\d?-\d\d?(?:[t ].*)?",
    re.IGNORECASE,
)


def read_yaml(text: Text) -> tuple[Node, set[int]]:
    """Returns the documents of a YAML file and the lines with errors."""
    content, broken = _without_conflicts(_UNREADABLE.sub("\ufffd", text.content), text)
    is_masked = False
    attempts = min(_MOST_ATTEMPTS, 1 + _MOST_CHARACTERS // (len(content) + 1))
    while True:
        reader = _Reader(text)
        error = reader.run(content)
        attempts -= 1
        if error is None:
            break
        if not is_masked and (masked := _without_placeholders(content)) != content:
            content, is_masked = masked, True
            continue
        line = text.line(error)
        broken.add(line)
        blanked = _without_line(content, error)
        if attempts <= 0 or blanked == content:
            broken |= set(range(line, text.all_lines().last + 1))
            break
        content = blanked
    return reader.finish(), broken


def _without_conflicts(content: str, text: Text) -> tuple[str, set[int]]:
    if "<<<<<<<" not in content:
        return content, set()
    lines = {text.line(marker.start()) for marker in _CONFLICT.finditer(content)}
    return _CONFLICT.sub(lambda marker: " " * len(marker[0]), content), lines


def _without_placeholders(content: str) -> str:
    if "{{" not in content and "{%" not in content:
        return content
    return "\n".join(_masked(line) if "{" in line else line for line in content.split("\n"))


def _masked(line: str) -> str:
    if not _PLACEHOLDER.sub("", line).strip():
        return " " * len(line)
    return _PLACEHOLDER.sub(lambda match: "x" * len(match[0]), line)


def _without_line(content: str, offset: int) -> str:
    start = content.rfind("\n", 0, offset) + 1
    end = content.find("\n", start)
    end = len(content) if end < 0 else end
    return content[:start] + " " * (end - start) + content[end:]


class _Reader:
    def __init__(self, text: Text) -> None:
        self._text = text
        self._content = text.content
        self._builder = Builder()
        # How many values are open inside a key that is itself a list or mapping, and where that key began.
        self._in_key = 0
        self._key_start = 0

    def run(self, content: str) -> int | None:
        """Reads all documents; returns the offset of the first error, None where there is none."""
        try:
            for event in yaml.parse(content, Loader=_LOADER):
                self._take(event)
        except yaml.MarkedYAMLError as error:
            return _offset(error, len(content))
        except yaml.YAMLError:
            return 0
        return None

    def finish(self) -> Node:
        """Returns the root, without the empty documents that separators leave."""
        root = self._builder.finish()
        root.children = [node for node in root.children if node.shape is not Shape.SCALAR or node.end > node.start]
        return root

    def _take(self, event: yaml.Event) -> None:
        start, end = _place(event)
        in_mapping = self._builder.shape is Shape.MAPPING and not self._builder.has_key
        if self._in_key or (in_mapping and isinstance(event, yaml.NodeEvent)):
            self._take_key(event, start, end)
            return
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag and not _is_implied(event):
            self._builder.tag(event.tag)
        match event:
            case yaml.ScalarEvent():
                token, length = _scalar(event, self._content[start:end])
                self._builder.scalar(token, event.value, start, start + length)
            case yaml.AliasEvent():
                self._builder.scalar(string_token(f"*{event.anchor}"), "", start, end)
            case yaml.MappingStartEvent():
                self._builder.open(Shape.MAPPING, start)
            case yaml.SequenceStartEvent():
                self._builder.open(Shape.LIST, start)
            case yaml.CollectionEndEvent():
                # A block ends where the next thing begins, behind comments that are not its own.
                self._builder.close(end if end > start else None)
            case _:
                pass

    def _take_key(self, event: yaml.Event, start: int, end: int) -> None:
        if isinstance(event, yaml.ScalarEvent) and not self._in_key:
            written = self._content[start:end]
            self._builder.key(_unquoted(written) if "{{" in written else event.value, start)
            return
        if not self._in_key:
            self._key_start = start
        self._in_key += isinstance(event, yaml.CollectionStartEvent)
        self._in_key -= isinstance(event, yaml.CollectionEndEvent)
        if not self._in_key:
            self._builder.key(" ".join(self._content[self._key_start : end].split()), self._key_start)


def _place(event: yaml.Event) -> tuple[int, int]:
    start, end = event.start_mark, event.end_mark
    return (start.index, end.index) if start is not None and end is not None else (0, 0)


def _offset(error: yaml.MarkedYAMLError, length: int) -> int:
    """Returns where an error is: what has no end shows it far behind, and is at fault where it begins."""
    mark = error.problem_mark or error.context_mark
    is_open = mark is None or mark.index >= length - 1 or "flow" in (error.context or "")
    if is_open and error.context_mark is not None:
        mark = error.context_mark
    return min(mark.index, length) if mark is not None else 0


def _is_implied(event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> bool:
    implicit = event.implicit
    return any(implicit) if isinstance(implicit, tuple) else bool(implicit)


def _scalar(event: yaml.ScalarEvent, written: str) -> tuple[int, int]:
    """Returns the token of a value and how many characters of what is written belong to it."""
    if "{{" in written and event.style not in {"|", ">"}:
        return string_token(_unquoted(written)), len(written)
    if event.style in {"|", ">"}:
        return string_token(event.value), len(written.rstrip())
    if event.style in {"'", '"'}:
        return string_token(event.value), len(written)
    if event.value in _NULL:
        return literal_token("null"), len(written)
    if _LITERAL.fullmatch(event.value):
        return literal_token(event.value.replace("_", "")), len(written)
    return string_token(event.value), len(written)


def _unquoted(written: str) -> str:
    """Returns a scalar as it is written, since a placeholder in it may have been masked for the parser."""
    return " ".join(written.strip("\"'").split())
