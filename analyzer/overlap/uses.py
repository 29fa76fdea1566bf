"""Uses, on one side, of what the other side changed."""

from collections.abc import Iterator

from agentguard.analyzer.footprint.work import Work
from agentguard.analyzer.model.findings import Side
from agentguard.analyzer.model.overlap import Fit, StaleUse
from agentguard.analyzer.model.symbols import Reference, SymbolChange, Target
from agentguard.analyzer.overlap.fit import Aftermath
from agentguard.analyzer.overlap.identity import by_origin, origins
from agentguard.analyzer.overlap.names import NamesTakenAway


def stale_uses(a: Work, b: Work) -> tuple[StaleUse, ...]:
    """Returns the uses of each side that meet what the other one changed, by path and line.

    Args:
        a: one side.
        b: the other.
    """
    found = (*_uses(a, b, Side.A), *_uses(b, a, Side.B))
    return tuple(sorted(found, key=lambda stale: (stale.use.path, stale.use.line, stale.use.name, stale.user)))


def _uses(user: Work, other: Work, side: Side) -> Iterator[StaleUse]:
    changed = other.beside(_Changed)
    if not changed.by_origin:
        return
    former = user.beside(_Former).targets
    for use in user.reads:
        before = former.get(use.target, use.target) if use.target is not None else None
        met = changed.met(before, use) if before is not None and before.symbol else None
        guess = other.beside(NamesTakenAway).of(user, use) if use.target is None else None
        if guess is not None:
            yield StaleUse(user=side, use=use, change=guess, resolved=False, fit=Fit.GONE)
        elif met is not None:
            target, change = met
            verdict = changed.aftermath.judge(use, target, change)
            yield StaleUse(user=side, use=use, change=change, fit=verdict.fit, why=verdict.why)


class _Former:
    """Where what a side renamed or moved stood before; made once for all its pairs."""

    def __init__(self, work: Work) -> None:
        self.targets = origins(work.writes)


class _Changed:
    """What a side changed, by where it stood before; made once for all its pairs."""

    def __init__(self, work: Work) -> None:
        self.by_origin = by_origin(work.writes)
        self._work = work
        self._aftermath: Aftermath | None = None

    @property
    def aftermath(self) -> Aftermath:
        """What is left of it, looked at where it is used."""
        if self._aftermath is None:
            self._aftermath = Aftermath(self._work)
        return self._aftermath

    def met(self, target: Target, use: Reference) -> tuple[Target, SymbolChange] | None:
        """Returns the change of what a use means: a class that is called is used by its constructor."""
        if use.call is not None:
            constructor = Target(path=target.path, symbol=f"{target.symbol}.__init__")
            if constructor in self.by_origin:
                return constructor, self.by_origin[constructor]
        change = self.by_origin.get(target)
        return (target, change) if change is not None else None
