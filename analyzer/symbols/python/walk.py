"""The walk over a syntax tree, and the tables that it fills."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from zlib import crc32

from tree_sitter import Node

from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.model.symbols import (
    Call,
    Import,
    Name,
    NameKind,
    Signature,
    SymbolKind,
)
from agentguard.analyzer.symbols.python.nodes import line_of, text_of
from agentguard.analyzer.symbols.python.tokens import COMMA

_IGNORED = frozenset({"comment", "line_continuation", ";"})
_CLOSERS = frozenset({")", "]", "}"})
_HEADER_ENDS = -1
FUNCTIONS = frozenset({SymbolKind.FUNCTION, SymbolKind.METHOD})


@dataclass(slots=True)
class Draft:
    """A symbol while it is read; `imports` are the tokens of a module's imports, whose order does not count."""

    name: str
    kind: SymbolKind
    node: Node
    signature: Signature | None = None
    bases: tuple[str, ...] = ()
    tokens: list[int] = field(default_factory=list)
    imports: list[int] = field(default_factory=list)
    header: int = 0


# A node to visit: in which scope, for which symbol, and whether its names are definitions and no uses. Without a node,
# the last entry is a token to append.
Frame = tuple[Node | None, str, Draft, int]
Handler = Callable[["Walk", Node, str, Draft, bool], None]


class Walk:
    """Visits a tree in order, without recursion: a hostile file can nest as deep as it is long."""

    def __init__(self, root: Node, handlers: dict[str, Handler]) -> None:
        self.module = Draft(name="", kind=SymbolKind.MODULE, node=root)
        self.drafts = [self.module]
        self.by_name = {"": self.module}
        self.names: list[Name] = []
        self.imports: list[Import] = []
        self.exports: list[str] | None = None
        self.local_names: set[tuple[str, str]] = set()
        self.outer_names: set[tuple[str, str]] = set()
        self.broken: set[Lines] = set()
        self._handlers = handlers
        self._stack: list[Frame] = [(root, "", self.module, False)]

    def run(self) -> None:
        """Visits everything."""
        stack, handlers = self._stack, self._handlers
        while stack:
            node, scope, owner, quiet = stack.pop()
            if node is None:
                self._mark(owner, quiet)
                continue
            kind = node.type
            handler = handlers.get(kind)
            if handler is not None:
                handler(self, node, scope, owner, bool(quiet))
            elif node.child_count:
                for child in reversed(node.children):
                    stack.append((child, scope, owner, False))
            elif kind not in _IGNORED:
                self._leaf(node, kind, owner)

    def visit(self, nodes: Iterable[Node], scope: str, owner: Draft, *, quiet: bool = False) -> None:
        """Plans nodes for the next steps, in order, before all that is planned already."""
        self._stack.extend([(node, scope, owner, quiet) for node in nodes][::-1])

    def visit_but(self, node: Node, target: Node | None, scope: str, owner: Draft) -> None:
        """Plans the children of a node, one of which is written and not read."""
        written = target.id if target is not None else None
        self._stack.extend([(child, scope, owner, child.id == written) for child in node.children][::-1])

    def after(self, owner: Draft, token: int) -> None:
        """Plans a token behind what is planned next."""
        self._stack.append((None, "", owner, token))

    def after_header(self, owner: Draft) -> None:
        """Plans the end of a definition's header."""
        self._stack.append((None, "", owner, _HEADER_ENDS))

    def define(self, scope: str, name: str, kind: SymbolKind, node: Node) -> Draft:
        """Adds a symbol."""
        draft = Draft(name=f"{scope}.{name}" if scope else name, kind=kind, node=node)
        self.drafts.append(draft)
        self.by_name[draft.name] = draft
        return draft

    def use(self, node: Node, text: str, scope: str, call: Call | None = None, kind: NameKind = NameKind.NAME) -> None:
        """Adds a use."""
        self.names.append(Name(text=text, line=line_of(node), kind=kind, scope=scope, call=call))

    def bind(self, scope: str, targets: Iterable[Node]) -> None:
        """Notes names as local to a scope."""
        self.local_names.update((scope, text_of(target)) for target in targets)

    def mark_broken(self, node: Node) -> None:
        """Notes lines with a syntax error."""
        self.broken.add(Lines(first=line_of(node), last=max(line_of(node), node.end_point[0] + 1)))

    def _mark(self, owner: Draft, token: int) -> None:
        if token == _HEADER_ENDS:
            owner.header = len(owner.tokens)
        else:
            owner.tokens.append(token)

    def _leaf(self, node: Node, kind: str, owner: Draft) -> None:
        if node.is_missing:
            self.mark_broken(node)
        elif node.is_named:
            owner.tokens.append(crc32((node.text or b"").lower() if kind in {"integer", "float"} else node.text or b""))
        elif kind in _CLOSERS and owner.tokens and owner.tokens[-1] == COMMA and not _makes_tuple(node):
            owner.tokens[-1] = _hash_of(kind)
        else:
            owner.tokens.append(_hash_of(kind))


@cache
def _hash_of(kind: str) -> int:
    return crc32(kind.encode())


def _makes_tuple(closer: Node) -> bool:
    """Tells whether the comma before a closing bracket means something: `x[a,]` is not `x[a]`."""
    return closer.parent is not None and closer.parent.type == "subscript"
