"""What one side did to the statements of a definition, told in those of the common old version."""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from agentguard.analyzer.model.flow import Step
from agentguard.analyzer.model.value import dataclass, field, replace

# Two versions with more pairs of equal statements are not aligned, nor longer ones: the time grows with the pairs and,
# where they alternate, with the statements too. A function of a thousand different statements has a thousand pairs.
_MOST_PAIRS = 40_000
_MOST_STEPS = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A run of statements that took the place of another; either may be empty.

    Attributes:
        first: index, in the common old version, before which the new ones stand.
        removed: indexes, in the common old version, of what went.
        was: what went; more than `removed` where the side began from another version.
        added: indexes, in the new version, of what came.
    """

    first: int
    removed: tuple[int, ...]
    was: tuple[Step, ...]
    added: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One side's version of a definition beside the common old one.

    Attributes:
        old: the statements before.
        new: the statements after.
        edits: in order.
        origin: the old index of each new statement that was there before, by its new index.
    """

    old: tuple[Step, ...]
    new: tuple[Step, ...]
    edits: tuple[Edit, ...] = ()
    origin: dict[int, int] = field(default_factory=dict)

    def added(self) -> Iterator[tuple[Edit, int, Step]]:
        """Yields each new statement with the edit that it belongs to and its index."""
        for edit in self.edits:
            for index in edit.added:
                yield edit, index, self.new[index]

    def above(self, index: int) -> Iterator[int]:
        """Yields the indexes in the new version of the statements that hold one of it, innermost first."""
        parent = self.new[index].parent
        while parent >= 0:
            yield parent
            parent = self.new[parent].parent

    def old_above(self, index: int) -> frozenset[int]:
        """Returns the old indexes of the statements that hold one of the new version, as far as they are old."""
        return frozenset(self.origin[one] for one in self.above(index) if one in self.origin)

    def signature(self, edit: Edit) -> tuple[object, ...]:
        """Returns what is equal for two edits that do the same."""
        return edit.first, edit.removed, tuple(self.new[index].tokens for index in edit.added)


def versions(
    one: tuple[Sequence[Step], Sequence[Step]], other: tuple[Sequence[Step], Sequence[Step]]
) -> tuple[Version, Version] | None:
    """Aligns what two sides did to a definition, without what both did alike; None where that would cost too much.

    Args:
        one: the statements before and after on one side.
        other: likewise on the other; where it began from another version, both are told in the same one of the two.
    """
    common = min(one[0], other[0], key=_tokens)
    first, second = _told(one, common), _told(other, common)
    if first is None or second is None:
        return None
    alike = {first.signature(edit) for edit in first.edits} & {second.signature(edit) for edit in second.edits}
    return _without(first, alike), _without(second, alike)


def _told(side: tuple[Sequence[Step], Sequence[Step]], common: Sequence[Step]) -> Version | None:
    found = _aligned(*side)
    if found is None or _tokens(side[0]) == _tokens(common):
        return found
    bridge = _aligned(common, side[0])
    return _moved(found, bridge) if bridge is not None else None


def _aligned(old: Sequence[Step], new: Sequence[Step]) -> Version | None:
    before, after = Counter(_tokens(old)), Counter(_tokens(new))
    pairs = sum(number * after[tokens] for tokens, number in before.items())
    if pairs > _MOST_PAIRS or max(len(old), len(new)) > _MOST_STEPS:
        return None
    edits: list[Edit] = []
    origin: dict[int, int] = {}
    matcher = SequenceMatcher(None, _tokens(old), _tokens(new), autojunk=False)
    for what, first, last, new_first, new_last in matcher.get_opcodes():
        if what == "equal":
            origin |= dict(zip(range(new_first, new_last), range(first, last), strict=True))
        else:
            gone, came = tuple(range(first, last)), tuple(range(new_first, new_last))
            edits.append(Edit(first=first, removed=gone, was=tuple(old[first:last]), added=came))
    return Version(old=tuple(old), new=tuple(new), edits=tuple(edits), origin=origin)


def _moved(version: Version, bridge: Version) -> Version:
    """Tells a version in the statements of another old one; `bridge` leads from that to its own."""
    places, last = [], 0
    for index in range(len(version.old)):
        last = bridge.origin.get(index, last)
        places.append(last)
    places.append(len(bridge.old))
    edits = tuple(
        replace(
            edit,
            first=places[edit.first],
            removed=tuple(bridge.origin[index] for index in edit.removed if index in bridge.origin),
        )
        for edit in version.edits
    )
    origin = {new: bridge.origin[old] for new, old in version.origin.items() if old in bridge.origin}
    return Version(old=bridge.old, new=version.new, edits=edits, origin=origin)


def _without(version: Version, alike: set[tuple[object, ...]]) -> Version:
    return replace(version, edits=tuple(edit for edit in version.edits if version.signature(edit) not in alike))


def _tokens(steps: Sequence[Step]) -> list[tuple[int, ...]]:
    return [step.tokens for step in steps]
