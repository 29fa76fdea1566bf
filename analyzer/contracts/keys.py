"""Keys of configuration files that one side reads and the other took away."""

from collections.abc import Iterator

from agentguard.analyzer.contracts.meeting import Meeting
from agentguard.analyzer.footprint.keys import KeyIndex
from agentguard.analyzer.model.overlap import BreachKind, BrokenContract
from agentguard.analyzer.model.symbols import Reference, SymbolChange, SymbolChangeKind, SymbolKind

_GONE = frozenset({SymbolChangeKind.REMOVED, SymbolChangeKind.RENAMED, SymbolChangeKind.MOVED})


def broken_keys(meeting: Meeting) -> Iterator[BrokenContract]:
    """Yields the reads of keys that no configuration file of the merged tree has any more.

    What the code subscripts may be another mapping with the same keys, so that none of them is certain.
    """
    index = KeyIndex(meeting.merged.sources)
    for reference in _met(meeting):
        target = reference.target
        cause = meeting.causes.of([meeting.at_base(target)]) if target is not None else None
        if target is None or cause is None or cause.kind is not SymbolKind.KEY or cause.change not in _GONE:
            continue
        line = meeting.merged_line(reference.path, reference.line)
        path = meeting.merged_path(reference.path)
        is_there = index.key(target.symbol) or index.environment(target.symbol)
        if line is None or is_there or "KeyError" in meeting.setting(path, line, reference.name).caught:
            continue
        yield BrokenContract(
            kind=BreachKind.KEY,
            user=meeting.name,
            path=path,
            line=line,
            name=reference.name,
            why=f"`{target.path}` has no `{target.symbol}`",
            remedy=_remedy(cause, target.symbol),
            cause=cause,
            certain=False,
        )


def _met(meeting: Meeting) -> Iterator[Reference]:
    references = meeting.user.references
    seen: set[tuple[str, int, str]] = set()
    for word in sorted(references.keys() & meeting.causes.words):
        for one in references[word]:
            key = (one.path, one.line, one.name)
            if one.target is not None and key not in seen and not one.target.path.endswith(".py"):
                seen.add(key)
                yield one


def _remedy(cause: SymbolChange, old: str) -> str | None:
    if cause.change is SymbolChangeKind.REMOVED or cause.symbol == old:
        return None
    return f"read `{cause.symbol}` instead of `{old}`"
