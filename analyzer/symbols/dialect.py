"""What a language reads in its own way; the base class reads by the conventions that most grammars share."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from typing import TYPE_CHECKING

from agentguard.analyzer.languages import Deadline
from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.model.flow import Step
from agentguard.analyzer.model.symbols import Binding, Call, Import, Name, NameKind, Setting, Signature, SymbolKind
from agentguard.analyzer.model.value import dataclass
from agentguard.analyzer.symbols.tokens import TokenWalk

if TYPE_CHECKING:
    from agentguard.analyzer.languages.grammar import Node

Handler = Callable[[TokenWalk, "Node", str], None]
_KINDS = {"class": SymbolKind.CLASS, "function": SymbolKind.FUNCTION}
DOTTED = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Defined:
    """One name that a node defines.

    Attributes:
        name: unqualified.
        kind: `FUNCTION` for methods too; where it stands tells them apart.
        body: what opens the scope of the definition; all before it is its header.
    """

    name: str
    kind: SymbolKind
    body: "Node | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What the header of a definition says."""

    signature: Signature | None = None
    bases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A configuration key or an environment variable that an expression reads."""

    path: str
    kind: NameKind
    holder: str = ""


class Dialect:
    """Reads what a query captured: fields `name`, `body`, `function` and `arguments`, comments as extras."""

    handlers: Mapping[str, Handler] = {}

    def define(self, what: str, node: "Node", source: bytes) -> Iterator[Defined]:
        """Yields the names that a captured definition defines.

        Args:
            what: the capture behind `definition.`.
            node: the captured node.
            source: the text of the file.
        """
        name = node.child_by_field_name("name")
        if name is not None:
            kind = _KINDS.get(what, SymbolKind.VARIABLE)
            yield Defined(name=text_of(name, source), kind=kind, body=node.child_by_field_name("body"))

    def member(self, node: "Node", source: bytes) -> str | None:
        """Returns the name that an assignment in a method gives to its object (`x` of `self.x = 1`), if it does."""
        del node, source
        return None

    def describe(self, defined: Defined, node: "Node", whole: "Node", source: bytes) -> Description:
        """Reads the header of a definition; `whole` is what wraps the node, with its decorators."""
        del node, whole, source
        return Description(signature=None if defined.kind is SymbolKind.VARIABLE else Signature())

    def imports(self, node: "Node", source: bytes) -> Iterator[Import]:
        """Yields what an import statement imports, without its scope."""
        del node, source
        yield from ()

    def exports(self, nodes: Iterable["Node"], source: bytes) -> tuple[str, ...] | None:
        """Reads the exports of a file from all its definitions of variables at the top."""
        del nodes, source
        return None

    def chain(self, text: str) -> str | None:
        """Returns a dotted name without white space, None where the expression is more than that."""
        joined = "".join(text.split())
        return joined if DOTTED.fullmatch(joined) else None

    def call(self, arguments: "Node", source: bytes) -> Call:
        """Counts the arguments of a call."""
        del source
        return Call(positional=sum(not child.is_extra for child in arguments.named_children))

    def key(self, node: "Node", source: bytes) -> Key | None:
        """Returns the key that a captured expression reads, None where it reads none."""
        del node, source
        return None

    def steps(self, node: "Node", nested: Set[int], source: bytes, deadline: Deadline) -> tuple[Step, ...]:
        """Returns the statements of a definition in order; none where the language's flow is not read.

        Args:
            node: the definition.
            nested: ids of the nodes in it that are definitions by themselves.
            source: the text of the file.
            deadline: when to give up, by an `OutOfTimeError`.
        """
        del node, nested, source, deadline
        return ()

    def entered(
        self, root: "Node", source: bytes, ranges: Sequence[Lines], scope_at: Callable[[int], str], deadline: Deadline
    ) -> Iterator[Name]:
        """Yields the calls that are made of what is entered on some lines, without being written.

        Args:
            root: of the file.
            source: its text.
            ranges: where to look, in order.
            scope_at: returns the qualified name of the symbol around a byte.
            deadline: when to give up, by an `OutOfTimeError`.
        """
        del root, source, ranges, scope_at, deadline
        yield from ()

    def bindings(self, node: "Node", source: bytes, deadline: Deadline) -> Iterator[Binding]:
        """Yields how the names of one scope get their values; raises `OutOfTimeError` where that takes too long."""
        del node, source, deadline
        yield from ()

    def options(self, node: "Node", source: bytes) -> Iterator[str]:
        """Yields the source text of what the header of a class says beside its bases (`metaclass=M`)."""
        del node, source
        yield from ()

    def setting(self, root: "Node", source: bytes, line: int, text: str) -> Setting:
        """Returns what stands around the dotted name `text` on a line."""
        del root, source, line, text
        return Setting()


def text_of(node: "Node", source: bytes) -> str:
    """Returns the source text of a node."""
    return source[node.start_byte : node.end_byte].decode("utf-8", "replace")


def line_of(node: "Node") -> int:
    """Returns the line on which a node begins, 1-based."""
    return node.start_point[0] + 1


def last_line_of(node: "Node") -> int:
    """Returns the line on which a node ends, 1-based; a line break at its end belongs to it."""
    row, column = node.end_point
    return max(row + (1 if column else 0), node.start_point[0] + 1)
