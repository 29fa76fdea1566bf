"""Names that one side adds to `__all__` and the other took away."""

from collections.abc import Iterator

from agentguard.analyzer.contracts.meeting import Meeting
from agentguard.analyzer.contracts.values import Missing
from agentguard.analyzer.contracts.wording import remedy_of_name, why_missing
from agentguard.analyzer.model.overlap import BreachKind, BrokenContract
from agentguard.analyzer.model.symbols import Target

_ALL = "__all__"


def broken_exports(meeting: Meeting) -> Iterator[BrokenContract]:
    """Yields the names that a module of the merged tree exports and does not have."""
    for path, name in meeting.user.exports:
        before = meeting.user.lookup.of_module(path, name) if name in meeting.causes.words else None
        merged_path = meeting.merged_path(path)
        file = meeting.merged.file(merged_path)
        if before is None or isinstance(before, Missing) or file is None or name not in (file.source.exports or ()):
            continue
        after = meeting.merged.of_module(merged_path, name)
        own = Target(path=path, symbol="")
        cause = meeting.causes.of([meeting.at_base(before.target), meeting.at_base(own)])
        if isinstance(after, Missing) and not after.is_open and cause is not None and _ALL in file.definitions:
            yield BrokenContract(
                kind=BreachKind.NAME,
                user=meeting.name,
                path=merged_path,
                line=file.definitions[_ALL][0].lines.first,
                symbol=_ALL,
                name=f'__all__ = [..., "{name}"]',
                why=why_missing(after),
                remedy=remedy_of_name(cause, meeting.merged, name, imported=False),
                cause=cause,
                certain=False,
            )
