"""What one side did to what the other side uses."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from posixpath import basename, dirname

from agentguard.analyzer.footprint.work import Work
from agentguard.analyzer.model.changes import Change, ChangeStatus
from agentguard.analyzer.model.symbols import SymbolChange, SymbolChangeKind, SymbolKind, Target

# What somebody who uses it can notice; fields, which write a constructor, and lost imports are looked at apart.
_FELT = frozenset(
    {SymbolChangeKind.REMOVED, SymbolChangeKind.RENAMED, SymbolChangeKind.MOVED, SymbolChangeKind.SIGNATURE}
)
_CONSTRUCTORS = ("__init__", "__new__")
_PACKAGE = "__init__.py"
_ROOTS = ("src/", "lib/", "python/")


class Causes:
    """The changes of one side, by what they changed."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self._by_old: dict[Target, SymbolChange] = {}
        for write in work.writes:
            if write.change in {SymbolChangeKind.COSMETIC, SymbolChangeKind.ADDED}:
                continue
            old = Target(path=write.old_path or write.path, symbol=write.old_symbol or write.symbol)
            self._by_old.setdefault(old, write)
        self._added = {
            Target(path=one.path, symbol=one.symbol): one for one in work.writes if one.change is SymbolChangeKind.ADDED
        }
        self.renamed = {
            change.source_path: change.path for change in work.change.changes if change.status is ChangeStatus.RENAMED
        }
        self.words = frozenset(self._words())
        self.abstract = tuple(one for one in work.writes if _became_abstract(one))

    @cached_property
    def constructors(self) -> frozenset[Target]:
        """The classes whose constructor changed, or a field that may be part of it."""
        found = set()
        for old, write in (*self._by_old.items(), *self._added.items()):
            holder, _, name = old.symbol.rpartition(".")
            if holder and (name in _CONSTRUCTORS or write.kind is SymbolKind.VARIABLE):
                found.add(Target(path=old.path, symbol=holder))
        return frozenset(found)

    def of(self, targets: Iterable[Target]) -> SymbolChange | None:
        """Returns what happened to the first of some definitions that changed."""
        return next((self._by_old[target] for target in targets if target in self._by_old), None)

    def within(self, holders: Iterable[Target], member: str) -> SymbolChange | None:
        """Returns what happened to a member of a class: to its constructor, else to the one of a name, else to any."""
        classes = frozenset(holders)
        found = {
            target.symbol.rpartition(".")[2]: write
            for changes in (self._by_old, self._added)
            for target, write in changes.items()
            if Target(path=target.path, symbol=target.symbol.rpartition(".")[0]) in classes
        }
        chosen = next((name for name in (*_CONSTRUCTORS, member, *found) if name in found), None)
        return found[chosen] if chosen is not None else None

    def lost_names(self, path: str) -> frozenset[str]:
        """Returns what a file bound by imports before and does not any more; `path` is its former name."""
        if path not in self.work.paths:
            return frozenset()
        before = self.work.old.source(path)
        after = self.work.new.source(self.renamed.get(path, path))
        kept = {entry.alias for entry in after.imports} if after is not None else set()
        return frozenset(entry.alias for entry in before.imports if entry.alias not in kept) if before else frozenset()

    def _words(self) -> Iterator[str]:
        """Yields the last names of what is gone or is called otherwise; a use of it must have one of them."""
        for write in self.work.writes:
            if write.change in _FELT and write.symbol:
                for name in (write.symbol, write.old_symbol or ""):
                    yield name.rpartition(".")[2]
        for change in self.work.change.changes:
            if change.old_mode and change.source_path.endswith(".py"):
                yield from self._words_of_file(change)

    def _words_of_file(self, change: Change) -> Iterator[str]:
        yield from self.lost_names(change.source_path)
        if change.path != change.source_path or not change.new_mode:
            yield module_word(change.source_path)


def _became_abstract(write: SymbolChange) -> bool:
    before, after = (
        one is not None and any("abstract" in decorator for decorator in one.decorators)
        for one in (write.old_signature, write.signature)
    )
    return write.kind is SymbolKind.METHOD and after and not before


def module_word(path: str) -> str:
    """Returns the last name of a module: that of its folder for a package."""
    name = basename(dirname(path)) if basename(path) == _PACKAGE else basename(path)
    return name.removesuffix(".py")


def module_name(path: str) -> str:
    """Returns the dotted name by which a module file is usually imported."""
    stem = path.removesuffix(".py").removesuffix("/__init__")
    for root in _ROOTS:
        stem = stem.removeprefix(root)
    return stem.replace("/", ".")
