"""One piece of work as one side of a merge, read once however many others it is held against."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from agentguard.analyzer.contracts.causes import Causes
from agentguard.analyzer.contracts.lookup import Lookup
from agentguard.analyzer.footprint.work import Work
from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.model.symbols import Import, Name, NameKind, Reference, Strength


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
        return found

    @cached_property
    def imports(self) -> dict[str, list[tuple[str, Import]]]:
        """The imports on its lines with their file, by each word of them."""
        found: dict[str, list[tuple[str, Import]]] = defaultdict(list)
        for path, entry in self._imports():
            for word in {entry.alias, entry.name or "", *entry.module.split(".")}:
                found[word].append((path, entry))
        return found

    @cached_property
    def origins(self) -> dict[str, str]:
        """The former name of each file that it renamed."""
        return {change.path: change.source_path for change in self.work.change.changes if change.old_path}

    def names(self, path: str, line: int) -> tuple[Name, ...]:
        """Returns the names on one line of its tree that are no keys."""
        file = self.lookup.file(path)
        names = file.reading.names([Lines(first=line, last=line)]) if file is not None else ()
        return tuple(name for name in names if name.kind is NameKind.NAME and name.line == line)

    def _imports(self) -> Iterator[tuple[str, Import]]:
        for change in self.work.change.changes:
            source = self.work.new.source(change.path) if change.new_mode else None
            ranges = [hunk.new for hunk in change.hunks if hunk.new is not None]
            for entry in source.imports if source is not None and source.language == "python" else ():
                if _holds(ranges, entry.line):
                    yield change.path, entry


def _holds(ranges: Iterable[Lines], line: int) -> bool:
    return any(lines.first <= line <= lines.last for lines in ranges)
