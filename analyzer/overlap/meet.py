"""Puts together in what two pieces of work meet."""

from collections.abc import Iterable, Iterator

from agentguard.analyzer.contracts import broken_contracts
from agentguard.analyzer.footprint.work import Work
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.findings import Side
from agentguard.analyzer.model.overlap import (
    Overlap,
    Participant,
    Relation,
    StaleUse,
    TextConflict,
)
from agentguard.analyzer.model.value import dataclass, replace
from agentguard.analyzer.overlap.duplicates import duplicates
from agentguard.analyzer.overlap.symbols import shared_symbols
from agentguard.analyzer.overlap.uses import stale_uses
from agentguard.analyzer.sources import Sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How two pieces of work stand to each other in history, and what git makes of them.

    Attributes:
        base: commit id of their merge base, None where there is none.
        relation: whether one contains the other.
        merges_cleanly: what git says, None where the two are sequential or git could not tell.
        merged: the tree of both, None where git made none. Files in conflict are not read: the text of both sides
            between markers says nothing of what their author will make of it.
        conflicts: what git cannot merge.
        stacked: the side that was made on top of the other one and lands with it; None where neither was.
    """

    base: str | None
    relation: Relation = Relation.PARALLEL
    merges_cleanly: bool | None = True
    merged: Sources | None = None
    conflicts: tuple[TextConflict, ...] = ()
    stacked: Side | None = None


def meet(
    a: Work, b: Work, standing: Standing, config: Config, *, sides: tuple[Side, Side] = (Side.A, Side.B)
) -> Overlap:
    """Returns all in which two pieces of work meet.

    Args:
        a: the first one.
        b: the second one.
        standing: how they stand to each other.
        config: the settings.
        sides: how findings call their trees; what is told of one side of the overlap names it A or B all the same.
    """
    broken = broken_contracts(a, b, standing.merged) if standing.merged is not None else ()
    stale = stale_uses(a, b)
    if standing.stacked is not None:
        stale = tuple(_left_behind(stale, *((b, a) if standing.stacked is Side.A else (a, b)), standing.stacked))
    return replace(
        apart(a, b, standing, sides=sides),
        shared_symbols=shared_symbols(a, b),
        stale_uses=stale,
        broken=broken,
        duplicates=duplicates(a, b, config.unique),
    )


def _left_behind(stale: Iterable[StaleUse], earlier: Work, later: Work, side: Side) -> Iterator[StaleUse]:
    """Yields the uses of the earlier work that stand unchanged in the later one, whose author saw all of them."""
    for one in stale:
        if one.user is not side:
            lines = _lines(earlier, one.use.path)[one.use.line - 1 : one.use.line]
            if lines and lines[0] in _lines(later, one.use.path):
                yield one


def _lines(work: Work, path: str) -> list[bytes]:
    return (work.new.content(path) or b"").split(b"\n")


def apart(a: Work, b: Work, standing: Standing, *, sides: tuple[Side, Side] = (Side.A, Side.B)) -> Overlap:
    """Returns in what two pieces of work meet by their paths alone, and what git says.

    Args:
        a: the first one.
        b: the second one.
        standing: how they stand to each other.
        sides: what to call them.
    """
    one, other = (
        Participant(name=work.name, side=side, base=work.change.base, head=work.change.head)
        for work, side in zip((a, b), sides, strict=True)
    )
    return Overlap(
        a=one,
        b=other,
        base=standing.base,
        relation=standing.relation,
        merges_cleanly=standing.merges_cleanly,
        shared_paths=tuple(sorted(a.paths & b.paths)),
        conflicts=standing.conflicts,
    )
