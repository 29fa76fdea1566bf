"""What two pieces of work both add under one name."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from agentguard.analyzer.categories import category
from agentguard.analyzer.footprint.work import Work
from agentguard.analyzer.model.changes import Category, Change, ChangeStatus, Lines
from agentguard.analyzer.model.config import UniquePattern
from agentguard.analyzer.model.overlap import Duplicate
from agentguard.analyzer.model.symbols import SymbolChange, SymbolChangeKind, SymbolKind
from agentguard.analyzer.model.value import dataclass
from agentguard.analyzer.overlap.unique import Found, values_of

_COMES = frozenset({SymbolChangeKind.ADDED, SymbolChangeKind.RENAMED, SymbolChangeKind.MOVED})
_KINDS = {SymbolKind.KEY: "key", SymbolKind.SECTION: "section"}
# What stands in a module of its own by convention is no second helper.
_HELPERS = frozenset({SymbolKind.FUNCTION, SymbolKind.CLASS})
_EVERYWHERE = frozenset({"main", "setup", "teardown", "create", "build", "parse", "load", "save", "update", "register"})
_SHORTEST_HELPER = 4
_SEPARATOR = re.compile(r"\.|\[| > ")


def duplicates(a: Work, b: Work, patterns: Sequence[UniquePattern]) -> tuple[Duplicate, ...]:
    """Returns what both sides add under one name, by name.

    Args:
        a: one side.
        b: the other.
        patterns: what else must be unique in the tree.
    """
    ours, theirs = a.beside(_Additions), b.beside(_Additions)
    found = (
        *_files(ours, theirs),
        *_symbols(ours, theirs),
        *_helpers(ours, theirs),
        *(one for pattern in patterns for one in _values(pattern, ours, theirs)),
    )
    return tuple(sorted(found, key=lambda one: (one.name, one.kind, one.a_path, one.b_path, one.a_line)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Addition:
    change: SymbolChange
    text: tuple[bytes, ...]

    @property
    def line(self) -> int:
        return self.change.lines.first if self.change.lines is not None else 1


class _Additions:
    """What one side adds; made once for all its pairs."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self._values: dict[UniquePattern, Mapping[str, Found]] = {}

    @cached_property
    def files(self) -> dict[str, Change]:
        """The files that come into being, by path."""
        came = {ChangeStatus.ADDED, ChangeStatus.COPIED, ChangeStatus.RENAMED}
        return {change.path: change for change in self.work.change.changes if change.status in came}

    @cached_property
    def symbols(self) -> dict[tuple[str, str], SymbolChange]:
        """The names that come into being in a file, by path and name."""
        return {
            (change.path, change.symbol): change
            for change in self.work.writes
            if change.change in _COMES and change.symbol and not self._is_attribute(change)
        }

    @cached_property
    def helpers(self) -> dict[str, SymbolChange]:
        """New functions and classes at the top of source files, by name."""
        return {
            change.symbol: change
            for change in self.work.writes
            if change.change is SymbolChangeKind.ADDED and _is_helper(change)
        }

    def addition(self, change: SymbolChange) -> _Addition:
        """Returns an added symbol with its lines, without the space around each."""
        content = self.work.new.content(change.path) or b""
        lines = change.lines or Lines(first=1, last=1)
        text = content.split(b"\n")[lines.first - 1 : lines.last]
        return _Addition(change=change, text=tuple(line.strip() for line in text if line.strip()))

    def values(self, pattern: UniquePattern) -> Mapping[str, Found]:
        """Returns what a pattern finds in what is added."""
        if pattern not in self._values:
            self._values[pattern] = values_of(pattern, self.work)
        return self._values[pattern]

    def _is_attribute(self, change: SymbolChange) -> bool:
        """Tells whether a name is one that a method gives to `self`: what both bind there is no definition."""
        holder = change.symbol.rpartition(".")[0]
        file = self.work.new.source(change.path) if change.kind is SymbolKind.VARIABLE and holder else None
        lines = change.lines
        return lines is not None and any(
            one.kind is SymbolKind.METHOD and one.lines.first <= lines.first <= one.lines.last
            for one in (file.symbols if file is not None else ())
        )


def _is_helper(change: SymbolChange) -> bool:
    return (
        change.kind in _HELPERS
        and "." not in change.symbol
        and len(change.symbol) >= _SHORTEST_HELPER
        and change.symbol.lower() not in _EVERYWHERE
        and category(change.path) is Category.SOURCE
    )


def _files(ours: _Additions, theirs: _Additions) -> Iterator[Duplicate]:
    for path in sorted(ours.files.keys() & theirs.files.keys()):
        same = ours.files[path].new_id == theirs.files[path].new_id
        yield Duplicate(kind="file", name=path, a_path=path, a_line=1, b_path=path, b_line=1, same=same)


def _symbols(ours: _Additions, theirs: _Additions) -> Iterator[Duplicate]:
    """Finds names that both add to one file, but for those in what both add as a whole."""
    told: set[tuple[str, str]] = {(path, "") for path in ours.files.keys() & theirs.files.keys()}
    for path, symbol in sorted(ours.symbols.keys() & theirs.symbols.keys()):
        if any((path, holder) in told for holder in _holders(symbol)):
            continue
        told.add((path, symbol))
        one = ours.addition(ours.symbols[path, symbol])
        other = theirs.addition(theirs.symbols[path, symbol])
        yield Duplicate(
            kind=_KINDS.get(one.change.kind, "symbol"),
            name=symbol,
            a_path=path,
            a_line=one.line,
            b_path=path,
            b_line=other.line,
            same=one.text == other.text,
        )


def _holders(symbol: str) -> Iterator[str]:
    """Yields the names of what may hold a symbol: its file, and all up to a dot, a bracket or a ` > `."""
    yield ""
    for separator in _SEPARATOR.finditer(symbol):
        yield symbol[: separator.start()]


def _helpers(ours: _Additions, theirs: _Additions) -> Iterator[Duplicate]:
    """Finds helpers of one name in two modules: nothing breaks, but one of them may be enough."""
    for name in sorted(ours.helpers.keys() & theirs.helpers.keys()):
        one, other = ours.addition(ours.helpers[name]), theirs.addition(theirs.helpers[name])
        if one.change.path != other.change.path:
            yield Duplicate(
                kind="symbol",
                name=name,
                a_path=one.change.path,
                a_line=one.line,
                b_path=other.change.path,
                b_line=other.line,
                same=one.text == other.text,
            )


def _values(pattern: UniquePattern, ours: _Additions, theirs: _Additions) -> Iterator[Duplicate]:
    """Finds values that must be unique and that both add; one that both add to one line of one file is the same."""
    one, other = ours.values(pattern), theirs.values(pattern)
    for value in sorted(one.keys() & other.keys()):
        a, b = one[value], other[value]
        yield Duplicate(
            kind=pattern.name,
            name=value,
            a_path=a.path,
            a_line=a.line,
            b_path=b.path,
            b_line=b.line,
            same=a.path == b.path and a.text == b.text,
        )
