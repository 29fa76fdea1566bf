"""Uses, on one side, of what the other side changed."""

from collections.abc import Iterator

from agentguard.analyzer.footprint.work import Work
from agentguard.analyzer.model.findings import Side
from agentguard.analyzer.model.overlap import StaleUse
from agentguard.analyzer.overlap.identity import by_origin, origins


def stale_uses(a: Work, b: Work) -> tuple[StaleUse, ...]:
    """Returns the uses of each side that meet what the other one changed, by path and line.

    Args:
        a: one side.
        b: the other.
    """
    found = (*_uses(a, b, Side.A), *_uses(b, a, Side.B))
    return tuple(sorted(found, key=lambda stale: (stale.use.path, stale.use.line, stale.use.name, stale.user)))


def _uses(user: Work, other: Work, side: Side) -> Iterator[StaleUse]:
    changed = by_origin(other.writes)
    if not changed:
        return
    former = origins(user.writes)
    for use in user.reads:
        before = former.get(use.target, use.target) if use.target is not None else None
        change = changed.get(before) if before is not None and before.symbol else None
        if change is not None:
            yield StaleUse(user=side, use=use, change=change)
