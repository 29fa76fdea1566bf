"""The files of one commit as the judge sees them, the same from a raw log and from a diff."""

from collections.abc import Iterator, Sequence

from agentguard.analyzer.model.changes import ChangeSet, ChangeStatus
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.value import dataclass

_LETTERS = {
    ChangeStatus.ADDED: "A",
    ChangeStatus.COPIED: "A",
    ChangeStatus.DELETED: "D",
    ChangeStatus.RENAMED: "R",
    ChangeStatus.TYPE_CHANGED: "T",
    ChangeStatus.MODIFIED: "M",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of a commit; ids are empty where a side does not exist, `status` is git's letter."""

    path: str
    old_path: str
    status: str
    old_id: str
    new_id: str
    mode: int


def pieces_of_record(commit: CommitRecord) -> tuple[Piece, ...]:
    """Reads the files of a commit from the raw log."""
    return tuple(_from_record(commit))


def _from_record(commit: CommitRecord) -> Iterator[Piece]:
    for _, new_mode, old_id, new_id, status, path in commit.changes():
        old = "" if status == "A" else old_id
        new = "" if status == "D" else new_id
        yield Piece(path, path, status, old, new, int(new_mode, 8))


def pieces_of_change(change: ChangeSet) -> tuple[Piece, ...]:
    """Reads the files of an opened change."""
    return tuple(
        Piece(one.path, one.source_path, _LETTERS[one.status], one.old_id or "", one.new_id or "", one.new_mode)
        for one in change.changes
    )


def folder_of(path: str) -> str:
    """Returns the folder of a path, empty at the top."""
    return path.rpartition("/")[0]


def common_folder_depth(one: Sequence[str], other: Sequence[str]) -> int:
    """Counts the folders that two split paths share from the top."""
    depth = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        depth += 1
    return depth
