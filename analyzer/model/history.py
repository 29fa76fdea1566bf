"""Past commits as git's raw log tells them."""

from collections.abc import Iterator
from typing import NamedTuple


class RawChange(NamedTuple):
    """One path of a past commit; `status` is git's letter (A, M, D, T), modes octal and ids full, as in the log."""

    old_mode: str
    new_mode: str
    old_id: str
    new_id: str
    status: str
    path: str


class CommitRecord(NamedTuple):
    """One past commit.

    A named tuple, with the raw entries unparsed: whole histories have hundreds of thousands of them, and few are asked.

    Attributes:
        id: full commit id.
        parents: their ids.
        time: the committer's, in seconds since 1970.
        author: name.
        email: the author's.
        message: subject, body and trailers.
        entries: `:100644 100644 <old id> <new id> M` for each path; empty for merges.
        paths: in the same order.
        written: the author's time, likewise; a rebase or a patch that is applied keeps it. 0 where nobody told.
    """

    id: str
    parents: tuple[str, ...]
    time: int
    author: str
    email: str
    message: str
    entries: list[str]
    paths: list[str]
    written: int = 0

    @property
    def subject(self) -> str:
        """The first line of the message."""
        return self.message.strip().partition("\n")[0]

    def changes(self) -> Iterator[RawChange]:
        """Parses the raw entries."""
        for entry, path in zip(self.entries, self.paths, strict=True):
            yield _parsed(entry, path)

    def change_of(self, path: str) -> RawChange | None:
        """Parses the raw entry of one path, None where the commit did not touch it."""
        if path not in self.paths:
            return None
        return _parsed(self.entries[self.paths.index(path)], path)


def _parsed(entry: str, path: str) -> RawChange:
    old_mode, new_mode, old_id, new_id, status = entry.removeprefix(":").split(" ")
    return RawChange(old_mode, new_mode, old_id, new_id, status, path)
