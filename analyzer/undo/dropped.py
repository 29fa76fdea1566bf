"""What a merge commit drops of one of its sides, measured against what git's own merge makes of both."""

from collections.abc import Collection, Iterable, Iterator

from agentguard.analyzer.model.findings import Confidence
from agentguard.analyzer.model.landed import UndoKind, Undone
from agentguard.analyzer.model.value import dataclass
from agentguard.analyzer.undo.comparison import measure
from agentguard.analyzer.undo.edits import ChangedFile, Measure
from agentguard.analyzer.undo.judgement import ranges

_MOST = 0.8
_FEWEST = 2
# Fewer lines of a larger edit, or in a conflict, are as likely a choice.
_FEW = 3
_ANSWERED = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedFile:
    """A file of a merge commit, seen from one of its sides.

    Attributes:
        file: from git's own merge, with the text of that side where both are in conflict, to the merge commit's; and
            the edits of that side.
        disputed: 0-based lines of git's merge that stand in a conflict.
        foreign: lines of the other side, without their white space: they are nobody's answer to what is gone.
    """

    file: ChangedFile
    disputed: frozenset[int]
    foreign: frozenset[bytes]


def find_dropped(
    files: Iterable[MergedFile], *, time: int, elsewhere: Collection[bytes] = frozenset()
) -> tuple[Undone, ...]:
    """Returns the edits of one side that a merge commit drops, by path, the newest first.

    What git keeps without a conflict and the commit lacks was dropped by its maker, whatever the message. In a conflict
    one of two texts has to go: that is told where whole hunks are gone, and with less confidence.

    Args:
        files: those in which the commit is not what git makes of its sides.
        time: when it was made, in seconds since 1970.
        elsewhere: lines without their white space that it has in other files: what moved there is not lost.
    """
    found = [one for merged in files for one in _dropped(merged, time, elsewhere)]
    return tuple(sorted(found, key=lambda one: one.path))


def _dropped(merged: MergedFile, time: int, elsewhere: Collection[bytes]) -> Iterator[Undone]:
    for one in measure(merged.file, elsewhere, merged.foreign).measures:
        if one.taken >= _FEWEST and (confidence := _confidence(merged, one)) is not None:
            yield Undone(
                path=merged.file.path,
                commit=one.edit.commit,
                kind=UndoKind.MERGE,
                taken_back=one.taken,
                of=one.of,
                lines=tuple(ranges(one.gone or one.back)),
                confidence=confidence,
                age=time - one.edit.commit.time,
            )


def _confidence(merged: MergedFile, one: Measure) -> Confidence | None:
    """Tells how sure it is that lines went by accident; None where nothing is dropped that one would miss."""
    clean = sum(1 for place in one.gone if place not in merged.disputed)
    if not merged.disputed:
        clean += len(one.back)
    if clean < _FEWEST and not one.emptied:
        return None
    if one.share >= _MOST and clean >= _FEWEST:
        return Confidence.HIGH
    # Where the other side has about as much to say in a conflict, both did the same in their own ways.
    is_answered = clean < _FEWEST and one.near >= _ANSWERED * len(one.gone)
    return Confidence.LOW if is_answered or one.taken < _FEW else Confidence.MEDIUM
