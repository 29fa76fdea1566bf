"""Tells cheaply which edits of a file a later change cannot have taken back."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from agentguard.analyzer.gather.history.suspects import Edit, Suspect, SuspectFile
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.undo.lines import is_evidence, keys_of

Lines = frozenset[bytes]

_MAX_BYTES = 400_000
# What is remembered between commits, which mostly touch what their neighbours touched.
_CONTENTS = 32_000_000  # bytes
_DIFFERENCES = 20_000
# So many contents are asked for at once, since every question costs a change between processes.
_TOGETHER = 64
_FEWEST = 2
# Lines that are gone and others back in their place, at least so many, may be a whole hunk of a large edit.
_WHOLE_HUNK = 4
# So may be lines that only go.
_DROPPED_HUNK = 3
# Less than this is follow-up work on the same lines nearly always.
_LEAST = 0.7

_Unit = tuple[int, SuspectFile]
_Pair = tuple[str | None, str | None]


class _Difference(NamedTuple):
    """The lines that prove anything and that only one of two versions has."""

    lost: Lines
    fresh: Lines


class Deltas:
    """Holds versions of files against each other as sets of lines, each read once where commits lie near each other."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._contents: dict[str, bytes] = {}
        self._bytes = 0
        self._differences: dict[_Pair, _Difference] = {}

    def narrowed(self, suspects: Sequence[Suspect]) -> Iterator[Suspect | None]:
        """Yields each with the files and edits of which enough may be taken back; None where there are none."""
        kept: list[list[SuspectFile]] = [[] for _ in suspects]
        for units in self._read(suspects):
            for place, file in units:
                edits = tuple(self._undone(file, merge=len(suspects[place].commit.parents) > 1))
                if edits:
                    kept[place].append(file._replace(edits=edits))
            self._forget()
        for suspect, files in zip(suspects, kept, strict=True):
            # That a file is gone again counts beside another one of which something is taken back.
            gone = [file for file in suspect.files if file.new_id is None] if files else []
            # So does that one is again what it was, for edits of any size.
            again = [file for file in map(_restored, suspect.files) if file is not None] if files else []
            known = {file.path for file in (*gone, *again)}
            others = [file for file in files if file.path not in known]
            yield suspect._replace(files=(*others, *gone, *again)) if files else None

    def _read(self, suspects: Sequence[Suspect]) -> Iterator[list[_Unit]]:
        """Yields the files in portions of which all contents are read."""
        units: list[_Unit] = []
        missing: dict[str, None] = {}
        for place, suspect in enumerate(suspects):
            merge = len(suspect.commit.parents) > 1
            for file in suspect.files:
                # A file that came with an edit is still being made; what merges have of it is made.
                edits = tuple(edit for edit in file.edits if merge or edit.old_id is not None)
                if (file.new_id is None and not merge) or not edits:
                    continue
                units.append((place, file._replace(edits=edits)))
                missing.update(dict.fromkeys(self._missing(file)))
                if len(missing) >= _TOGETHER:
                    yield self._with_contents(units, missing)
                    units, missing = [], {}
        yield self._with_contents(units, missing)

    def _missing(self, file: SuspectFile) -> Iterator[str]:
        for pair in ((file.old_id, file.new_id), *((edit.old_id, edit.new_id) for edit in file.edits)):
            if pair not in self._differences:
                yield from (blob for blob in pair if blob is not None and blob not in self._contents)

    def _with_contents(self, units: list[_Unit], missing: dict[str, None]) -> list[_Unit]:
        for blob, content in self._repository.objects.read_many(missing):
            self._remember(blob, content)
        return units

    def _undone(self, file: SuspectFile, *, merge: bool) -> Iterator[Edit]:
        change = self._difference(file.old_id, file.new_id)
        if len(change.lost) + len(change.fresh) < _FEWEST:
            return
        before: Lines | None = None
        for edit in file.edits:
            earlier = self._difference(edit.old_id, edit.new_id)
            gone, back = len(earlier.fresh & change.lost), len(earlier.lost & change.fresh)
            taken = gone + back
            if taken < _FEWEST:
                continue
            # What a merge drops of an edit, git's own merge tells of any part.
            if merge:
                yield edit
                continue
            if before is None:
                before = frozenset(keys_of(self._content(file.old_id)))
            if (
                gone >= _DROPPED_HUNK
                or (gone and back and taken >= _WHOLE_HUNK)
                or taken >= _LEAST * (len(earlier.fresh & before) + len(earlier.lost - before))
            ):
                yield edit

    def _difference(self, old: str | None, new: str | None) -> _Difference:
        known = self._differences.get((old, new))
        if known is None:
            before, after = map(set, map(keys_of, _changed_part(self._content(old), self._content(new))))
            known = _Difference(_proving(before - after), _proving(after - before))
            self._differences[old, new] = known
        return known

    def _content(self, blob: str | None) -> bytes:
        if blob is None:
            return b""
        known = self._contents.get(blob)
        return self._remember(blob, self._repository.objects.read(blob)) if known is None else known

    def _remember(self, blob: str, content: bytes | None) -> bytes:
        text = self._contents[blob] = _text(content)
        self._bytes += len(text)
        return text

    def _forget(self) -> None:
        """Lets the oldest go; what is in work is there together."""
        while self._bytes > _CONTENTS:
            self._bytes -= len(self._contents.pop(next(iter(self._contents))))
        while len(self._differences) > _DIFFERENCES:
            del self._differences[next(iter(self._differences))]


def _restored(file: SuspectFile) -> SuspectFile | None:
    """Returns a file that is byte for byte what it was before one of its edits, with those that are undone by that."""
    if file.new_id is None:
        return None
    last = next((place for place, edit in enumerate(file.edits) if edit.old_id == file.new_id), None)
    return file._replace(edits=file.edits[: last + 1]) if last is not None else None


def _proving(lines: set[bytes]) -> Lines:
    return frozenset(filter(is_evidence, lines))


def _text(content: bytes | None) -> bytes:
    """Returns the content, nothing where it is no text of a sane size."""
    return b"" if content is None or len(content) > _MAX_BYTES or b"\0" in content else content


def _changed_part(old: bytes, new: bytes) -> tuple[bytes, bytes]:
    """Leaves out the whole lines with which both versions begin and end: most edits leave most of a file alone."""
    first = old.rfind(b"\n", 0, _common_start(old, new)) + 1
    old, new = old[first:], new[first:]
    same = _common_end(old, new)
    end = old.find(b"\n", len(old) - same)
    last = len(old) - end - 1 if same and end >= 0 else 0
    return old[: len(old) - last], new[: len(new) - last]


def _common_start(one: bytes, other: bytes) -> int:
    """Returns how many bytes both begin with."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _common_end(one: bytes, other: bytes) -> int:
    """Returns how many bytes both end with."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[len(one) - middle : len(one) - low] == other[len(other) - middle : len(other) - low]:
            low = middle
        else:
            high = middle - 1
    return low
