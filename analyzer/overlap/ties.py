"""What ties the statements that two sides changed in one definition together: names, conditions, ways out."""

from collections.abc import Iterator
from enum import IntEnum

from agentguard.analyzer.model.flow import Step, Trait
from agentguard.analyzer.model.value import dataclass
from agentguard.analyzer.overlap.edits import Version
from agentguard.analyzer.overlap.entries import only_adds

# Two edits of one statement of more lines than this, such as a call with fifty arguments, say nothing.
_LONGEST_STATEMENT = 8
_APART_FROM_FLOW = frozenset({Trait.HEADER, Trait.IMPORT})


class TieKind(IntEnum):
    """Names ties, the worst first; those from `LOOSE` on are too common among changes that are fine together."""

    GONE = 0
    STATEMENT = 1
    BOTH_BIND = 2
    VALUE = 3
    CONDITION = 4
    OLD_VALUE = 5
    WAY_OUT = 6


LOOSE = TieKind.OLD_VALUE


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What makes a statement that one side changed depend on one that the other changed.

    Attributes:
        kind: what it is.
        name: what is bound and used, empty where it is no name.
        cause: index of the statement that others depend on, in the new version of its side; None where it is gone.
        effect: index of the one that depends on it, in the new version of the other side.
    """

    kind: TieKind
    name: str = ""
    cause: int | None
    effect: int


def ties(cause: Version, effect: Version) -> Iterator[Tie]:
    """Yields what makes the changed statements of one side depend on those of the other.

    Args:
        cause: the side that others depend on.
        effect: the side that depends on it, told in the same old version.
    """
    yield from _gone(cause, effect)
    yield from _same_statement(cause, effect)
    yield from _names(cause, effect)
    yield from _conditions(cause, effect)
    yield from _ways_out(cause, effect)


def _gone(cause: Version, effect: Version) -> Iterator[Tie]:
    """Finds names that one side no longer binds and the other's new statements use."""
    bound = [{name for step in steps for name in step.binds} for steps in (cause.old, cause.new)]
    lost = bound[0] - bound[1] - {name for _, _, step in effect.added() for name in step.binds}
    for _, index, step in effect.added():
        for name in sorted(step.uses & lost):
            yield Tie(kind=TieKind.GONE, name=name, cause=None, effect=index)


def _same_statement(cause: Version, effect: Version) -> Iterator[Tie]:
    replaced = {index: edit for edit in cause.edits if edit.added for index in edit.removed}
    for edit in effect.edits:
        for index in edit.removed if edit.added else ():
            if index in replaced and _is_one_thought(effect.old[index]):
                ours, theirs = cause.new[replaced[index].added[0]], effect.new[edit.added[0]]
                before = effect.old[index].tokens
                if not (only_adds(before, ours.tokens) and only_adds(before, theirs.tokens)):
                    yield Tie(kind=TieKind.STATEMENT, cause=replaced[index].added[0], effect=edit.added[0])


def _is_one_thought(step: Step) -> bool:
    is_short = step.lines.last - step.lines.first < _LONGEST_STATEMENT
    return (is_short or Trait.CONDITION in step.traits) and step.traits.isdisjoint(_APART_FROM_FLOW)


def _names(cause: Version, effect: Version) -> Iterator[Tie]:
    """Finds names that one side's new statements bind, and that the other's use behind them, or bind as well."""
    bound: dict[str, tuple[int, int]] = {}
    for edit, index, step in cause.added():
        for name in step.binds if step.traits.isdisjoint(_APART_FROM_FLOW) else ():
            bound.setdefault(name, (edit.first, index))
    known = {name for step in cause.old for name in step.binds}
    for edit, index, step in effect.added():
        before = {name for one in edit.was for name in one.uses}
        for name in sorted(step.uses & bound.keys()):
            if bound[name][0] <= edit.first:
                kind = TieKind.OLD_VALUE if name in before else TieKind.VALUE
                yield Tie(kind=kind, name=name, cause=bound[name][1], effect=index)
        if step.traits.isdisjoint(_APART_FROM_FLOW):
            for name in sorted(step.binds & bound.keys() - known):
                yield Tie(kind=TieKind.BOTH_BIND, name=name, cause=bound[name][1], effect=index)


def _conditions(cause: Version, effect: Version) -> Iterator[Tie]:
    """Finds statements that stand below a condition which the other side changed."""
    changed = {}
    for edit in cause.edits:
        conditions = [index for index in edit.added if _decides(cause.new[index])]
        for index in edit.removed:
            if conditions and _decides(cause.old[index]):
                changed[index] = conditions[0]
    for _, index, _ in effect.added():
        for above in sorted(effect.old_above(index) & changed.keys()):
            yield Tie(kind=TieKind.CONDITION, cause=changed[above], effect=index)


def _decides(step: Step) -> bool:
    """Tells whether a statement is a condition; what `for` goes through decides little."""
    return Trait.CONDITION in step.traits and not (Trait.LOOP in step.traits and step.binds)


def _ways_out(cause: Version, effect: Version) -> Iterator[Tie]:
    """Finds statements in front of which the other side put one that leaves."""
    for edit in cause.edits:
        leaving = [index for index in edit.added if Trait.LEAVES in cause.new[index].traits]
        if len(leaving) <= sum(Trait.LEAVES in step.traits for step in edit.was):
            continue
        around = cause.old_above(leaving[-1])
        for other, index, _ in effect.added():
            above = effect.old_above(index)
            if other.first > edit.first and around <= above and not _is_elsewhere(effect, above, around):
                yield Tie(kind=TieKind.WAY_OUT, cause=leaving[-1], effect=index)


def _is_elsewhere(version: Version, above: frozenset[int], around: frozenset[int]) -> bool:
    """Tells whether a statement stands in another branch of what is around both."""
    return any(Trait.BRANCH in version.old[one].traits and version.old[one].parent in around for one in above - around)
