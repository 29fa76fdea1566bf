"""Adds to a JSON text and takes out again; layout, order, spaces and odd numbers of all the rest stay as they are."""

import json
import re
from collections.abc import Mapping, Sequence

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.model.value import dataclass

_SPACE = re.compile(r"[ \t\r\n]*+")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"')
_PLAIN = re.compile(r"[^\s,\[\]{}]++")
_INDENT = re.compile(r"\{[ \t]*\r?\n([ \t]+)\S")
_DEEPEST = 60

Keys = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A value and where it stands.

    Attributes:
        start: of its first character.
        end: behind its last one.
        children: of an object by key, of an array by number; of a key that stands twice the last counts, as in JSON.
        starts: where each child begins, of a member its key.
        is_array: else it is an object, or has no children.
        is_object: it may have members.
    """

    start: int
    end: int
    children: Mapping[str | int, "Node"]
    starts: Mapping[str | int, int]
    is_array: bool = False
    is_object: bool = False


def parse(text: str, name: str) -> Node:
    """Returns the values of a JSON text.

    Args:
        text: without a byte order mark.
        name: what to call it in messages.

    Raises:
        AgentguardError: it is no JSON, or nested beyond reason.
    """
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise AgentguardError(
            f"`{name}` is no JSON ({where}: {error.msg})", "mend it first; nothing was changed"
        ) from error
    except (RecursionError, ValueError) as error:
        raise AgentguardError(f"`{name}` cannot be read as JSON", "mend it first; nothing was changed") from error
    return _Parser(text, name).value(_SPACE.match(text).end(), 0)  # type: ignore[union-attr]  # matches the empty text


class _Parser:
    """Finds the places of values in a text that is known to be JSON."""

    def __init__(self, text: str, name: str) -> None:
        self._text = text
        self._name = name

    def value(self, at: int, depth: int) -> Node:
        if depth > _DEEPEST:
            raise AgentguardError(f"`{self._name}` is nested more than {_DEEPEST} deep")
        opened = self._text[at]
        if opened in "{[":
            return self._container(at, depth, is_array=opened == "[")
        pattern = _STRING if opened == '"' else _PLAIN
        return Node(start=at, end=self._end(pattern, at), children={}, starts={})

    def _container(self, start: int, depth: int, *, is_array: bool) -> Node:
        children: dict[str | int, Node] = {}
        starts: dict[str | int, int] = {}
        at = self._skip(start + 1)
        while self._text[at] not in "]}":
            first, key = at, len(children)
            named: str | int = key
            if not is_array:
                end = self._end(_STRING, at)
                named = json.loads(self._text[at:end])
                at = self._skip(self._skip(end) + 1)
            child = self.value(at, depth + 1)
            children.pop(named, None)
            starts.pop(named, None)
            children[named], starts[named] = child, first
            at = self._skip(child.end)
            if self._text[at] == ",":
                at = self._skip(at + 1)
        return Node(
            start=start, end=at + 1, children=children, starts=starts, is_array=is_array, is_object=not is_array
        )

    def _skip(self, at: int) -> int:
        return self._end(_SPACE, at)

    def _end(self, pattern: re.Pattern[str], at: int) -> int:
        found = pattern.match(self._text, at)
        return found.end() if found else at


def merged(text: str, additions: Mapping[str, object], name: str) -> str:
    """Returns a text with more in it: members behind those of an object, items behind those of an array.

    Args:
        text: a JSON object.
        additions: what to add; an object that is there already gets the members, an array the items.
        name: what to call the text in messages.

    Raises:
        AgentguardError: something that is there is of another kind.
    """
    return _merge(text, (), additions, name)


def _merge(text: str, keys: Keys, value: object, name: str) -> str:
    node = _at(parse(text, name), keys)
    wants_array = isinstance(value, Sequence)
    if not (node.is_array if wants_array else node.is_object):
        kind = "array" if wants_array else "object"
        where = f"`{'.'.join(map(str, keys))}` in `{name}`" if keys else f"`{name}`"
        raise AgentguardError(f"{where} is no {kind}", "mend it first; nothing was changed")
    if isinstance(value, Sequence):
        for one in value:
            text = _append(text, _at(parse(text, name), keys), None, one)
    elif isinstance(value, Mapping):
        for key, one in value.items():
            inside = _at(parse(text, name), keys)
            text = _merge(text, (*keys, key), one, name) if key in inside.children else _append(text, inside, key, one)
    return text


def _at(node: Node, keys: Keys) -> Node:
    for key in keys:
        node = node.children[key]
    return node


def _append(text: str, node: Node, key: str | None, value: object) -> str:
    """Writes a new last child; one that shares its line with others stays on that line."""
    newline, unit = _newline(text), _unit(text)
    outer = _indent_of_line(text, node.start)
    last = max((child.end for child in node.children.values()), default=None)
    spread = "\n" in text[node.start : node.end] or last is None
    indent = (_own_indent(text, node) or outer + unit) if spread else ""
    written = json.dumps(value, indent=unit if spread else None, ensure_ascii=False)
    written = written.replace("\n", newline + indent) if spread else written
    child = f"{json.dumps(key, ensure_ascii=False)}: {written}" if key is not None else written
    if last is None:
        return f"{text[: node.start + 1]}{newline}{indent}{child}{newline}{outer}{text[node.end - 1 :]}"
    gap = f",{newline}{indent}" if spread else ", "
    return f"{text[:last]}{gap}{child}{text[last:]}"


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _unit(text: str) -> str:
    found = _INDENT.search(text)
    return found[1] if found else "  "


def _indent_of_line(text: str, at: int) -> str:
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line[: len(line) - len(line.lstrip(" \t"))]


def _own_indent(text: str, node: Node) -> str | None:
    """Returns the white space before the last child that begins a line."""
    for start in sorted(node.starts.values(), reverse=True):
        line = text[text.rfind("\n", 0, start) + 1 : start]
        if not line.strip(" \t"):
            return line
    return None


def without(text: str, node: Node, key: str | int) -> str:
    """Takes one child out, with the comma and the space that kept it apart.

    Args:
        text: the whole text.
        node: its container.
        key: which child.
    """
    start, end = node.starts[key], node.children[key].end
    ends = [child.end for child in node.children.values() if child.end <= start]
    if ends:
        return text[: max(ends)] + text[end:]
    behind = [first for first in node.starts.values() if first > start]
    if behind:
        return text[:start] + text[min(behind) :]
    return text[: node.start + 1] + text[node.end - 1 :]
