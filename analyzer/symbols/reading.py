"""One version of one file: its outline, and what costs more when it is asked for."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from agentguard.analyzer.languages import Deadline, Grammar, OutOfTimeError
from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.model.flow import Step
from agentguard.analyzer.model.symbols import Binding, Name, Setting, SourceFile, Symbol, Tokens
from agentguard.analyzer.symbols.dialect import Dialect
from agentguard.analyzer.symbols.outline import FUNCTIONS, Definition, Outline, read_outline
from agentguard.analyzer.symbols.tokens import TokenWalk
from agentguard.analyzer.symbols.uses import read_uses

if TYPE_CHECKING:
    from agentguard.analyzer.languages.grammar import Node

_OF_THE_TREE = ("_root", "_outline", "_definitions", "_line_starts")
# What was read in time once takes as long again, give or take what else the machine does.
_PATIENCE = 10
_WITH = b"with"
_BOM = b"\xef\xbb\xbf"


class Reading(Protocol):
    """Answers questions about one version of a file; nothing raises, what came to nothing is in `late`."""

    @property
    def file(self) -> SourceFile:
        """The definitions and imports of the file."""

    @property
    def late(self) -> bool:
        """Whether an answer is missing or coarse because time was up."""

    def forget(self) -> None:
        """Lets go of what weighs much and can be read again."""

    def tokens(self, symbol: Symbol) -> Tokens:
        """Returns the tokens of one of the file's symbols."""

    def steps(self, symbol: Symbol) -> tuple[Step, ...]:
        """Returns the statements of one of the file's symbols in order, without those of nested symbols."""

    def names(self, ranges: Sequence[Lines]) -> tuple[Name, ...]:
        """Returns the names that stand on some lines, and those of calls whose arguments do, in order of line."""

    def is_local(self, scope: str, name: str) -> bool:
        """Tells whether a name is a parameter or a variable of a scope, where `names` has looked at it."""

    def bindings(self, symbol: Symbol) -> tuple[Binding, ...]:
        """Returns how the names right in one of the file's symbols get their values, in order of line."""

    def options(self, symbol: Symbol) -> tuple[str, ...]:
        """Returns what the header of a class says beside its bases, as source text."""

    def setting(self, line: int, text: str) -> Setting:
        """Returns what stands around the dotted name `text` on a line; `.x` is one of what a call returns."""

    def entered(self, ranges: Sequence[Lines]) -> tuple[Name, ...]:
        """Returns the calls that `with` makes on some lines, as names that nobody wrote (`x.__enter__`)."""


class PlainReading:
    """A file whose tables are complete as they are."""

    late = False

    def __init__(self, file: SourceFile) -> None:
        self.file = file

    def forget(self) -> None:
        """Lets go of nothing."""

    def tokens(self, symbol: Symbol) -> Tokens:
        """Returns the tokens of one of the file's symbols."""
        return Tokens(header=symbol.tokens[: symbol.header], body=symbol.tokens[symbol.header :])

    def steps(self, symbol: Symbol) -> tuple[Step, ...]:
        """Returns nothing: such a file has no statements."""
        del symbol
        return ()

    def names(self, ranges: Sequence[Lines]) -> tuple[Name, ...]:
        """Returns nothing: such a file uses no names."""
        del ranges
        return ()

    def is_local(self, scope: str, name: str) -> bool:
        """Tells that nothing is local."""
        del scope, name
        return False

    def bindings(self, symbol: Symbol) -> tuple[Binding, ...]:
        """Returns nothing."""
        del symbol
        return ()

    def options(self, symbol: Symbol) -> tuple[str, ...]:
        """Returns nothing."""
        del symbol
        return ()

    def setting(self, line: int, text: str) -> Setting:
        """Returns that nothing stands around."""
        del line, text
        return Setting()

    def entered(self, ranges: Sequence[Lines]) -> tuple[Name, ...]:
        """Returns nothing."""
        del ranges
        return ()


