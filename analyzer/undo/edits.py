"""One file of a change, the edits that landed before it, and what became of them."""

from agentguard.analyzer.model.landed import LandedCommit
from agentguard.analyzer.model.value import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LandedEdit:
    """What a landed commit did to the file.

    Attributes:
        commit: which one.
        message: its whole message.
        old: the file before it, None where it did not exist.
        new: the file after it, None where it was gone.
    """

    commit: LandedCommit
    message: str
    old: bytes | None
    new: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedFile:
    """A file of a change and the landed edits that its old side stands on.

    Attributes:
        path: as the change names it.
        before: its content before the change, None where it did not exist.
        after: its content after the change, None where it is gone.
        edits: the recent ones, newest first.
    """

    path: str
    before: bytes | None
    after: bytes | None
    edits: tuple[LandedEdit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What became of the lines of one edit that prove anything.

    Attributes:
        edit: whose lines.
        of: how many were in force before the change.
        gone: 0-based lines of the version before the change that the edit had added.
        back: 0-based lines of the version after the change that the edit had removed.
        followed: how many were edited further, moved, or replaced by something new.
        hunks: how many hunks of the edit are in force.
        whole: how many of these are taken back to the last line.
        emptied: how many have lost all that they had added.
        near: how many other lines changed right beside the lines that are gone.
        kept: how many newer edits of the file are in force after the change.
    """

    edit: LandedEdit
    of: int
    gone: tuple[int, ...]
    back: tuple[int, ...]
    followed: int
    hunks: int
    whole: int
    emptied: int = 0
    near: int = 0
    kept: int = 0

    @property
    def taken(self) -> int:
        """The number of lines taken back."""
        return len(self.gone) + len(self.back)

    @property
    def share(self) -> float:
        """The share of the edit that is taken back."""
        return self.taken / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMeasures:
    """What a change did to one file.

    Attributes:
        measures: of the edits of which something is taken back, newest first.
        own_lost: 0-based lines of the version before that are gone, and that no edit accounts for.
        own_fresh: 0-based lines of the version after that are new, and that no edit had removed.
    """

    measures: tuple[Measure, ...] = ()
    own_lost: tuple[int, ...] = ()
    own_fresh: tuple[int, ...] = ()
