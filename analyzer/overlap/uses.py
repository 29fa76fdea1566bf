"""Uses, on one side, of what the other side changed."""

from collections import defaultdict
from collections.abc import Iterator, Set
from functools import cached_property

from agentguard.analyzer.footprint.work import Work
from agentguard.analyzer.model.findings import Side
from agentguard.analyzer.model.overlap import StaleUse
from agentguard.analyzer.model.symbols import Reference, SymbolChangeKind, Target
from agentguard.analyzer.overlap.fit import Aftermath
from agentguard.analyzer.overlap.identity import by_origin, origins
from agentguard.analyzer.overlap.implied import Implied
from agentguard.analyzer.overlap.names import RareNames


def stale_uses(a: Work, b: Work) -> tuple[StaleUse, ...]:
    """Returns the uses of each side that meet what the other one changed, by path and line.

    Args:
        a: one side.
        b: the other.
    """
    found = (*_uses(a, b, Side.A), *_uses(b, a, Side.B))
    return tuple(sorted(found, key=_order))


def _order(stale: StaleUse) -> tuple[str, int, str, Side, str, str]:
    use, change = stale.use, stale.change
    return (use.path, use.line, use.name, stale.user, change.path, change.symbol)


def _uses(user: Work, other: Work, side: Side) -> Iterator[StaleUse]:
    changed, used = other.beside(_Changed), user.beside(_Used)
    for target in changed.met(used.by_meaning.keys()):
        for use in used.by_meaning[target]:
            change = changed.by_origin[target]
            verdict = changed.aftermath.judge(user, use, target, change)
            yield StaleUse(user=side, use=use, change=change, fit=verdict.fit, why=verdict.why)
    implied = user.beside(Implied)
    for target in changed.met(implied.uses.keys()):
        for use, why in implied.uses[target] if changed.by_origin[target].change is SymbolChangeKind.BODY else ():
            yield StaleUse(user=side, use=use, change=changed.by_origin[target], why=why, implied=True)
    names = other.beside(RareNames)
    for word in names.words & used.unknown.keys():
        for use in used.unknown[word]:
            guess = names.of(user, use)
            if guess is not None:
                change, verdict = guess
                yield StaleUse(user=side, use=use, change=change, resolved=False, fit=verdict.fit, why=verdict.why)


class _Used:
    """What a side uses, by what it means in the tree before it; made once for all its pairs.

    Attributes:
        by_meaning: the uses that could be followed. A class that is called is used by its constructor too.
        unknown: those that could not, by the last word of their names.
    """

    def __init__(self, work: Work) -> None:
        former = origins(work.writes)
        self.by_meaning: dict[Target, list[Reference]] = defaultdict(list)
        self.unknown: dict[str, list[Reference]] = defaultdict(list)
        for use in work.reads:
            before = former.get(use.target, use.target) if use.target is not None else None
            if use.target is None:
                self.unknown[use.name.rpartition(".")[2]].append(use)
            elif before is not None and before.symbol:
                self.by_meaning[before].append(use)
                if use.call is not None:
                    self.by_meaning[Target(path=before.path, symbol=f"{before.symbol}.__init__")].append(use)


class _Changed:
    """What a side changed, by where it stood before; made once for all its pairs."""

    def __init__(self, work: Work) -> None:
        self.by_origin = by_origin(work.writes)
        self._work = work

    def met(self, used: Set[Target]) -> Iterator[Target]:
        """Yields what is used and changed; where a class is gone, so is its constructor, which need not be said."""
        for target in self.by_origin.keys() & used:
            holder, _, name = target.symbol.rpartition(".")
            if name != "__init__" or Target(path=target.path, symbol=holder) not in self.by_origin:
                yield target

    @cached_property
    def aftermath(self) -> Aftermath:
        """What is left of it, looked at where it is used."""
        return Aftermath(self._work)
