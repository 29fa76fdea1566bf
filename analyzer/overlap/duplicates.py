"""What two pieces of work both add under one name."""

from collections.abc import Sequence

from agentguard.analyzer.footprint.work import Work
from agentguard.analyzer.model.config import UniquePattern
from agentguard.analyzer.model.overlap import Duplicate
from agentguard.analyzer.model.symbols import SymbolChange, SymbolChangeKind


def duplicates(a: Work, b: Work, patterns: Sequence[UniquePattern]) -> tuple[Duplicate, ...]:
    """Returns what both sides add under one name, by name.

    Args:
        a: one side.
        b: the other.
        patterns: what else must be unique in the tree.
    """
    del patterns
    ours, theirs = _added(a), _added(b)
    return tuple(
        Duplicate(
            kind="symbol",
            name=symbol,
            a_path=path,
            a_line=_line(ours[path, symbol]),
            b_path=path,
            b_line=_line(theirs[path, symbol]),
        )
        for path, symbol in sorted(ours.keys() & theirs.keys(), key=lambda key: (key[1], key[0]))
    )


def _added(work: Work) -> dict[tuple[str, str], SymbolChange]:
    return {(change.path, change.symbol): change for change in work.writes if change.change is SymbolChangeKind.ADDED}


def _line(change: SymbolChange) -> int:
    return change.lines.first if change.lines else 1
