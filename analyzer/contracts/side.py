"""One piece of work as one side of a merge, read once however many others it is held against."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property

from agentguard.analyzer.contracts.causes import Causes
from agentguard.analyzer.contracts.lookup import Lookup
from agentguard.analyzer.footprint.work import Work
from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.model.symbols import (
    Import,
    Name,
    Reference,
    Strength,
    SymbolChangeKind,
    SymbolKind,
    Target,
)
from agentguard.analyzer.model.value import dataclass

_WRITTEN = frozenset(SymbolChangeKind) - {SymbolChangeKind.REMOVED, SymbolChangeKind.COSMETIC}
_OWN = frozenset({"__init__", "__new__", "__init_subclass__", "__post_init__"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A method that one side wrote: its file, the qualified name of its class, its own name and first line."""

    path: str
    holder: str
    name: str
    line: int


class Side:
    """What one side uses on the lines that it wrote, and what it did to what others may use."""

    def __init__(self, work: Work) -> None:
        self.work = work

    @cached_property
    def lookup(self) -> Lookup:
        """The tree after the work."""
        return Lookup(self.work.new)

    @cached_property
    def causes(self) -> Causes:
        """What it did."""
        return Causes(self.work)

    @cached_property
    def references(self) -> dict[str, list[Reference]]:
        """Its strong reads by each word of them and of what they mean."""
        found: dict[str, list[Reference]] = defaultdict(list)
        for one in self.work.reads:
            if one.strength is Strength.STRONG:
                meant = one.target.symbol.split(".") if one.target is not None else []
                for word in {*one.name.split("."), *meant}:
                    found[word].append(one)
        for path, name in self.entered:
            one = Reference(
                path=path, line=name.line, name=name.text, target=None, strength=Strength.STRONG, call=name.call
            )
            found[name.text.rpartition(".")[2]].append(one)
        return found

    @cached_property
    def entered(self) -> tuple[tuple[str, Name], ...]:
        """The calls that `with` makes on its lines without writing them (`x.__enter__`), each with its file."""
        found = []
        for change in self.work.change.changes:
            ranges = [hunk.new for hunk in change.hunks if hunk.new is not None]
            reading = self.work.new.reading(change.path) if change.new_mode and ranges else None
            names = reading.entered(ranges) if reading is not None else ()
            found += [(change.path, name) for name in names if _holds(ranges, name.line)]
        return tuple(found)

    @cached_property
    def imports(self) -> dict[str, list[tuple[str, Import]]]:
        """The imports on its lines with their file, by each word of them."""
        found: dict[str, list[tuple[str, Import]]] = defaultdict(list)
        for path, entry in self._imports:
            for word in {entry.alias, entry.name or "", *entry.module.split(".")}:
                found[word].append((path, entry))
        return found

    @cached_property
    def exports(self) -> tuple[tuple[str, str], ...]:
        """The names that it added to `__all__`, with their file."""
        found = []
        for change in self.work.change.changes:
            after = self.work.new.source(change.path) if change.new_mode else None
            before = self.work.old.source(change.source_path) if change.old_mode else None
            known = frozenset(before.exports or ()) if before is not None else frozenset()
            found += [(change.path, name) for name in (after.exports or () if after else ()) if name not in known]
        return tuple(found)

    @cached_property
    def origins(self) -> dict[str, str]:
        """The former name of each file that it renamed."""
        return {change.path: change.source_path for change in self.work.change.changes if change.old_path}

    @cached_property
    def methods(self) -> dict[str, list[Method]]:
        """The methods that it added or edited, by name; constructors are nobody's contract."""
        found: dict[str, list[Method]] = defaultdict(list)
        for write in self.work.writes:
            holder, _, name = write.symbol.rpartition(".")
            if write.change in _WRITTEN and write.kind is SymbolKind.METHOD and write.lines and name not in _OWN:
                method = Method(path=write.path, holder=holder, name=name, line=write.lines.first)
                found[name].append(method)
        return found

    @cached_property
    def classes(self) -> tuple[tuple[str, str], ...]:
        """The classes that it added or gave another header, by file and qualified name."""
        return tuple(
            (write.path, write.symbol)
            for write in self.work.writes
            if write.kind is SymbolKind.CLASS and write.change in _WRITTEN
        )

    @cached_property
    def words(self) -> frozenset[str]:
        """All words by which what the other side did can reach it, those of the classes above its own among them."""
        exported = (name for _, name in self.exports)
        return frozenset({*self.references, *self.imports, *self.methods, *exported, *self._heritage()})

    def _heritage(self) -> Iterator[str]:
        """Yields the names of the classes above those that it calls or writes in."""
        written = {*self.classes, *((one.path, one.holder) for some in self.methods.values() for one in some)}
        called = {(one.target.path, one.target.symbol) for one in self._class_calls if one.target is not None}
        for path, name in written | called:
            holder = self.lookup.found_class(path, name)
            for one in self.lookup.classes.order(holder) or () if holder is not None else ():
                if not isinstance(one, str):
                    yield one.symbol.name.rpartition(".")[2]

    def constructed(self, classes: Collection[Target]) -> Iterator[Reference]:
        """Yields its strong calls of classes that stand below some others, whose constructor they may use."""
        for one in self._class_calls:
            holder = self.lookup.found_class(one.target.path, one.target.symbol) if one.target is not None else None
            order = self.lookup.classes.order(holder) if holder is not None else None
            if any(not isinstance(above, str) and above.target in classes for above in order or ()):
                yield one

    @cached_property
    def _class_calls(self) -> tuple[Reference, ...]:
        return tuple(
            one
            for one in self.work.reads
            if one.strength is Strength.STRONG and one.call is not None and one.target is not None and one.target.symbol
        )

    def uprooted(self, renamed: Mapping[str, str]) -> list[tuple[str, Import]]:
        """Returns its relative imports in files that the other side has moved, by the former paths of those."""
        return [(path, entry) for path, entry in self._imports if entry.level and path in renamed]

    @cached_property
    def _imports(self) -> tuple[tuple[str, Import], ...]:
        return tuple(self._read_imports())

    def _read_imports(self) -> Iterator[tuple[str, Import]]:
        for change in self.work.change.changes:
            source = self.work.new.source(change.path) if change.new_mode else None
            ranges = [hunk.new for hunk in change.hunks if hunk.new is not None]
            for entry in source.imports if source is not None and source.language == "python" else ():
                if _holds(ranges, entry.line):
                    yield change.path, entry


def _holds(ranges: Iterable[Lines], line: int) -> bool:
    return any(lines.first <= line <= lines.last for lines in ranges)
