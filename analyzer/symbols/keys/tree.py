"""What every configuration format comes down to: mappings, lists and scalars, with their places in the text."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Final
from zlib import crc32

# Deeper values count as part of the value that holds them; no configuration is nested like this, only an attack is.
MAX_DEPTH: Final = 32
# Text that is longer identifies nothing.
_MAX_TEXT: Final = 120

MAPPING, LIST, END = (crc32(mark) for mark in (b"\1{", b"\1[", b"\1."))


class Shape(Enum):
    """Names what a node is."""

    SCALAR = "scalar"
    MAPPING = "mapping"
    LIST = "list"


@dataclass(slots=True, eq=False)
class Node:
    """A value and the key that it belongs to.

    Attributes:
        key: as it reads without quotes; None for what has none (an item of a list, a document).
        start: offset of the key, of the value where there is no key.
        end: offset behind the value.
        tokens: of a scalar, its value; else what marks the value (a tag) and what is too deep for nodes.
        text: of a short scalar, to identify the item of a list.
    """

    shape: Shape
    key: str | None
    start: int
    end: int
    tokens: list[int] = field(default_factory=list)
    text: str = ""
    children: list["Node"] = field(default_factory=list)


def string_token(value: str) -> int:
    """Hashes a string by its value, so that quotes and escapes do not count."""
    return crc32(value.encode("utf-8", "surrogatepass"), 2)


def literal_token(text: str) -> int:
    """Hashes a number, truth value, date or null, which the same text in quotes would not equal."""
    return crc32(text.lower().encode("utf-8", "surrogatepass"), 1)


class Builder:
    """Builds nodes from the parts of a file in order; wrong nesting is the caller's to notice, and does no harm.

    Attributes:
        root: holds the documents of the file.
    """

    def __init__(self) -> None:
        self.root = Node(Shape.LIST, None, 0, 0)
        self._path = [self.root]
        self._buried: list[Shape] = []
        self._key: tuple[str, int] | None = None
        self._tags: list[int] = []

    @property
    def shape(self) -> Shape:
        """The shape of the innermost open value."""
        return self._buried[-1] if self._buried else self._path[-1].shape

    @property
    def depth(self) -> int:
        """How many values are open."""
        return len(self._path) - 1 + len(self._buried)

    @property
    def has_key(self) -> bool:
        """Tells whether a key waits for its value."""
        return self._key is not None

    def is_within(self, shape: Shape) -> bool:
        """Tells whether some open value has a shape."""
        return shape in self._buried or any(node.shape is shape for node in self._path[1:])

    def key(self, name: str, start: int) -> None:
        """Takes the key of the next value."""
        if self._buried:
            self._path[-1].tokens.append(string_token(name))
        self._key = (name, start)

    def tag(self, name: str) -> None:
        """Takes a mark that changes what the next value means."""
        self._tags.append(crc32(name.encode("utf-8", "surrogatepass"), 3))

    def scalar(self, token: int, text: str, start: int, end: int) -> None:
        """Adds a value without parts."""
        if self._buried:
            self._path[-1].tokens += [*self._tags, token]
            self._taken(start)
            return
        node = self._add(Shape.SCALAR, start, end)
        node.tokens.append(token)
        node.text = text if len(text) <= _MAX_TEXT else ""

    def open(self, shape: Shape, start: int) -> None:
        """Begins a mapping or list."""
        if self._buried or len(self._path) > MAX_DEPTH:
            self._path[-1].tokens += [*self._tags, MAPPING if shape is Shape.MAPPING else LIST]
            self._buried.append(shape)
            self._taken(start)
            return
        self._path.append(self._add(shape, start, start))

    def close(self, end: int | None = None) -> None:
        """Ends the innermost mapping or list, at the end of its last part where no end is given."""
        self._key = None
        if self._buried:
            self._buried.pop()
            self._path[-1].tokens.append(END)
            return
        if len(self._path) == 1:
            return
        node = self._path.pop()
        last = node.children[-1].end if node.children else node.end
        node.end = max(last, node.end) if end is None else end

    def drop_key(self) -> None:
        """Forgets a key that got no value."""
        self._key = None

    def finish(self, end: int | None = None) -> Node:
        """Ends everything that is still open."""
        while self.depth:
            self.close(end)
        return self.root

    def _add(self, shape: Shape, start: int, end: int) -> Node:
        key, first = self._taken(start)
        node = Node(shape, key, first, end, tokens=self._tags)
        self._tags = []
        self._path[-1].children.append(node)
        return node

    def _taken(self, start: int) -> tuple[str | None, int]:
        key = self._key
        self._key = None
        return key if key is not None else (None, start)
