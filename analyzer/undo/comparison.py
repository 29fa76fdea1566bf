"""How much of the landed edits of a file a later change takes back."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from agentguard.analyzer.model.value import replace
from agentguard.analyzer.undo.alignment import TooDifferentError, align
from agentguard.analyzer.undo.edits import ChangedFile, FileMeasures, LandedEdit, Measure
from agentguard.analyzer.undo.lines import Table

_REPLACED = 0.5
_MOSTLY = 0.5
# Bounds of what a made-up file can cost: lines of a file, pairs of lines that are held against each other in a hunk.
_MAX_LINES = 20_000
_MAX_PAIRS = 20_000


def measure(
    file: ChangedFile, elsewhere: Collection[bytes] = frozenset(), foreign: Collection[bytes] = frozenset()
) -> FileMeasures:
    """Measures what a change takes back of each edit of a file.

    Args:
        file: its versions.
        elsewhere: lines without their white space that the change adds to other files: what moved there is not lost.
        foreign: likewise lines that are new here, and were there before: nobody wrote them to replace others.
    """
    versions = (file.before, file.after, *(text for edit in file.edits for text in (edit.old, edit.new)))
    if any(text is not None and text.count(b"\n") > _MAX_LINES for text in versions):
        return FileMeasures()
    try:
        return _Comparison(file, elsewhere, foreign).measures()
    except TooDifferentError:
        return FileMeasures()


class _Hunk(NamedTuple):
    """A run of differences: places of lines on both sides, half-open."""

    first: int
    last: int
    start: int
    end: int


class _Landed(NamedTuple):
    """One edit, and by its hunks what of it is in force before the change.

    Attributes:
        edit: which one.
        added: places in the version before the change.
        removed: places in the version after the change, -1 for a line that is not back.
    """

    edit: LandedEdit
    added: list[list[int]]
    removed: list[list[int]]


class _Comparison:
    def __init__(self, file: ChangedFile, elsewhere: Collection[bytes], foreign: Collection[bytes]) -> None:
        self._file = file
        self._table = Table()
        self._before = self._table.lines(file.before)
        self._after = self._table.lines(file.after)
        self._elsewhere = elsewhere
        self._foreign = foreign
        self._aligned: dict[tuple[int, int], list[int]] = {}
        kept = self._align(self._before, self._after)
        self._kept = kept
        self._hunks = list(_hunks(kept, len(self._after)))
        self._hunk_of = {place: hunk for hunk in self._hunks for place in range(hunk.first, hunk.last)}
        self._fresh = {place for hunk in self._hunks for place in range(hunk.start, hunk.end)}
        self._lost_lines = Counter(self._before[place] for place in self._hunk_of)
        self._fresh_lines = Counter(self._after[place] for place in self._fresh)
        is_evidence = self._table.is_evidence
        self._lost = {place: None for place in self._hunk_of if is_evidence(self._before[place])}
        self._new = {place: None for place in sorted(self._fresh) if is_evidence(self._after[place])}

    def measures(self) -> FileMeasures:
        """Measures all edits."""
        if not self._hunks:
            return FileMeasures()
        landed = [self._read(edit) for edit in self._file.edits]
        known = [one for one in landed if one is not None]
        back = {place for one in known for run in one.removed for place in run if place >= 0}
        followed = {place for hunk in self._hunks for place in self._followed(hunk, back)}
        found = {id(one.edit): self._measured(one, followed) for one in known}
        gone = {place for one in found.values() for place in one.gone}
        return FileMeasures(
            measures=tuple(self._placed(found, gone, back)),
            own_lost=tuple(place for place in self._lost if place not in gone),
            own_fresh=tuple(place for place in self._new if place not in back),
        )

    def _placed(self, found: Mapping[int, Measure], gone: Collection[int], back: Collection[int]) -> Iterator[Measure]:
        """Yields the measures that show something, with what stands around them in the file and in time."""
        kept = 0
        for edit in self._file.edits:
            one = found.get(id(edit))
            if one is not None and one.taken:
                yield replace(one, near=self._near(one.gone, gone, back), kept=kept)
            if one is None or (one.of and one.share < _MOSTLY):
                kept += 1 if one is not None else self._stands(edit)

    def _stands(self, edit: LandedEdit) -> bool:
        """Tells whether something that an edit added is in the file before the change, as far as that is cheap."""
        table = self._table
        added = set(table.lines(edit.new)).difference(table.lines(edit.old))
        return any(table.is_evidence(line) for line in added.intersection(self._before))

    def _near(self, lines: Iterable[int], gone: Collection[int], back: Collection[int]) -> int:
        hunks = {self._hunk_of[place] for place in lines}
        fresh = sum(
            1 for hunk in hunks for place in range(hunk.start, hunk.end) if place in self._new and place not in back
        )
        lost = sum(
            1 for hunk in hunks for place in range(hunk.first, hunk.last) if place in self._lost and place not in gone
        )
        return fresh + lost

    def _read(self, edit: LandedEdit) -> _Landed | None:
        """Returns the lines of an edit that are in force; None where nothing of it can have been taken back."""
        table = self._table
        old, new = table.lines(edit.old), table.lines(edit.new)
        old_lines, new_lines = Counter(old), Counter(new)
        added, removed = new_lines - old_lines, old_lines - new_lines
        if not any(table.is_evidence(line) for line in self._lost_lines.keys() & added.keys()) and not any(
            table.is_evidence(line) for line in self._fresh_lines.keys() & removed.keys()
        ):
            return None
        to_before, from_old, to_after = (
            self._align(*pair) for pair in ((new, self._before), (old, self._before), (old, self._after))
        )
        hunks = list(_hunks(self._align(old, new), len(new)))
        return _Landed(
            edit,
            [
                [
                    to_before[place]
                    for place in range(hunk.start, hunk.end)
                    if to_before[place] >= 0 and new[place] in added and table.is_evidence(new[place])
                ]
                for hunk in hunks
            ],
            [
                [
                    self._came_back(old[place], to_after[place])
                    for place in range(hunk.first, hunk.last)
                    if from_old[place] < 0 and old[place] in removed and table.is_evidence(old[place])
                ]
                for hunk in hunks
            ],
        )

    def _align(self, old: list[int], new: list[int]) -> list[int]:
        """Aligns two versions, each two once: most edits begin at the version that another one left."""
        key = (id(old), id(new))  # the table holds the lists
        if key not in self._aligned:
            self._aligned[key] = align(old, new)
        return self._aligned[key]

    def _came_back(self, line: int, place: int) -> int:
        """Returns the place in the version after the change, -1 where the line is not new there or only moved."""
        return place if place in self._fresh and line not in self._lost_lines else -1

    def _followed(self, hunk: _Hunk, back: Collection[int]) -> Iterator[int]:
        """Yields the lost lines of a hunk of the change that live on: moved, edited, or replaced by something new."""
        table = self._table
        lost = [place for place in range(hunk.first, hunk.last) if table.is_evidence(self._before[place])]
        fresh = [
            self._after[place]
            for place in range(hunk.start, hunk.end)
            if place not in back and self._is_written(self._after[place])
        ]
        came_back = any(place in back for place in range(hunk.start, hunk.end))
        replaced = len(fresh) >= _REPLACED * len(lost) and not came_back
        near = fresh if len(fresh) * len(lost) <= _MAX_PAIRS else ()
        text = table.squeezed(near)
        for place in lost:
            line = self._before[place]
            moved = line in self._fresh_lines or table.keys[line] in self._elsewhere
            if replaced or moved or table.squeezed([line]) in text or table.alike(line, near):
                yield place

    def _is_written(self, line: int) -> bool:
        """Tells whether a new line proves anything, and was written for this change."""
        return self._table.is_evidence(line) and self._table.keys[line] not in self._foreign

    def _measured(self, landed: _Landed, followed: Collection[int]) -> Measure:
        gone: list[int] = []
        back: list[int] = []
        of = hunks = whole = emptied = on = 0
        for added, removed in zip(landed.added, landed.removed, strict=True):
            size = len(added) + len(removed)
            lost = [place for place in added if self._kept[place] < 0]
            really = [place for place in lost if place not in followed]
            again = [place for place in removed if place >= 0]
            gone += really
            back += again
            on += len(lost) - len(really)
            of += size
            hunks += size > 0
            whole += 0 < size == len(really) + len(again)
            emptied += 0 < len(added) == len(really)
        counts = {"of": of, "followed": on, "hunks": hunks, "whole": whole, "emptied": emptied}
        return Measure(edit=landed.edit, gone=tuple(gone), back=tuple(back), **counts)


def _hunks(partners: Sequence[int], length: int) -> Iterator[_Hunk]:
    """Yields the runs between paired lines."""
    first = start = 0
    for place, partner in enumerate([*partners, length]):
        if partner < 0:
            continue
        if place > first or partner > start:
            yield _Hunk(first, place, start, partner)
        first, start = place + 1, partner + 1
