"""The tokens of one definition, as hashes that are the same in every process."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Final
from zlib import crc32

from agentguard.analyzer.languages import Deadline
from agentguard.analyzer.model.symbols import Tokens

if TYPE_CHECKING:
    from agentguard.analyzer.languages.grammar import Node

_STEPS_BETWEEN_CHECKS: Final = 1024


class TokenWalk:
    """Visits a tree in order, without recursion: a hostile file can nest as deep as it is long.

    Args:
        source: the text of the file.
        handlers: how the nodes of a kind are read; all others are read child by child, and leaves by their text.
        nested: ids of the nodes to leave out.
        body: id of the node at which the header ends.
    """

    def __init__(
        self,
        source: bytes,
        handlers: Mapping[str, Callable[["TokenWalk", "Node", str], None]],
        nested: frozenset[int] = frozenset(),
        body: int | None = None,
    ) -> None:
        self.source = source
        self.tokens: list[int] = []
        self.unordered: list[int] = []
        self._handlers = handlers
        self._nested = nested
        self._body = body
        self._header = 0
        # A node with the kind of its parent, which a node finds only from the root down; or a token to append.
        self._stack: list[tuple[Node, str] | int] = []

    def read(self, node: "Node", deadline: Deadline) -> Tokens:
        """Returns the tokens below a node.

        Raises:
            OutOfTimeError: the deadline passed.
        """
        self._stack.append((node, ""))
        steps = 0
        while self._stack:
            frame = self._stack.pop()
            if isinstance(frame, int):
                self.tokens.append(frame)
            else:
                self._step(*frame)
            steps += 1
            if not steps % _STEPS_BETWEEN_CHECKS:
                deadline.check()
        self._order()
        return Tokens(header=tuple(self.tokens[: self._header]), body=tuple(self.tokens[self._header :]))

    def _step(self, node: "Node", parent: str) -> None:
        if node.id == self._body:
            self._header = len(self.tokens)
        if node.id in self._nested:
            return
        kind = node.type
        handler = self._handlers.get(kind)
        if handler is not None:
            handler(self, node, parent)
        elif node.child_count:
            self.visit(node.children, kind)
        elif node.is_named:
            if not node.is_extra:
                self.tokens.append(crc32(self.source[node.start_byte : node.end_byte]))
        else:
            self.tokens.append(hash_of(kind))

    def visit(self, frames: Iterable["Node | int"], parent: str) -> None:
        """Plans nodes and tokens for the next steps, in order, before all that is planned already."""
        self._stack.extend([frame if isinstance(frame, int) else (frame, parent) for frame in frames][::-1])

    def add_unordered(self, token: int) -> None:
        """Appends a token whose place among its neighbours of the same sort does not count."""
        self.unordered.append(len(self.tokens))
        self.tokens.append(token)

    def _order(self) -> None:
        """Sorts each run of tokens whose order does not count, and leaves what stands twice in it."""
        for first, last in _runs(self.unordered):
            run = sorted(set(self.tokens[first : last + 1]))
            self.tokens[first : last + 1] = run


def _runs(positions: Iterable[int]) -> list[tuple[int, int]]:
    """Returns runs of adjacent positions as first and last, the last run first, so that they can be replaced."""
    runs: list[tuple[int, int]] = []
    for position in positions:
        if runs and runs[-1][1] == position - 1:
            runs[-1] = (runs[-1][0], position)
        else:
            runs.append((position, position))
    return runs[::-1]


@cache
def hash_of(kind: str) -> int:
    """Returns the token of a keyword or an operator."""
    return crc32(kind.encode())
