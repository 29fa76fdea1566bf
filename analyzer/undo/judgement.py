"""What a change takes back of what had landed, without saying so."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.model.findings import Confidence
from agentguard.analyzer.model.landed import UndoKind, Undone
from agentguard.analyzer.model.value import dataclass, field, replace
from agentguard.analyzer.undo.comparison import measure
from agentguard.analyzer.undo.edits import ChangedFile, LandedEdit, Measure
from agentguard.analyzer.undo.evidence import CERTAIN, LIKELY, LIKELY_PARTLY, Circumstances, points
from agentguard.analyzer.undo.lines import is_evidence, keys_of
from agentguard.analyzer.undo.message import Said, differ_in_versions, read_said, words_in
from agentguard.analyzer.words import words_of

WINDOW_DAYS = 14
MAX_EDITS = 30
_MOST = 0.8
_MOSTLY = 0.5
_MIN_LINES = 2
_MIN_HUNK = 4
_MIN_DROPPED = 3
_MAX_WORDY = 200


class _Found(NamedTuple):
    file: ChangedFile
    measure: Measure
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Taker:
    """The change that may take something back.

    Attributes:
        message: its own, or the messages of its commits.
        time: when it was made, in seconds since 1970; None where that is not known.
        paths: how many files it changes.
        dropped: paths and commits whose edits a merge in it dropped: that was no decision, whatever the message.
    """

    message: str
    time: int | None = None
    paths: int = 1
    dropped: frozenset[tuple[str, str]] = frozenset()
    said: Said | None = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "said", read_said(self.message) if self.message.strip() else None)

    def age_of(self, edit: LandedEdit) -> int | None:
        """Returns the seconds from an edit to the change, None where that is not known."""
        return self.time - edit.commit.time if self.time is not None else None


def find_undone(files: Sequence[ChangedFile], taker: Taker) -> tuple[Undone, ...]:
    """Returns the landed edits that a change takes back, by path, the newest first.

    Args:
        files: those of the change, with the edits that landed within `WINDOW_DAYS` before it, the newest `MAX_EDITS`
            of each; those without edits only tell what moved there.
        taker: the change.
    """
    found = [one for file in files for one in _judged(file, taker, frozenset())]
    suspects = {one.file.path for one in found if one.measure.gone}
    if suspects and len(files) > 1:
        added = _added(files)
        found = [
            one
            for file in files
            if file.path in {each.file.path for each in found}
            for one in _judged(file, taker, _elsewhere(added, file.path) if file.path in suspects else frozenset())
        ]
    undone = [_undone(one, taker) for one in found]
    undone += _restored(files, undone, taker)
    undone += _removed(files, undone)
    return tuple(sorted(undone, key=lambda one: (one.path, -one.commit.time)))


def takes_back(file: ChangedFile) -> bool:
    """Tells whether most of any edit of a file is taken back, on purpose or not."""
    return any(one.share >= _MOSTLY for one in measure(file).measures)


def _judged(file: ChangedFile, taker: Taker, elsewhere: Collection[bytes]) -> Iterator[_Found]:
    if file.after is None or not file.edits:
        return
    measures = measure(file, elsewhere)
    dropped = [one for one in measures.measures if (file.path, one.edit.commit.id) in taker.dropped]
    yield from (_Found(file, one, CERTAIN) for one in dropped)
    suspects = [one for one in measures.measures if _is_much(one) and one not in dropped]
    if not suspects:
        return
    before, after = (file.before or b"").splitlines(), file.after.splitlines()
    suspects = [one for one in suspects if not _is_version(one, taker, before, after)]
    most = sum(1 for one in suspects if one.share >= _MOST)
    own = _words(before, measures.own_lost) | _words(after, measures.own_fresh)
    for one in suspects:
        around = Circumstances(
            said=taker.said,
            path=file.path,
            alone=taker.paths < 2,
            own=bool(measures.own_lost or measures.own_fresh),
            own_words=own,
            undone_words=_words(before, one.gone) | _words(after, one.back),
            edit_said=read_said(one.edit.message),
            age=taker.age_of(one.edit),
            several=most > 1 and one.share >= _MOST,
        )
        weight = points(one, around)
        if weight >= (LIKELY if one.share >= _MOST else LIKELY_PARTLY):
            yield _Found(file, one, weight)


def _is_much(one: Measure) -> bool:
    """Tells whether nearly all of an edit is taken back, or whole hunks of it are exactly as they were."""
    # A file that came with an edit is still being made: most of it may change.
    if one.edit.old is None or one.taken < _MIN_LINES:
        return False
    if one.share >= _MOST:
        return True
    # Lines that only go, and nothing beside them, are a hunk that a rebase or a resolved conflict has dropped.
    least = _MIN_HUNK if one.gone and one.back else _MIN_DROPPED
    return bool(one.whole and one.gone and one.taken >= least and (one.back or not one.near))


def _is_version(one: Measure, taker: Taker, before: Sequence[bytes], after: Sequence[bytes]) -> bool:
    """Tells whether a version goes on to the next, and so back to what it was called before: `1.1.dev`, `1.1`, ..."""
    gone, back = [before[place] for place in one.gone], [after[place] for place in one.back]
    return taker.said is not None and taker.said.makes_version and differ_in_versions(gone, back)


def _words(lines: Sequence[bytes], places: Sequence[int]) -> frozenset[str]:
    return words_in(lines[place] for place in places[:_MAX_WORDY])


def _added(files: Sequence[ChangedFile]) -> Mapping[str, frozenset[bytes]]:
    """Returns the lines that each file has only after the change, without their white space."""
    return {file.path: _proving(frozenset(keys_of(file.after)).difference(keys_of(file.before))) for file in files}


def _proving(lines: Iterable[bytes]) -> frozenset[bytes]:
    return frozenset(filter(is_evidence, lines))


def _elsewhere(added: Mapping[str, frozenset[bytes]], path: str) -> frozenset[bytes]:
    return frozenset().union(*(keys for other, keys in added.items() if other != path))


def _restored(files: Sequence[ChangedFile], undone: Sequence[Undone], taker: Taker) -> list[Undone]:
    """Returns what else is undone, however small, of files that are byte for byte what they were before edits.

    Alone that would prove too little. Where an edit of the same file is lost, or where another file of the change is
    an old version too, it was the same old copy.
    """
    known = {(one.path, one.commit.id) for one in undone}
    lost = {one.path for one in undone}
    is_stale = any(one.kind is UndoKind.RESTORED for one in undone)
    found = []
    for file in files:
        last = next((place for place, edit in enumerate(file.edits) if edit.old == file.after), None)
        if last is None or file.after is None or not (is_stale or file.path in lost):
            continue
        newer = (edit for edit in file.edits[: last + 1] if (file.path, edit.commit.id) not in known)
        found += [_as_it_was(file, edit, taker) for edit in newer if not _is_meant(file, edit, taker)]
    return found


def _is_meant(file: ChangedFile, edit: LandedEdit, taker: Taker) -> bool:
    """Tells whether the message speaks of an edit, or the edit is nothing but a version or white space."""
    gone, back = _differing(edit.new, edit.old), _differing(edit.old, edit.new)
    if taker.said is None:
        return not gone and not back
    shared = taker.said.words & read_said(edit.message).words - frozenset(words_of(file.path))
    return bool(shared) or (taker.said.makes_version and differ_in_versions(gone, back)) or not (gone or back)


def _as_it_was(file: ChangedFile, edit: LandedEdit, taker: Taker) -> Undone:
    places = {key: place for place, key in enumerate(keys_of(file.before))}
    gone = _differing(edit.new, edit.old)
    count = len(gone) + len(_differing(edit.old, edit.new))
    return Undone(
        path=file.path,
        commit=edit.commit,
        kind=UndoKind.RESTORED,
        taken_back=count,
        of=count,
        lines=tuple(ranges([places[key] for key in gone if key in places])),
        restored_to=None,
        confidence=Confidence.MEDIUM,
        age=taker.age_of(edit),
    )


def _differing(one: bytes | None, other: bytes | None) -> list[bytes]:
    """Returns the lines without their white space that one version has and the other has not."""
    return sorted((Counter(filter(None, keys_of(one))) - Counter(filter(None, keys_of(other)))).elements())


def _removed(files: Sequence[ChangedFile], undone: Sequence[Undone]) -> Iterator[Undone]:
    """Yields the files that an undone commit had added and that are gone: alone, that is a decision nearly always."""
    known = {one.commit.id: one for one in undone}
    for file in files:
        maker = next((edit for edit in file.edits if edit.old is None), None)
        if file.after is None and file.before is not None and maker is not None and maker.commit.id in known:
            other = known[maker.commit.id]
            yield _whole(file, maker, other)


def _whole(file: ChangedFile, maker: LandedEdit, other: Undone) -> Undone:
    count = len(_proving(keys_of(file.before)))
    last = len((file.before or b"").splitlines())
    lines = (Lines(first=1, last=last),) if last else ()
    return replace(
        other, path=file.path, commit=maker.commit, taken_back=count, of=count, lines=lines, restored_to=None
    )


def _undone(found: _Found, taker: Taker) -> Undone:
    file, one, weight = found
    version = next((edit.commit.id for edit in file.edits if file.after == edit.new), None)
    sure = weight >= CERTAIN and one.share >= _MOST
    return Undone(
        path=file.path,
        commit=one.edit.commit,
        kind=UndoKind.MERGE if (file.path, one.edit.commit.id) in taker.dropped else _kind(file, one),
        taken_back=one.taken,
        of=one.of,
        lines=tuple(ranges(one.gone or one.back)),
        restored_to=version if version != file.edits[0].commit.id else None,
        confidence=Confidence.HIGH if sure else Confidence.MEDIUM,
        age=taker.age_of(one.edit),
    )


def _kind(file: ChangedFile, one: Measure) -> UndoKind:
    if any(file.after == edit.old for edit in file.edits):
        return UndoKind.RESTORED
    return UndoKind.REWRITTEN if one.share >= _MOST else UndoKind.PARTIAL


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
