"""What a name means inside one file."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.model.symbols import Import, Name, Symbol, SymbolKind
from agentguard.analyzer.symbols import Reading


@dataclass(frozen=True, slots=True)
class Local:
    """The name is a parameter or a variable of a function."""


Meaning = Symbol | Import | Local | None


class FileScopes:
    """Looks names up as Python does: the innermost function outwards, then the module; class bodies do not nest."""

    def __init__(self, reading: Reading) -> None:
        self.source = reading.file
        self._reading = reading
        self.symbols: dict[str, Symbol] = {}
        for symbol in self.source.symbols:
            self.symbols.setdefault(symbol.name, symbol)

    @cached_property
    def _imports(self) -> dict[tuple[str, str], Import]:
        return {(entry.scope, entry.alias): entry for entry in self.source.imports if entry.alias}

    @cached_property
    def star_imports(self) -> tuple[Import, ...]:
        """The `from x import *` of this file."""
        return tuple(entry for entry in self.source.imports if entry.name == "*")

    def lookup(self, head: str, scope: str) -> Meaning:
        """Returns what the first part of a dotted name is bound to, None where this file does not say."""
        for level in self._visible_scopes(scope):
            imported = self._imports.get((level, head))
            if imported is not None:
                return imported
            symbol = self.symbols.get(f"{level}.{head}" if level else head)
            if symbol is not None and symbol.name:
                return symbol
            if self._reading.is_local(level, head):
                return Local()
        return None

    def imported(self, name: str) -> Import | None:
        """Returns the import that binds a name at module level."""
        return self._imports.get(("", name))

    def enclosing_class(self, scope: str) -> Symbol | None:
        """Returns the class whose method holds a scope."""
        for level in _outwards(scope):
            symbol = self.symbols.get(level)
            if symbol is not None and symbol.kind is SymbolKind.CLASS:
                return symbol
        return None

    def constructor_calls(self, variable: Symbol) -> Iterator[Name]:
        """Yields the calls on the line where a variable gets its value; one of them may be its class."""
        holder = variable.name.rpartition(".")[0]
        first = Lines(first=variable.lines.first, last=variable.lines.first)
        for name in self._reading.names([first]):
            if name.call is not None and (name.scope == holder or name.scope.startswith(holder + ".")):
                yield name

    def _visible_scopes(self, scope: str) -> Iterator[str]:
        for depth, level in enumerate(_outwards(scope)):
            symbol = self.symbols.get(level)
            if depth and symbol is not None and symbol.kind is SymbolKind.CLASS:
                continue
            yield level
        yield ""


def _outwards(scope: str) -> Iterator[str]:
    while scope:
        yield scope
        scope = scope.rpartition(".")[0]
