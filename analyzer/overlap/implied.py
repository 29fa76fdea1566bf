"""What a new `with` runs without naming it."""

from collections import defaultdict
from collections.abc import Iterator

from agentguard.analyzer.contracts.side import Side
from agentguard.analyzer.contracts.values import Definition
from agentguard.analyzer.footprint.work import Work
from agentguard.analyzer.model.changes import Change, Lines
from agentguard.analyzer.model.symbols import Name, Reference, Strength, Target
from agentguard.analyzer.overlap.identity import origins


class Implied:
    """What a side begins to run by `with`, by what it means in the tree before it; made once for all its pairs.

    That is `__enter__` and `__exit__` of the value's class, and what those call on `self`. A file that entered the same
    before begins nothing.

    Attributes:
        uses: each with the method through which it is run, in words.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self._lookup = work.beside(Side).lookup
        self._run: dict[Target, tuple[tuple[Target, str], ...]] = {}
        former = origins(work.writes)
        self.uses: dict[Target, list[tuple[Reference, str]]] = defaultdict(list)
        for path, name in self._begun():
            found = self._lookup.name(path, name)
            for target, why in self._run_through(found) if isinstance(found, Definition) else ():
                before = former.get(target, target)
                if before is not None:
                    shown = name.holder or name.text.rpartition(".")[0]
                    use = Reference(
                        path=path, line=name.line, name=shown, target=target, strength=Strength.STRONG, call=name.call
                    )
                    self.uses[before].append((use, why))

    def _begun(self) -> Iterator[tuple[str, Name]]:
        entered = self._work.beside(Side).entered
        changes = {change.path: change for change in self._work.change.changes}
        for path in sorted({path for path, _ in entered}):
            before = self._entered_before(changes[path])
            for other, name in entered:
                if other == path and (name.holder, name.text) not in before:
                    yield path, name

    def _entered_before(self, change: Change) -> frozenset[tuple[str, str]]:
        reading = self._work.old.reading(change.source_path) if change.old_mode else None
        if reading is None:
            return frozenset()
        whole = Lines(first=1, last=reading.file.symbols[0].lines.last)
        return frozenset((name.holder, name.text) for name in reading.entered([whole]))

    def _run_through(self, found: Definition) -> tuple[tuple[Target, str], ...]:
        if found.target not in self._run:
            self._run[found.target] = tuple(self._run_by(found))
        return self._run[found.target]

    def _run_by(self, found: Definition) -> Iterator[tuple[Target, str]]:
        own = found.target
        yield own, "`with` runs it there"
        if len(found.symbols) != 1:
            return
        for name in found.file.reading.names([found.symbols[0].lines]):
            if name.scope == own.symbol and name.call is not None and _is_of_self(name.text):
                called = self._lookup.name(own.path, name)
                if isinstance(called, Definition) and not called.is_variable:
                    yield called.target, f"`with` runs it there, through `{own.symbol}`"


def _is_of_self(text: str) -> bool:
    head, _, last = text.partition(".")
    return head == "self" and "." not in last