class SyntaxReading:
    """A file that a grammar reads.

    Args:
        file: path and language; its tables are empty.
        source: the bytes, in UTF-8.
        grammar: the language's grammar and query.
        dialect: what the language reads in its own way.
        seconds: how long each step may take.

    Raises:
        OutOfTimeError: even the outline took longer.
    """

    def __init__(self, file: SourceFile, source: bytes, grammar: Grammar, dialect: Dialect, seconds: float) -> None:
        self.late = False
        self._source = source.removeprefix(_BOM)
        self._grammar = grammar
        self._dialect = dialect
        self._seconds = seconds
        self._empty = file
        deadline = Deadline(seconds)
        self._root = grammar.parse(self._source, deadline)
        self._outline = self._read_outline(deadline)
        self.file = self._outline.file
        self._local_names: set[tuple[str, str]] = set()

    def forget(self) -> None:
        """Lets go of the syntax tree and what belongs to it, which is read again when it is asked for."""
        for name in _OF_THE_TREE:
            self.__dict__.pop(name, None)

    @cached_property
    def _root(self) -> "Node":
        return self._grammar.parse(self._source, Deadline(_PATIENCE * self._seconds))

    @cached_property
    def _outline(self) -> Outline:
        return self._read_outline(Deadline(_PATIENCE * self._seconds))

    def _read_outline(self, deadline: Deadline) -> Outline:
        captures = self._grammar.outline(self._root, deadline)
        return read_outline(self._empty, self._source, self._root, captures, self._dialect, deadline=deadline)

    def tokens(self, symbol: Symbol) -> Tokens:
        """Returns the tokens of one of the file's symbols; one that stands for its text where time was up."""
        if symbol.tokens:
            return Tokens(header=(), body=symbol.tokens)
        definition = self._definitions[symbol]
        nested = frozenset(one.whole.id for one in definition.nested)
        body = definition.body.id if definition.body is not None else definition.whole.id
        walk = TokenWalk(self._source, self._dialect.handlers, nested, body)
        try:
            return walk.read(definition.whole, Deadline(self._seconds))
        except OutOfTimeError:
            self.late = True
            return Tokens(header=(), body=(symbol.text_hash,))

    def steps(self, symbol: Symbol) -> tuple[Step, ...]:
        """Returns the statements of one of the file's symbols in order; none where it is bound to no block."""
        definition = self._definitions[symbol]
        nested = frozenset(one.whole.id for one in definition.nested)
        try:
            return self._dialect.steps(definition.whole, nested, self._source, Deadline(self._seconds))
        except OutOfTimeError:
            self.late = True
            return ()

    def names(self, ranges: Sequence[Lines]) -> tuple[Name, ...]:
        """Returns the names that stand on some lines, and those of calls whose arguments do, in order of line."""
        ranges = sorted(ranges)
        deadline = Deadline(self._seconds)
        try:
            captures = self._grammar.uses(self._root, self._spans(ranges), deadline)
            uses = read_uses(self._source, captures, self._outline.scopes, self._dialect, deadline)
        except OutOfTimeError:
            self.late = True
            return ()
        self._local_names |= uses.local_names
        return tuple(name for name in uses.names if _meets(name, ranges))

    def is_local(self, scope: str, name: str) -> bool:
        """Tells whether a name is a parameter or a variable of a scope, where `names` has looked at it."""
        return (scope, name) in self._local_names

    def bindings(self, symbol: Symbol) -> tuple[Binding, ...]:
        """Returns how the names right in one of the file's symbols get their values; nothing where time was up."""
        node = self._node(symbol)
        try:
            return tuple(self._dialect.bindings(node, self._source, Deadline(self._seconds)))
        except OutOfTimeError:
            self.late = True
            return ()

    def options(self, symbol: Symbol) -> tuple[str, ...]:
        """Returns what the header of a class says beside its bases, as source text."""
        return tuple(self._dialect.options(self._node(symbol), self._source))

    def setting(self, line: int, text: str) -> Setting:
        """Returns what stands around the dotted name `text` on a line."""
        return self._dialect.setting(self._root, self._source, line, text)

    def entered(self, ranges: Sequence[Lines]) -> tuple[Name, ...]:
        """Returns the calls that `with` makes on some lines; nothing where time was up."""
        deadline = Deadline(self._seconds)
        try:
            found = self._dialect.entered(self._root, self._source, ranges, self._scope_at, deadline)
            return tuple(found) if _WITH in self._source else ()
        except OutOfTimeError:
            self.late = True
            return ()

    def _scope_at(self, position: int) -> str:
        return self._outline.scopes.at(position).name

    def _node(self, symbol: Symbol) -> "Node":
        """Returns the node of a definition without its decorators."""
        whole = self._definitions[symbol].whole
        return whole.child_by_field_name("definition") or whole

    @cached_property
    def _definitions(self) -> dict[Symbol, Definition]:
        return dict(self._outline.definitions)

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        for line in self._source.split(b"\n"):
            starts.append(starts[-1] + len(line) + 1)
        return starts

    def _spans(self, ranges: Iterable[Lines]) -> list[tuple[int, int]]:
        """Returns the bytes to look at: the lines, and the whole of each function around them, for what it binds."""
        spans: list[tuple[int, int]] = []
        for start, end in sorted(span for lines in ranges for span in self._widened(lines)):
            if spans and start <= spans[-1][1]:
                spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
            else:
                spans.append((start, end))
        return spans

    def _widened(self, lines: Lines) -> Iterator[tuple[int, int]]:
        starts = self._line_starts
        first = starts[min(lines.first, len(starts)) - 1]
        last = starts[min(lines.last, len(starts) - 1)]
        yield first, last
        for position in (first, last - 1):
            outermost: Definition | None = self._outline.scopes.around(max(position, first))
            while outermost is not None:
                if outermost.kind in FUNCTIONS:
                    yield outermost.start, outermost.end
                outermost = outermost.holder


def _meets(name: Name, ranges: Sequence[Lines]) -> bool:
    return any(lines.first <= name.end_line and name.line <= lines.last for lines in ranges)
