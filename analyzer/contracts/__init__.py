"""What breaks where two pieces of work are merged, though neither broke it alone?"""

from collections.abc import Iterable, Iterator

from agentguard.analyzer.contracts.exports import broken_exports
from agentguard.analyzer.contracts.keys import broken_keys
from agentguard.analyzer.contracts.lookup import Lookup
from agentguard.analyzer.contracts.meeting import Meeting
from agentguard.analyzer.contracts.overrides import Overrides
from agentguard.analyzer.contracts.side import Side
from agentguard.analyzer.contracts.uses import Uses
from agentguard.analyzer.footprint.work import Work
from agentguard.analyzer.model.findings import Side as SideName
from agentguard.analyzer.model.overlap import BreachKind, BrokenContract
from agentguard.analyzer.sources import Sources

__all__ = ["broken_contracts"]


def broken_contracts(a: Work, b: Work, merged: Sources) -> tuple[BrokenContract, ...]:
    """Returns what the lines of each side use that the other side changed, and that no longer fits.

    Args:
        a: one side.
        b: the other one.
        merged: the tree that git made of both; it is not read unless a name of one meets a change of the other.
    """
    sides = a.beside(Side), b.beside(Side)
    lookup: Lookup | None = None
    found: list[BrokenContract] = []
    for user, definer, name in ((*sides, SideName.A), (*sides[::-1], SideName.B)):
        if meets(user, definer):
            lookup = lookup or Lookup(merged)
            meeting = Meeting(user, definer, name, lookup)
            for broken in (Uses(meeting).all, Overrides(meeting).all):
                found += broken()
            found += [*broken_keys(meeting), *broken_exports(meeting)]
    return tuple(sorted(_distinct(found), key=lambda one: (one.path, one.line, one.name)))


def meets(user: Side, definer: Side) -> bool:
    """Tells whether a word that one side uses is one that the other side changed."""
    causes = definer.causes
    if (causes.abstract and user.classes) or user.uprooted(causes.renamed):
        return True
    words = (user.references, user.imports, user.methods, [name for _, name in user.exports])
    if any(not causes.words.isdisjoint(some) for some in words):
        return True
    return bool(causes.constructors) and next(user.constructed(causes.constructors), None) is not None


def _distinct(found: Iterable[BrokenContract]) -> Iterator[BrokenContract]:
    """Leaves out what is told already, certain ones and imports first: a name that is gone is so for a whole file."""
    seen: set[tuple[str, str, int]] = set()
    for one in sorted(found, key=lambda one: not one.certain):
        key = (one.path, one.why, one.line if one.kind is BreachKind.CALL else 0)
        if key not in seen:
            seen.add(key)
            yield one
