"""What a name means inside one file."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property

from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.model.symbols import Binding, Import, Name, Symbol, SymbolKind
from agentguard.analyzer.model.value import dataclass
from agentguard.analyzer.symbols import Reading


@dataclass(frozen=True, slots=True)
class Local:
    """The name is a parameter or a variable of a function."""


Meaning = Symbol | Import | Local | None


class FileScopes:
    """Looks names up as Python does: the innermost function outwards, then the module; class bodies do not nest."""

    def __init__(self, reading: Reading) -> None:
        self.source = reading.file
        self.reading = reading
        self._bindings: dict[str, tuple[Binding, ...]] = {}
        self.symbols: dict[str, Symbol] = {}
        for symbol in self.source.symbols:
            self.symbols.setdefault(symbol.name, symbol)

    @cached_property
    def definitions(self) -> Mapping[str, tuple[Symbol, ...]]:
        """All definitions of each qualified name, in order: overloads, setters, branches."""
        found: dict[str, list[Symbol]] = defaultdict(list)
        for symbol in self.source.symbols:
            found[symbol.name].append(symbol)
        return {name: tuple(symbols) for name, symbols in found.items()}

    @cached_property
    def imports(self) -> Mapping[tuple[str, str], tuple[Import, ...]]:
        """All imports by scope and the name that they bind there."""
        found: dict[tuple[str, str], list[Import]] = defaultdict(list)
        for entry in self.source.imports:
            found[entry.scope, entry.alias].append(entry)
        return {place: tuple(entries) for place, entries in found.items()}

    def bindings(self, scope: str) -> tuple[Binding, ...]:
        """Returns how the names right in a symbol get their values, those of all definitions of its name."""
        if scope not in self._bindings:
            symbols = self.definitions.get(scope, ())
            self._bindings[scope] = tuple(one for symbol in symbols for one in self.reading.bindings(symbol))
        return self._bindings[scope]

    @cached_property
    def _imports(self) -> dict[tuple[str, str], Import]:
        return {(entry.scope, entry.alias): entry for entry in self.source.imports if entry.alias}

    @cached_property
    def star_imports(self) -> tuple[Import, ...]:
        """The `from x import *` of this file."""
        return tuple(entry for entry in self.source.imports if entry.name == "*")

    def lookup(self, head: str, scope: str) -> Meaning:
        """Returns what the first part of a dotted name is bound to, None where this file does not say."""
        for level in self.visible_scopes(scope):
            imported = self._imports.get((level, head))
            if imported is not None:
                return imported
            symbol = self.symbols.get(f"{level}.{head}" if level else head)
            if symbol is not None and symbol.name:
                return symbol
            if self.reading.is_local(level, head):
                return Local()
        return None

    def imported(self, name: str) -> Import | None:
        """Returns the import that binds a name at module level."""
        return self._imports.get(("", name))

    def enclosing_class(self, scope: str) -> Symbol | None:
        """Returns the class whose method holds a scope."""
        for level in outwards(scope):
            symbol = self.symbols.get(level)
            if symbol is not None and symbol.kind is SymbolKind.CLASS:
                return symbol
        return None

    def constructor_calls(self, variable: Symbol) -> Iterator[Name]:
        """Yields the calls on the line where a variable gets its value; one of them may be its class."""
        holder = variable.name.rpartition(".")[0]
        first = Lines(first=variable.lines.first, last=variable.lines.first)
        for name in self.reading.names([first]):
            if name.call is not None and (name.scope == holder or name.scope.startswith(holder + ".")):
                yield name

    def visible_scopes(self, scope: str) -> Iterator[str]:
        """Yields the scopes whose names can be used in a scope, from the innermost to the module's."""
        for depth, level in enumerate(outwards(scope)):
            symbol = self.symbols.get(level)
            if depth and symbol is not None and symbol.kind is SymbolKind.CLASS:
                continue
            yield level
        yield ""


def outwards(scope: str) -> Iterator[str]:
    """Yields a scope and those around it, without the module's."""
    while scope:
        yield scope
        scope = scope.rpartition(".")[0]
