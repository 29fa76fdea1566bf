"""Reads TOML, one statement after the other, so that a broken one costs no more than its line."""

import re
from typing import Final

from agentguard.analyzer.symbols.keys.text import Text
from agentguard.analyzer.symbols.keys.toml_values import EQUALS, GAP, ValueReader, read_key
from agentguard.analyzer.symbols.keys.tree import MAX_DEPTH, Node, Shape

_HEADER: Final = re.compile(r"\[\[?[ \t]*")
_HEADER_END: Final = {"[": re.compile(r"[ \t]*\]"), "[[": re.compile(r"[ \t]*\]\]")}
# Each value that is not ended is read to the end of the file; hostile text must not have that done for each line.
_MOST_ATTEMPTS: Final = 50
_MOST_CHARACTERS: Final = 1_000_000
_LINE_END: Final = re.compile(r"[ \t\r]*(?:#[^\n]*)?(?:\n|\Z)")


def read_toml(text: Text) -> tuple[Node, set[int]]:
    """Returns the document of a TOML file and the lines with errors."""
    reader = _Reader(text)
    reader.run()
    return reader.root, reader.broken


class _Reader:
    def __init__(self, text: Text) -> None:
        self.broken: set[int] = set()
        self.root = Node(Shape.LIST, None, 0, 0)
        self._text = text
        self._content = text.content
        self._file = Node(Shape.MAPPING, None, 0, len(text.content))
        self.root.children.append(self._file)
        self._table = self._file
        # The tables that the last statement stood in, from the outermost; each reaches to the end of that statement.
        self._open: list[Node] = []
        self._by_key: dict[tuple[int, str], Node] = {}
        self._attempts = min(_MOST_ATTEMPTS, 1 + _MOST_CHARACTERS // (len(self._content) + 1))

    def run(self) -> None:
        """Reads all statements."""
        offset = 0
        while offset < len(self._content):
            gap = GAP.match(self._content, offset)
            if gap is not None:
                offset = gap.end()
                continue
            end = self._header(offset) if self._content[offset] == "[" else self._entry(offset)
            if end is None or _LINE_END.match(self._content, end) is None:
                self.broken.add(self._text.line(offset if end is None else end))
                end = self._text.line_end(offset if end is None else end)
            offset = end

    def _header(self, start: int) -> int | None:
        opening = _HEADER.match(self._content, start)
        if opening is None:
            return None
        mark = opening[0].rstrip()
        path, end = read_key(self._content, opening.end())
        closing = _HEADER_END[mark].match(self._content, end) if path else None
        if closing is None or len(path) > MAX_DEPTH:
            return None
        end = closing.end()
        *parents, last = path
        trail = self._descend(self._file, parents, start)
        parent = trail[-1] if trail else self._file
        trail += self._begin_item(parent, last, start) if mark == "[[" else self._descend(parent, [last], start)
        self._table = trail[-1]
        self._reach(trail, end)
        return end

    def _entry(self, start: int) -> int | None:
        path, end = read_key(self._content, start)
        equals = EQUALS.match(self._content, end) if path else None
        if equals is None or len(path) > MAX_DEPTH:
            return None
        value = ValueReader(self._text).read(equals.end())
        self._attempts -= bool(value.broken)
        self.broken |= value.broken
        *parents, last = path
        trail = self._descend(self._table, parents, start)
        parent = trail[-1] if trail else self._table
        self._add(parent, last, value.node, start)
        within = self._open[: self._open.index(self._table) + 1] if self._table in self._open else []
        self._reach([*within, *trail], value.node.end)
        return value.end if self._attempts > 0 else self._give_up(value.end)

    def _give_up(self, offset: int) -> int:
        self.broken |= set(range(self._text.line(offset), self._text.all_lines().last + 1))
        return len(self._content)

    def _descend(self, node: Node, keys: list[str], start: int) -> list[Node]:
        """Returns the tables below one, for each key the one that is there or a new one."""
        trail: list[Node] = []
        for key in keys:
            found = self._by_key.get((id(node), key))
            if found is None or found.shape is Shape.SCALAR:
                if found is not None:
                    self.broken.add(self._text.line(start))
                found = Node(Shape.MAPPING, key, start, start)
                self._add(node, key, found, start)
            trail.append(found)
            if found.shape is Shape.LIST and found.children:
                trail.append(found.children[-1])
            node = trail[-1]
        return trail

    def _begin_item(self, parent: Node, key: str, start: int) -> list[Node]:
        array = self._by_key.get((id(parent), key))
        if array is None or array.shape is not Shape.LIST:
            array = Node(Shape.LIST, key, start, start)
            self._add(parent, key, array, start)
        item = Node(Shape.MAPPING, None, start, start)
        array.children.append(item)
        return [array, item]

    def _reach(self, trail: list[Node], end: int) -> None:
        """Extends the tables around a statement to its end; one that was left before is not entered again."""
        fresh = [node for node in trail if node.end == node.start]
        self._open = [node for node in trail if node in self._open or node in fresh]
        for node in self._open:
            node.end = end

    def _add(self, parent: Node, key: str, node: Node, start: int) -> None:
        node.key = key
        node.start = start
        parent.children.append(node)
        self._by_key[id(parent), key] = node
