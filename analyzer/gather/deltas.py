"""Tells cheaply which edits of a file a later change cannot have taken back."""

from collections.abc import Iterator
from typing import NamedTuple

from agentguard.analyzer.gather.suspects import Edit, Suspect, SuspectFile
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.undo.lines import is_evidence

Lines = frozenset[bytes]

_MAX_BYTES = 400_000
# What is remembered between commits, which mostly touch what their neighbours touched.
_CONTENTS = 32_000_000  # bytes
_DIFFERENCES = 20_000
_FEWEST = 2
# Lines that are gone and others back in their place, at least so many, may be a whole hunk of a large edit.
_WHOLE_HUNK = 4
# Less than this is follow-up work on the same lines nearly always.
_LEAST = 0.7


class _Difference(NamedTuple):
    lost: Lines
    fresh: Lines


class Deltas:
    """Holds versions of files against each other as sets of lines, each read once where commits lie near each other."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._contents: dict[str, bytes] = {}
        self._bytes = 0
        self._differences: dict[tuple[str | None, str | None], _Difference] = {}

    def narrowed(self, suspect: Suspect) -> Suspect | None:
        """Returns the files and edits of which enough may be taken back; None where there are none."""
        missing = dict.fromkeys(self._missing(suspect))
        for blob, content in self._repository.objects.read_many(missing):
            self._remember(blob, content)
        files = []
        for file in suspect.files:
            edits = tuple(edit for edit in file.edits if self._may_undo(file, edit))
            if edits:
                files.append(file._replace(edits=edits))
        self._forget()
        # That a file is gone again counts beside another one of which something is taken back.
        kept = any(file.new_id is not None for file in files)
        return suspect._replace(files=tuple(files)) if kept else None

    def _may_undo(self, file: SuspectFile, edit: Edit) -> bool:
        if edit.old_id is None and file.new_id is not None:
            return False  # a file that came with an edit is still being made
        change = self._difference(file.old_id, file.new_id)
        earlier = self._difference(edit.old_id, edit.new_id)
        gone, back = earlier.fresh & change.lost, earlier.lost & change.fresh
        if len(gone) + len(back) < _FEWEST:
            return False
        taken = _worth(gone) + _worth(back)
        if taken < _FEWEST:
            return False
        if gone and back and taken >= _WHOLE_HUNK:
            return True
        before = frozenset(_lines(self._content(file.old_id)))
        return taken >= _LEAST * (_worth(earlier.fresh & before) + _worth(earlier.lost - before))

    def _difference(self, old: str | None, new: str | None) -> _Difference:
        known = self._differences.get((old, new))
        if known is None:
            before, after = map(frozenset, map(_lines, _changed_part(self._content(old), self._content(new))))
            known = self._differences[old, new] = _Difference(before - after, after - before)
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
        """Lets the oldest go; what a single commit needs is there together."""
        while self._bytes > _CONTENTS:
            self._bytes -= len(self._contents.pop(next(iter(self._contents))))
        while len(self._differences) > _DIFFERENCES:
            del self._differences[next(iter(self._differences))]

    def _missing(self, suspect: Suspect) -> Iterator[str]:
        for file in suspect.files:
            pairs = [(file.old_id, file.new_id), *((edit.old_id, edit.new_id) for edit in file.edits)]
            for pair in pairs:
                if pair not in self._differences:
                    yield from (blob for blob in pair if blob is not None and blob not in self._contents)


def _worth(lines: Lines) -> int:
    """Counts the lines that can prove anything."""
    return sum(is_evidence(b"".join(line.split())) for line in lines)


def _text(content: bytes | None) -> bytes:
    """Returns the content, nothing where it is no text of a sane size."""
    return b"" if content is None or len(content) > _MAX_BYTES or b"\0" in content else content


def _lines(content: bytes) -> Iterator[bytes]:
    """Yields the lines without the white space around them; blank ones prove nothing."""
    return filter(None, map(bytes.strip, content.split(b"\n")))


def _changed_part(old: bytes, new: bytes) -> tuple[bytes, bytes]:
    """Leaves out the whole lines with which both versions begin and end: most edits leave most of a file alone."""
    first = old.rfind(b"\n", 0, _common_start(old, new)) + 1
    old, new = old[first:], new[first:]
    same = _common_start(old[::-1], new[::-1])
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
