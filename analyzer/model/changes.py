"""What a change did to files, as git reports it."""

from enum import IntEnum, StrEnum

from agentguard.analyzer.model.value import dataclass


class ChangeStatus(StrEnum):
    """Names what happened to a path."""

    ADDED = "added"
    MODIFIED = "modified"
    DELETED = "deleted"
    RENAMED = "renamed"
    COPIED = "copied"
    TYPE_CHANGED = "type-changed"


class Mode(IntEnum):
    """Git's file modes; `ABSENT` is the side on which a path does not exist."""

    ABSENT = 0
    FILE = 0o100644
    EXECUTABLE = 0o100755
    SYMLINK = 0o120000
    GITLINK = 0o160000


REGULAR = frozenset({Mode.FILE, Mode.EXECUTABLE})


class Category(StrEnum):
    """Names what a file is for, told by its path and, where known, its first bytes."""

    SOURCE = "source"
    TEST = "test"
    DOCS = "docs"
    CONFIG = "config"
    LOCK = "lock"
    GENERATED = "generated"
    ARTIFACT = "artifact"
    BINARY = "binary"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Lines:
    """A range of lines, 1-based and inclusive at both ends."""

    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hunk:
    """One run of changed lines without context.

    `old` or `new` is None where the hunk has no line on that side; `old_after` and `new_after` are then the lines
    (0-based count of lines before the gap) behind which the other side's lines stand.
    """

    old: Lines | None
    new: Lines | None
    old_after: int
    new_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One file of a change: both names, modes and blob ids, and the hunks where its content is text.

    Attributes:
        path: POSIX, relative to the root; undecodable bytes as surrogate escapes.
        old_path: the former name of a renamed or copied file, else None.
        old_mode: git's mode of the old side, 0 where the path did not exist.
        new_mode: git's mode of the new side, 0 where the path is gone.
        old_id: object id of the old side, None where the path did not exist.
        new_id: object id of the new side, None where the path is gone.
        binary: git shows no text difference.
        added: number of added lines, None for binary files.
        deleted: number of deleted lines, None for binary files.
        hunks: in order of lines; empty for binary files.
    """

    path: str
    old_path: str | None = None
    status: ChangeStatus
    old_mode: int
    new_mode: int
    old_id: str | None
    new_id: str | None
    binary: bool = False
    added: int | None = None
    deleted: int | None = None
    hunks: tuple[Hunk, ...] = ()

    @property
    def source_path(self) -> str:
        """The name on the old side."""
        return self.old_path or self.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Something that was not looked at, and why; nothing is left out silently."""

    what: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSet:
    """Everything between two trees.

    Attributes:
        name: how the user named it, for messages.
        base: commit id of the old side, None for a root commit or where the old side is no commit.
        head: commit id of the new side, None where it is an index, a dirty worktree or a patch.
        tip: the newest commit below what is not committed; the same as `head` where everything is.
        base_tree: tree id of the old side.
        head_tree: tree id of the new side; it may live in a quarantine.
        message: the commit message where the change is one commit, else the messages of its commits, oldest first.
        changes: by path.
        skipped: what could not be read.
    """

    name: str
    base: str | None
    head: str | None
    tip: str | None
    base_tree: str
    head_tree: str
    message: str = ""
    changes: tuple[Change, ...]
    skipped: tuple[Skipped, ...] = ()
