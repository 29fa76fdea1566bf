"""One piece of work, read once however many others it is held against."""

from collections.abc import Callable
from functools import cached_property
from typing import TypeVar, cast

from agentguard.analyzer.model.changes import ChangeSet
from agentguard.analyzer.model.symbols import Reference, SymbolChange
from agentguard.analyzer.sources import Sources

_T = TypeVar("_T")


class Work:
    """A change with both of its trees; what it writes and reads is told on demand.

    Attributes:
        change: its files.
        old: the tree before it.
        new: the tree after it.
    """

    def __init__(self, change: ChangeSet, old: Sources, new: Sources) -> None:
        self.change = change
        self.old = old
        self.new = new
        self._beside: dict[Callable[[Work], object], object] = {}

    @property
    def name(self) -> str:
        """How the user named it."""
        return self.change.name

    @cached_property
    def paths(self) -> frozenset[str]:
        """The files that it writes, renamed ones by both names."""
        return frozenset(path for one in self.change.changes for path in (one.path, one.source_path))

    @cached_property
    def writes(self) -> tuple[SymbolChange, ...]:
        """What it did to symbols."""
        from agentguard.analyzer.footprint.build import read_symbol_changes  # noqa: PLC0415 - many ask for none

        return read_symbol_changes(self.change, self.old, self.new)

    @cached_property
    def reads(self) -> tuple[Reference, ...]:
        """What it uses, followed to its definition in the tree after it."""
        from agentguard.analyzer.footprint.reads import read_reads  # noqa: PLC0415 - likewise

        return read_reads(self.change.changes, self.writes, self.new)

    def beside(self, make: "Callable[[Work], _T]") -> _T:
        """Returns what a layer above makes of it, made once and kept as long as the work itself."""
        if make not in self._beside:
            self._beside[make] = make(self)
        return cast("_T", self._beside[make])
