"""What a symbol was called before either side touched it, so that the changes of both can be put side by side."""

from collections.abc import Iterable

from agentguard.analyzer.model.symbols import SymbolChange, SymbolChangeKind, Target

# What only looks different is no change, and what is new has no former self.
_WITHOUT_ORIGIN = frozenset({SymbolChangeKind.ADDED, SymbolChangeKind.COSMETIC})


def origin_of(change: SymbolChange) -> Target:
    """Returns where a changed symbol stood in the tree before the change, under the name that it had there."""
    former = change.symbol if change.old_symbol is None else change.old_symbol
    return Target(path=change.old_path or change.path, symbol=former)


def by_origin(changes: Iterable[SymbolChange]) -> dict[Target, SymbolChange]:
    """Returns what was really done to symbols of the old tree; of several changes of one symbol the first."""
    found: dict[Target, SymbolChange] = {}
    for change in changes:
        if change.change not in _WITHOUT_ORIGIN:
            found.setdefault(origin_of(change), change)
    return found


def origins(changes: Iterable[SymbolChange]) -> dict[Target, Target | None]:
    """Returns, for what a change renamed, moved or added, where it stood before; None for what is new."""
    found: dict[Target, Target | None] = {}
    for change in changes:
        here = Target(path=change.path, symbol=change.symbol)
        if change.change is SymbolChangeKind.ADDED:
            found.setdefault(here, None)
        elif change.old_symbol is not None or change.old_path is not None:
            found[here] = origin_of(change)
    return found
