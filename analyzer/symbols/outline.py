"""From captures to the definitions of a file, nested and named; the same for every language with a query.

Captures: `definition.class`, `definition.function` and `definition.variable` are definitions; `wrapper.FIELD` is what
wraps the definition in that field (decorators, `export`); `import` is an import statement; `error` a syntax error.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from zlib import crc32

from agentguard.analyzer.languages import Deadline
from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.model.symbols import SourceFile, Symbol, SymbolKind
from agentguard.analyzer.symbols.dialect import Defined, Description, Dialect, last_line_of, line_of

if TYPE_CHECKING:
    from agentguard.analyzer.languages.grammar import Captures, Node

FUNCTIONS = frozenset({SymbolKind.FUNCTION, SymbolKind.METHOD})
_DEFINITION = "definition."
_WRAPPER = "wrapper."
_DEFINITIONS_BETWEEN_CHECKS = 64
_NOTHING = Description()


@dataclass(slots=True, eq=False)
class Definition:
    """A definition in the tree.

    Attributes:
        name: qualified.
        whole: the node with its decorators.
        body: the node that opens its own scope, None where nothing does.
        holder: the definition around it, None for the module.
        nested: the definitions right in it that are symbols by themselves.
        tokens: where they are known; else the tree is asked.
        start: its first byte.
        end: the byte behind it.
        scope_start: the byte where its own scope begins; `end` where it opens none.
    """

    name: str
    kind: SymbolKind
    whole: "Node"
    body: "Node | None" = None
    holder: "Definition | None" = None
    description: Description = _NOTHING
    nested: list["Definition"] = field(default_factory=list)
    tokens: tuple[int, ...] = ()
    start: int = 0
    end: int = 0
    scope_start: int = 0
    text_hash: int = 0
    _hashed: int = 0

    def __post_init__(self) -> None:
        self.start = self._hashed = self.whole.start_byte
        self.end = self.whole.end_byte
        self.scope_start = self.body.start_byte if self.body is not None else self.end

    def hash_text(self, source: bytes, end: int, resume: int) -> None:
        """Adds the text up to `end` to the hash, and goes on at `resume`; what lies between is a nested symbol's."""
        if end > self._hashed:
            self.text_hash = crc32(source[self._hashed : end], self.text_hash)
        self._hashed = max(self._hashed, resume)

    def symbol(self) -> Symbol:
        """Returns what the outline says of it."""
        is_module = self.kind is SymbolKind.MODULE
        lines = Lines(first=1, last=last_line_of(self.whole)) if is_module else lines_of(self.whole)
        return Symbol(
            name=self.name,
            kind=self.kind,
            lines=lines,
            signature=self.description.signature,
            bases=self.description.bases,
            tokens=self.tokens,
            text_hash=self.text_hash,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What a file defines: as a value, and each symbol with its place in the tree, those of one holder in order."""

    file: SourceFile
    definitions: tuple[tuple[Symbol, Definition], ...]
    scopes: "Scopes"


def read_outline(
    file: SourceFile, source: bytes, root: "Node", captures: "Captures", dialect: Dialect, *, deadline: Deadline
) -> Outline:
    """Returns the definitions and imports of one file.

    Args:
        file: path and language; its tables are empty.
        source: the text of the file.
        root: its syntax tree.
        captures: what the query found in it.
        dialect: what the language reads in its own way.
        deadline: when to give up.

    Raises:
        OutOfTimeError: the deadline passed.
    """
    nest = Nest(source, root, dialect)
    nest.fill(captures, deadline)
    scopes = Scopes(nest.definitions)
    pairs = sorted(((one.symbol(), one) for one in nest.definitions), key=lambda pair: _order(pair[0]))
    imports = (
        replace(entry, scope=scopes.at(node.start_byte).name)
        for node in sorted(captures.get("import", ()), key=_start_of)
        for entry in dialect.imports(node, source)
    )
    tables = replace(
        file,
        symbols=tuple(symbol for symbol, _ in pairs),
        imports=tuple(imports),
        exports=dialect.exports(nest.at_top, source),
        broken=tuple(sorted({lines_of(node) for node in captures.get("error", ())})),
    )
    return Outline(file=tables, definitions=tuple(pairs), scopes=scopes)


class Scopes:
    """Finds the definition that a place in the text belongs to."""

    def __init__(self, definitions: Sequence[Definition]) -> None:
        self._scoped = sorted((one for one in definitions if one.body is not None), key=lambda one: one.start)
        self._starts = [one.start for one in self._scoped]

    def around(self, position: int) -> Definition:
        """Returns the innermost definition whose header or body holds a byte."""
        found = self._scoped[max(bisect_right(self._starts, position) - 1, 0)]
        while position >= found.end and found.holder is not None:
            found = found.holder
        return found

    def at(self, position: int) -> Definition:
        """Returns the definition in whose scope a byte stands: a header belongs to the scope around it."""
        found = self.around(position)
        while position < found.scope_start and found.holder is not None:
            found = found.holder
        return found


class Nest:
    """Definitions in each other, as they stand in the text."""

    def __init__(self, source: bytes, root: "Node", dialect: Dialect) -> None:
        module = Definition(name="", kind=SymbolKind.MODULE, whole=root, body=root)
        module.start = module.scope_start = 0
        module.end = len(source) + 1
        self.definitions = [module]
        self.at_top: list[Node] = []
        self._source = source
        self._dialect = dialect
        self._names: set[str] = set()
        self._open = [module]

    def fill(self, captures: "Captures", deadline: Deadline) -> None:
        """Adds all captured definitions, and raises `OutOfTimeError` where that takes too long."""
        wrappers = dict(_wrappers(captures))
        for number, (node, what) in enumerate(_definitions(captures)):
            if not number % _DEFINITIONS_BETWEEN_CHECKS:
                deadline.check()
            self._close(node.start_byte)
            self._define(what, node, wrappers.get(node.id, node))
        self._close(len(self._source) + 1)

    def _close(self, start: int) -> None:
        while self._open and self._open[-1].end <= start:
            done = self._open.pop()
            done.hash_text(self._source, done.end, done.end)

    def _define(self, what: str, node: "Node", whole: "Node") -> None:
        holder = self._open[-1]
        if what == "variable":
            if holder.kind in FUNCTIONS:
                self._add_member(node, holder)
                return
            if holder.kind is SymbolKind.MODULE:
                self.at_top.append(node)
        for defined in self._dialect.define(what, node, self._source):
            self._add(defined, node, whole, holder)

    def _add(self, defined: Defined, node: "Node", whole: "Node", holder: Definition) -> None:
        is_method = defined.kind is SymbolKind.FUNCTION and holder.kind is SymbolKind.CLASS
        definition = Definition(
            name=f"{holder.name}.{defined.name}" if holder.name else defined.name,
            kind=SymbolKind.METHOD if is_method else defined.kind,
            whole=whole,
            body=defined.body,
            holder=holder,
            description=self._dialect.describe(defined, node, whole, self._source),
        )
        holder.hash_text(self._source, definition.start, definition.end)
        holder.nested.append(definition)
        self.definitions.append(definition)
        self._names.add(definition.name)
        if definition.body is not None:
            self._open.append(definition)
        else:
            definition.hash_text(self._source, definition.end, definition.end)

    def _add_member(self, node: "Node", method: Definition) -> None:
        """Adds `Class.x` where a method first assigns to `self.x`; the statement stays the method's."""
        member_name = self._dialect.member(node, self._source) if method.kind is SymbolKind.METHOD else None
        if member_name is None or method.holder is None:
            return
        name = f"{method.holder.name}.{member_name}"
        if name not in self._names:
            self._names.add(name)
            member = Definition(name=name, kind=SymbolKind.VARIABLE, whole=node, holder=method.holder)
            member.text_hash = crc32(name.encode())
            member.tokens = (member.text_hash,)
            self.definitions.append(member)


def _definitions(captures: "Captures") -> Iterator[tuple["Node", str]]:
    """Yields captured definitions in order, the outer before the inner one."""
    found = [
        (node.start_byte, -node.end_byte, name.removeprefix(_DEFINITION), node)
        for name, nodes in captures.items()
        if name.startswith(_DEFINITION)
        for node in nodes
    ]
    for _, _, what, node in sorted(found, key=lambda row: row[:3]):
        yield node, what


def _wrappers(captures: "Captures") -> Iterator[tuple[int, "Node"]]:
    for name, nodes in captures.items():
        for node in nodes if name.startswith(_WRAPPER) else ():
            wrapped = node.child_by_field_name(name.removeprefix(_WRAPPER))
            if wrapped is not None:
                yield wrapped.id, node


def lines_of(node: "Node") -> Lines:
    """Returns the lines of a node."""
    return Lines(first=line_of(node), last=last_line_of(node))


def _start_of(node: "Node") -> int:
    return node.start_byte


def _order(symbol: Symbol) -> tuple[bool, int, int, str]:
    return (symbol.kind is not SymbolKind.MODULE, symbol.lines.first, -symbol.lines.last, symbol.name)
