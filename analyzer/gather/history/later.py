"""Remembers in few bytes which commits of a log left which contents, so that one can ask what came after a commit."""

from array import array
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from agentguard.analyzer.model.history import CommitRecord

# So many characters of an id name an object; git itself tells where they do not.
_PREFIX = 16
_BYTES = _PREFIX // 2
_MODES = len(":100644 100644 ")
# 24 bytes each. What is older than so many changes of files is not told.
_MOST = 500_000


class Version(NamedTuple):
    """A content that a commit left, None where the file was gone; both ids abbreviated."""

    commit: str
    blob: str | None


class Later:
    """Takes in a log, newest first."""

    def __init__(self) -> None:
        self._paths: array[int] = array("q")
        self._commits = bytearray()
        self._blobs = bytearray()
        # How many changes of files were there before each commit of the log.
        self._before: array[int] = array("L")

    def take(self, commit: CommitRecord) -> None:
        """Takes in the next commit; what merges bring was done by others."""
        known = len(self._paths)
        if known > _MOST:
            return
        self._before.append(known)
        if len(commit.parents) > 1 or not commit.paths:
            return
        new = _MODES + len(commit.id) + 1
        self._paths.extend(map(hash, commit.paths))
        self._blobs += bytes.fromhex("".join([entry[new : new + _PREFIX] for entry in commit.entries]))
        self._commits += bytes.fromhex(commit.id[:_PREFIX]) * len(commit.paths)

    def versions(self, path: str, number: int) -> tuple[Version, ...] | None:
        """Returns what the commits later than one left of a file, the next one first; None where that is not known.

        Args:
            path: the file.
            number: the place of the commit in the log, from 1.
        """
        if not 1 < number <= len(self._before):
            return None
        return tuple(self._found(hash(path), self._before[number - 1]))

    def _found(self, path: int, end: int) -> Iterator[Version]:
        places: list[int] = []
        place = -1
        with suppress(ValueError):
            while True:
                place = self._paths.index(path, place + 1, end)
                places.append(place)
        for place in reversed(places):
            commit, blob = (ids[place * _BYTES : (place + 1) * _BYTES] for ids in (self._commits, self._blobs))
            yield Version(commit.hex(), blob.hex() if any(blob) else None)
