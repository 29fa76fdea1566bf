"""Adds a block to a YAML text and takes it out again; comments, quotes and layout of all the rest stay as they are.

A library that writes YAML back, ruamel.yaml for one, keeps comments but not every byte: it moves indentation, folds
long lines and drops some quotes, so that the first `init` would be a diff over the whole file. What is to be done here
is one block of lines at one place. PyYAML, which is here already, tells the place; that nothing else has changed is
proved by reading both texts.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

import yaml

from agentguard.analyzer.errors import AgentguardError
from agentguard.coordinator.setup.text.source import Source, indented

Keys = tuple[str | int, ...]
_DEEPEST = 40
_MOST_NODES = 100_000
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load(text: str, name: str) -> Any:
    """Returns the data of a YAML text.

    Args:
        text: one document.
        name: what to call it in messages.

    Raises:
        AgentguardError: it is no YAML.
    """
    root = compose(text, name)
    return None if root is None else _Data(name).of(root, 0)


def compose(text: str, name: str) -> yaml.Node | None:
    """Returns the nodes of a YAML text, None where it holds none.

    Raises:
        AgentguardError: it is no YAML.
    """
    try:
        root: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 1}, column {mark.column + 1})" if mark else ""
        raise AgentguardError(f"`{name}` is no YAML{where}", "mend it first; nothing was changed") from error
    except RecursionError as error:
        raise AgentguardError(f"`{name}` is nested too deeply") from error
    return root


def added_item(source: Source, keys: Keys, lines: Sequence[str], name: str) -> str:
    """Returns a text with one more item, the first of a sequence.

    Args:
        source: the text.
        keys: of the sequence, which must be there.
        lines: the item as YAML, its dash included, to stand at the left margin.
        name: what to call the text in messages.

    Raises:
        AgentguardError: there is no such sequence, or it is written in a way that cannot be added to.
    """
    return _added(source, keys, lines, name, yaml.SequenceNode)


def added_member(source: Source, keys: Keys, lines: Sequence[str], name: str) -> str:
    """Returns a text with one more member, the first of a mapping; see `added_item`."""
    return _added(source, keys, lines, name, yaml.MappingNode)


def _added(source: Source, keys: Keys, lines: Sequence[str], name: str, kind: type[yaml.Node]) -> str:
    old = load(source.text, name)
    node = find(compose(source.text, name), keys)
    where = ".".join(map(str, keys)) or name
    if not isinstance(node, yaml.CollectionNode) or not isinstance(node, kind) or not node.value:
        raise AgentguardError(f"`{where}` in `{name}` is empty or of another kind", "add the hook by hand")
    if node.flow_style:
        raise AgentguardError(
            f"`{where}` in `{name}` is written in one line", "write it one item a line, or add the hook by hand"
        )
    rows = source.text.splitlines(keepends=True)
    first = _first_line(node, next(_children(node))[0])
    indent = rows[first][: len(rows[first]) - len(rows[first].lstrip(" "))]
    # Before the comments that stand above the first one: they are about that one.
    while first and rows[first - 1].strip()[:1] in {"", "#"}:
        first -= 1
    text = "".join([*rows[:first], indented(list(lines), indent, source.newline), *rows[first:]])
    _require_same(old, text, keys, lines, name)
    return text


def appended(source: Source, lines: Sequence[str], name: str) -> str:
    """Returns a text with members of the top mapping behind all that is there.

    Raises:
        AgentguardError: it cannot be added to.
    """
    old = load(source.text, name)
    if old is not None and not isinstance(old, dict):
        raise AgentguardError(f"`{name}` is no mapping", "mend it first; nothing was changed")
    gap = "" if not source.text or source.text.endswith("\n") else source.newline
    text = source.text + gap + indented(list(lines), "", source.newline)
    new = load("\n".join(lines), name)
    if _loaded(text, name) != {**(old or {}), **new}:
        raise AgentguardError(f"`{name}` cannot be added to", "add the hook by hand")
    return text


def without_child(source: Source, keys: Keys, name: str) -> str:
    """Returns a text without one item or member: its lines from first to last.

    Raises:
        AgentguardError: its lines hold something else as well.
    """
    parent = find(compose(source.text, name), keys[:-1])
    if not isinstance(parent, yaml.CollectionNode) or parent.flow_style:
        raise AgentguardError(f"agentguard's entry in `{name}` shares its lines with others", "take it out by hand")
    node = dict(_children(parent))[keys[-1]]
    first, last = _first_line(parent, keys[-1]), _last_line(node)
    lines = source.text.splitlines(keepends=True)
    text = "".join([*lines[:first], *lines[last + 1 :]])
    wanted = load(source.text, name)
    _delete(wanted, keys)
    if (_loaded(text, name) or {}) != wanted:
        raise AgentguardError(f"agentguard's entry in `{name}` shares its lines with others", "take it out by hand")
    return text


def find(node: yaml.Node | None, keys: Keys) -> yaml.Node | None:
    """Returns what stands at a place, None where nothing does."""
    for key in keys:
        if not isinstance(node, yaml.CollectionNode):
            return None
        node = dict(_children(node)).get(key)
    return node


def _children(node: yaml.CollectionNode) -> Iterator[tuple[str | int, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (key.value if isinstance(key, yaml.ScalarNode) else id(key)), value
    else:
        yield from enumerate(node.value)


def _first_line(parent: yaml.CollectionNode, key: str | int) -> int:
    if isinstance(parent, yaml.MappingNode):
        return int(next(name.start_mark.line for name, _ in parent.value if name.value == key))
    return int(parent.value[int(key)].start_mark.line)


def _last_line(node: yaml.Node) -> int:
    if isinstance(node, yaml.MappingNode) and node.value and not node.flow_style:
        return _last_line(node.value[-1][1])
    if isinstance(node, yaml.SequenceNode) and node.value and not node.flow_style:
        return _last_line(node.value[-1])
    end = node.end_mark
    return int(end.line - 1 if end.column == 0 and end.line > node.start_mark.line else end.line)


class _Data:
    """Builds plain data; a tag constructs nothing, scalars stay texts, so that comparing is exact."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._left = _MOST_NODES

    def of(self, node: yaml.Node, depth: int) -> Any:
        # An alias stands for all that its anchor holds, which may be aliases again: a few lines can stand for billions.
        self._left -= 1
        if depth > _DEEPEST or self._left < 0:
            raise AgentguardError(f"`{self._name}` is nested too deeply, or far longer than it looks")
        if isinstance(node, yaml.MappingNode):
            return {str(self.of(key, depth + 1)): self.of(value, depth + 1) for key, value in node.value}
        if isinstance(node, yaml.SequenceNode):
            return [self.of(one, depth + 1) for one in node.value]
        return node.value


def _require_same(old: Any, text: str, keys: Keys, lines: Sequence[str], name: str) -> None:
    wanted = deepcopy(old)
    place = wanted
    for key in keys:
        place = place[key]
    new = load("\n".join(lines), name)
    if isinstance(place, list):
        place[:0] = new
    else:
        place.update(new)
    if _loaded(text, name) != wanted:
        raise AgentguardError(f"`{name}` cannot be added to", "add the hook by hand")


def _loaded(text: str, name: str) -> Any:
    """Returns the data of a text of our own making, None where it came out as no YAML."""
    try:
        return load(text, name)
    except AgentguardError:
        return None


def _delete(data: Any, keys: Keys) -> None:
    for key in keys[:-1]:
        data = data[key]
    del data[keys[-1]]
