"""A change that took back an edit, by accident or on purpose, and the judges that are asked about it."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from agentguard.analyzer.undo import ChangedFile, Taker, find_undone


class Kind(StrEnum):
    """Names where a case comes from.

    `COPY`: a real edit, made again on the version of its file from before the edit that came last. `RESTORED`: a real
    commit, and a file that it does not touch brought back to before its last edit. `REPAIRED`: a real loss, which a
    later commit mended and called one. `REMOVAL`: a commit that says that it takes back or removes what it does.
    """

    COPY = "copy"
    RESTORED = "restored"
    REPAIRED = "repaired"
    REMOVAL = "removal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """One case.

    Attributes:
        kind: where it comes from.
        repository: name of the repository.
        commit: id of the commit whose change it is.
        taker: the change.
        file: the file, with the edits before it.
        undone: id of the commit whose edit is taken back.
    """

    kind: Kind
    repository: str
    commit: str
    taker: Taker
    file: ChangedFile
    undone: str

    @property
    def is_lost(self) -> bool:
        """Whether it was no decision."""
        return self.kind is not Kind.REMOVAL


def by_agentguard(case: Loss) -> bool:
    """Tells whether agentguard names the edit."""
    return any(one.commit.id == case.undone for one in find_undone([case.file], case.taker))


def by_content(case: Loss) -> bool:
    """Tells whether agentguard would name it if changes had no messages."""
    bare = Taker(message="", time=case.taker.time, paths=case.taker.paths)
    return any(one.commit.id == case.undone for one in find_undone([case.file], bare))


def by_blob(case: Loss) -> bool:
    """Tells whether the file is byte for byte what it was before the edit."""
    return any(edit.commit.id == case.undone and edit.old == case.file.after for edit in case.file.edits)


def by_any_lines(case: Loss) -> bool:
    """Tells whether two neighbouring lines that the edit added are gone."""
    edit = next(one for one in case.file.edits if one.commit.id == case.undone)
    old, after = set((edit.old or b"").splitlines()), set((case.file.after or b"").splitlines())
    gone = [line not in old and line not in after for line in (edit.new or b"").splitlines()]
    return any(one and other for one, other in pairwise(gone))


JUDGES = {
    "agentguard": by_agentguard,
    "agentguard, messages unread": by_content,
    "byte-identical to before the edit": by_blob,
    "two neighbouring added lines gone": by_any_lines,
}
