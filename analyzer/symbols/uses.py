"""From captures to the names that a file uses and binds; the same for every language with a query.

Captures: `reference` is a name or a dotted name, the longest of those that begin together counts; `reference.call` a
call (fields `function` and `arguments`); `reference.key` what may read a configuration key; `reference.quoted` a string
that holds names. `label` is no use and neither is what stands in it; `binding` is bound where it stands; `outer` names
what a scope does not bind itself. `label.FIELD` and `binding.FIELD` mean the names in that field.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from agentguard.analyzer.languages import Deadline
from agentguard.analyzer.model.symbols import Call, Name
from agentguard.analyzer.model.value import dataclass
from agentguard.analyzer.symbols.dialect import DOTTED, Dialect, last_line_of, line_of, text_of
from agentguard.analyzer.symbols.outline import FUNCTIONS, Scopes

if TYPE_CHECKING:
    from agentguard.analyzer.languages.grammar import Captures, Node

_LARGER = ("reference.call", "reference.key")
_LONGEST_CHAIN = 400
_NAMES_BETWEEN_CHECKS = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Uses:
    """The names that were found, in order, and (scope, name) of every local variable and parameter."""

    names: tuple[Name, ...]
    local_names: frozenset[tuple[str, str]]


def read_uses(source: bytes, captures: "Captures", scopes: Scopes, dialect: Dialect, deadline: Deadline) -> Uses:
    """Returns what is used and bound where the query looked.

    Args:
        source: the text of the file.
        captures: what the query found.
        scopes: where the definitions of the file are.
        dialect: what the language reads in its own way.
        deadline: when to give up.

    Raises:
        OutOfTimeError: the deadline passed.
    """
    reader = _Reader(source, captures, scopes, dialect)
    local_names = frozenset(reader.local_names())
    deadline.check()
    names = dict.fromkeys(_in_time(chain(reader.names(), reader.keys(), reader.quoted()), deadline))
    return Uses(names=tuple(sorted(names, key=lambda name: (name.line, name.text))), local_names=local_names)


class _Reader:
    def __init__(self, source: bytes, captures: "Captures", scopes: Scopes, dialect: Dialect) -> None:
        self._source = source
        self._captures = captures
        self._scopes = scopes
        self._dialect = dialect
        self._labels = {_span(node) for node in self._named("label")}
        larger = {_span(node) for name in _LARGER for node in captures.get(name, ())}
        self._larger = larger | {_span(node) for node in captures.get("reference", ()) if node.child_count}
        self._bound = list(self._bindings())

    def local_names(self) -> Iterator[tuple[str, str]]:
        outer = {
            (self._scopes.at(leaf.start_byte).name, text_of(leaf, self._source))
            for node in self._captures.get("outer", ())
            for leaf in self._leaves(node)
        }
        for node in self._bound:
            around = self._scopes.around(node.start_byte)
            bound = around.name, text_of(node, self._source)
            if bound not in outer and (around.kind in FUNCTIONS or not around.name):
                yield bound

    def names(self) -> Iterator[Name]:
        calls = dict(self._calls())
        silent = {_span(node) for node in self._bound}
        covered = 0
        for start, end, node in sorted(self._references(), key=lambda row: (row[0], -row[1])):
            span = (start, end)
            if span in self._labels:
                covered = max(covered, end)
            if start < covered or span in silent:
                continue
            dotted = self._chain(node)
            arguments = calls.get(span)
            if dotted is not None:
                covered = end
                yield self._name(node, dotted, arguments)
            elif node.child_count:
                text = f".{text_of(node.children[-1], self._source)}"
                yield self._name(node, text, arguments, holder=self._maker(node.children[0]))

    def keys(self) -> Iterator[Name]:
        seen: set[int] = set()
        for start, _, node in sorted(self._spans("reference.key"), key=lambda row: (row[0], -row[1])):
            key = self._dialect.key(node, self._source) if start not in seen else None
            if key is not None:
                seen.add(start)
                line = line_of(node)
                scope = self._scopes.at(start).name
                yield Name(text=key.path, line=line, end_line=line, kind=key.kind, scope=scope, holder=key.holder)

    def quoted(self) -> Iterator[Name]:
        for node in self._captures.get("reference.quoted", ()):
            for text in DOTTED.findall(text_of(node, self._source)):
                yield self._name(node, text, None)

    def _maker(self, node: "Node") -> str:
        """Returns the dotted name whose call an expression is, empty where it is anything else."""
        function = node.child_by_field_name("function")
        return (self._chain(function) or "") if function is not None else ""

    def _name(self, node: "Node", text: str, arguments: "Node | None", *, holder: str = "") -> Name:
        call: Call | None = None
        line = node.end_point[0] + 1
        end_line = line
        if arguments is not None:
            call = self._dialect.call(arguments, self._source)
            end_line = last_line_of(arguments)
        scope = self._scopes.at(node.start_byte).name
        return Name(text=text, line=line, end_line=end_line, scope=scope, call=call, holder=holder)

    def _chain(self, node: "Node") -> str | None:
        is_long = node.end_byte - node.start_byte > _LONGEST_CHAIN
        return None if is_long else self._dialect.chain(text_of(node, self._source))

    def _references(self) -> Iterator[tuple[int, int, "Node"]]:
        yield from self._spans("reference")
        for node in self._captures.get("reference.call", ()):
            # It may stand above the span that was looked at, where only its arguments are.
            function = node.child_by_field_name("function")
            if function is not None and self._chain(function) is not None:
                yield function.start_byte, function.end_byte, function
        for node in self._named("label"):
            yield node.start_byte, node.end_byte, node

    def _spans(self, capture: str) -> Iterator[tuple[int, int, "Node"]]:
        for node in self._captures.get(capture, ()):
            yield node.start_byte, node.end_byte, node

    def _calls(self) -> Iterator[tuple[tuple[int, int], "Node"]]:
        for node in self._captures.get("reference.call", ()):
            function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
            if function is not None and arguments is not None:
                yield _span(function), arguments

    def _bindings(self) -> Iterator["Node"]:
        for node in self._named("binding"):
            yield from self._leaves(node)

    def _leaves(self, node: "Node") -> Iterator["Node"]:
        """Yields the names below a node that are not part of a larger expression."""
        stack = [node]
        while stack:
            one = stack.pop()
            if one.child_count == 0:
                if one.is_named:
                    yield one
            elif _span(one) not in self._larger:
                stack.extend(one.children)

    def _named(self, prefix: str) -> Iterator["Node"]:
        """Yields the nodes of a capture, and the fields of those whose name ends with one."""
        for name, nodes in self._captures.items():
            first, _, field = name.partition(".")
            if first == prefix:
                for node in nodes:
                    found = node.child_by_field_name(field) if field else node
                    if found is not None:
                        yield found


def _in_time(names: Iterable[Name], deadline: Deadline) -> Iterator[Name]:
    for number, name in enumerate(names):
        if not number % _NAMES_BETWEEN_CHECKS:
            deadline.check()
        yield name


def _span(node: "Node") -> tuple[int, int]:
    return node.start_byte, node.end_byte
