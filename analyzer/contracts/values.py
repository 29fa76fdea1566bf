"""What a name can turn out to mean."""

from enum import StrEnum

from agentguard.analyzer.footprint.scopes import FileScopes
from agentguard.analyzer.model.symbols import Import, Symbol, SymbolKind, Target
from agentguard.analyzer.model.value import dataclass


class Access(StrEnum):
    """Names through what a member was reached, which decides whether its first parameter is filled."""

    PLAIN = "plain"
    INSTANCE = "instance"
    CLASS = "class"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Module:
    """A module of the project."""

    path: str
    certain: bool = True

    @property
    def target(self) -> Target:
        """Where it is."""
        return Target(path=self.path, symbol="")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Class:
    """A class of the project."""

    file: FileScopes
    symbol: Symbol
    certain: bool = True

    @property
    def target(self) -> Target:
        """Where it is."""
        return Target(path=self.file.source.path, symbol=self.symbol.name)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Instance:
    """An object of a class of the project, or of one below it; it is not `certain` where only an annotation says so."""

    of: Class
    certain: bool = True

    @property
    def target(self) -> Target:
        """Where its class is."""
        return self.of.target


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Definition:
    """A function, method or variable.

    Attributes:
        file: where it is defined.
        symbols: all definitions of its name there: overloads, branches, redefinitions.
        access: how it was reached.
        certain: whether it is this one for sure.
    """

    file: FileScopes
    symbols: tuple[Symbol, ...]
    access: Access = Access.PLAIN
    certain: bool = True

    @property
    def target(self) -> Target:
        """Where it is."""
        return Target(path=self.file.source.path, symbol=self.symbols[0].name)

    @property
    def is_variable(self) -> bool:
        """Whether it is a variable and nothing else."""
        return all(symbol.kind is SymbolKind.VARIABLE for symbol in self.symbols)


class Lack(StrEnum):
    """Names what is missing: a module, a name of a module, a member of a class."""

    MODULE = "module"
    NAME = "name"
    MEMBER = "member"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Missing:
    """A name that nothing defines.

    Attributes:
        kind: what is missing.
        holder: the module or class that lacks it; for a module its name stands in `name` and the path is empty.
        name: what is not there.
        certain: whether looking it up certainly fails.
        is_open: the holder makes names at run time, or a class of another project stands above it: it could have it.
        entry: the import that fails, None where a name is missing in its own file or a member in its class.
    """

    kind: Lack
    holder: Target
    name: str
    certain: bool = True
    is_open: bool = False
    entry: Import | None = None


Value = Module | Class | Instance | Definition
