"""Symbols that two pieces of work both change, and how near the two changes come to each other."""

from agentguard.analyzer.footprint.work import Work
from agentguard.analyzer.model.overlap import Closeness, SharedSymbol
from agentguard.analyzer.model.symbols import SymbolChangeKind
from agentguard.analyzer.overlap.identity import by_origin

_IN_PLACE = frozenset({SymbolChangeKind.BODY})


def shared_symbols(a: Work, b: Work) -> tuple[SharedSymbol, ...]:
    """Returns the symbols that both sides change more than cosmetically, by path and name in the tree before.

    Args:
        a: one side.
        b: the other.
    """
    ours, theirs = by_origin(a.writes), by_origin(b.writes)
    both = sorted(ours.keys() & theirs.keys(), key=lambda target: (target.path, target.symbol))
    found = []
    for target in both:
        one, other = ours[target], theirs[target]
        in_place = {one.change, other.change} <= _IN_PLACE
        found.append(SharedSymbol(a=one, b=other, closeness=Closeness.APART if in_place else Closeness.SAME))
    return tuple(found)
