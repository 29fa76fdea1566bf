"""Commits that touch what others touched shortly before: what has to be known of them to judge whether that is lost."""

from typing import NamedTuple

from agentguard.analyzer.model.history import CommitRecord, RawChange
from agentguard.analyzer.model.landed import LandedCommit

# As `undo.WINDOW_DAYS` and `undo.MAX_EDITS` have it; the package is not imported here, so that the log starts early.
REACH_DAYS = 14
MAX_EDITS = 30


class Edit(NamedTuple):
    """What one commit did to a file.

    Attributes:
        commit: which one; without its paths where it comes from a log.
        landing: the commit of the mainline with which it came in.
        old_id: blob id before it, None where the file did not exist.
        new_id: likewise after it.
    """

    commit: CommitRecord
    landing: str
    old_id: str | None
    new_id: str | None


class SuspectFile(NamedTuple):
    """One file of a commit, and the edits that came shortly before, newest first; blob ids as in `Edit`."""

    path: str
    old_id: str | None
    new_id: str | None
    edits: tuple[Edit, ...]


class Suspect(NamedTuple):
    """A commit that may take back what others did.

    Attributes:
        number: its place in the log.
        commit: as the log tells it.
        landing: the commit of the mainline with which it came in.
        files: those that others touched before.
        parent: the parent whose files they are compared with.
        paths: how many files differ from those.
    """

    number: int
    commit: CommitRecord
    landing: str
    files: tuple[SuspectFile, ...]
    parent: str
    paths: int


class Seen(NamedTuple):
    """A commit of the log with its place and its landing; `asked` tells whether it is one of those that are judged."""

    number: int
    commit: CommitRecord
    landing: str
    asked: bool

    @property
    def bare(self) -> CommitRecord:
        """The commit without its paths, light enough to be kept and sent."""
        return self.commit._replace(entries=[], paths=[])

    def edit(self, change: RawChange) -> Edit:
        """Returns what it did to one path."""
        return Edit(self.bare, self.landing, present(change.old_id), present(change.new_id))


def present(blob: str) -> str | None:
    """Returns a blob id, None for that of a side on which the path does not exist."""
    return blob if blob.strip("0") else None


def landed_commit(commit: CommitRecord) -> LandedCommit:
    """Returns what findings say of a past commit."""
    return LandedCommit(id=commit.id, subject=commit.subject, time=commit.time)
