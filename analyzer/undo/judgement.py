"""What a change takes back of what had landed, without saying so."""

from collections.abc import Iterator, Sequence

from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.model.findings import Confidence
from agentguard.analyzer.model.landed import Undone, UndoKind
from agentguard.analyzer.undo.announcement import announces
from agentguard.analyzer.undo.comparison import measure
from agentguard.analyzer.undo.edits import ChangedFile, Measure

WINDOW_DAYS = 14
MAX_EDITS = 30
_MOST = 0.8
_MIN_LINES = 2


def find_undone(files: Sequence[ChangedFile], message: str, *, merge: bool = False) -> tuple[Undone, ...]:
    """Returns the landed edits that a change takes back, by path, the newest first.

    Args:
        files: those of the change that landed edits touched within `WINDOW_DAYS`, with the newest `MAX_EDITS` of these.
        message: of the change; what it announces is no lost update.
        merge: the change is a merge commit, seen from one of its parents.
    """
    if announces(message):
        return ()
    return tuple(undone for file in files for undone in _undone_in(file, merge=merge))


def _undone_in(file: ChangedFile, *, merge: bool) -> Iterator[Undone]:
    if file.after is None:
        return
    for found in measure(file):
        if found.share >= _MOST and found.taken >= _MIN_LINES:
            yield _undone(file, found, merge=merge)


def _undone(file: ChangedFile, found: Measure, *, merge: bool) -> Undone:
    restored = any(file.after == edit.old for edit in file.edits)
    version = next((edit.commit.id for edit in file.edits if file.after == edit.new), None)
    kind = UndoKind.MERGE if merge else UndoKind.RESTORED if restored else UndoKind.REWRITTEN
    return Undone(
        path=file.path,
        commit=found.edit.commit,
        kind=kind,
        taken_back=found.taken,
        of=found.of,
        lines=tuple(ranges(found.gone or found.back)),
        restored_to=version if restored else None,
        confidence=Confidence.HIGH,
    )


def ranges(places: Sequence[int]) -> Iterator[Lines]:
    """Yields runs of 0-based places as ranges of lines."""
    first = last = None
    for place in sorted(places):
        if last is not None and place == last + 1:
            last = place
            continue
        if first is not None and last is not None:
            yield Lines(first=first + 1, last=last + 1)
        first = last = place
    if first is not None and last is not None:
        yield Lines(first=first + 1, last=last + 1)
