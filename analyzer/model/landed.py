"""What landed on the target beside a change, and what a change takes back of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.model.findings import Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class LandedCommit:
    """A commit of the target; `time` is the committer's, in seconds since 1970."""

    id: str
    subject: str
    time: int


class BaseEvidence(StrEnum):
    """Names how the commit that a change was made from is known."""

    MERGE_BASE = "merge base"
    TRAILER = "trailer"
    CONTENT = "content"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueBase:
    """The commit that a change was really made from.

    Attributes:
        commit: its id; the merge base or one of its ancestors.
        evidence: how it is known.
        files: for each file that was made from an older version than `commit` has: id of the newest commit that has
            the version.
    """

    commit: str
    evidence: BaseEvidence
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LandedFile:
    """A file of a change that commits of the target touched since the change's base.

    Attributes:
        path: as the change names it.
        commits: newest first.
        symbols: qualified names of what both changed, more than cosmetically; None where nobody compared symbols.
        read: the change does not write the file but was made from it (a spec, a declared read).
    """

    path: str
    commits: tuple[LandedCommit, ...]
    symbols: tuple[str, ...] | None = None
    read: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Landed:
    """What a change was built without.

    Attributes:
        target: the branch that moved.
        base: commit id of the change's true base.
        behind: how many commits of the target are not in the base; 0 where it is not known.
        files: by path.
    """

    target: str
    base: str
    behind: int
    files: tuple[LandedFile, ...] = ()


class UndoKind(StrEnum):
    """Names how a change takes back what had landed.

    `RESTORED`: the file is byte for byte what it was at an earlier time. `REWRITTEN`: it was made from an older copy.
    `PARTIAL`: some hunks of the landed edit are gone. `MERGE`: a merge commit dropped one side's edit.
    """

    RESTORED = "restored"
    REWRITTEN = "rewritten"
    PARTIAL = "partial"
    MERGE = "merge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """An edit of a landed commit to one file that a change takes back without saying so.

    Attributes:
        path: the file, as the change names it.
        commit: whose edit it was.
        kind: how it was taken back.
        taken_back: lines of that edit that are undone: added ones that are gone, removed ones that are back.
        of: lines of that edit that were still in force before the change.
        lines: where the undone edit stood in the file before the change, or where removed lines are back in it after.
        restored_to: id of the commit whose version of the file it is now, None unless it is exactly that.
        confidence: how sure it is that this was no decision.
    """

    path: str
    commit: LandedCommit
    kind: UndoKind
    taken_back: int
    of: int
    lines: tuple[Lines, ...] = ()
    restored_to: str | None = None
    confidence: Confidence = Confidence.HIGH


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """A name in a document that the code had once and no longer has.

    Attributes:
        path: of the document.
        line: where it names it.
        name: as written there.
        kind: `function`, `class`, `parameter`, `flag`, `key`, `variable`, `path`.
        defined_in: path of the file that had it.
        gone_since: id of the commit that took it away, None where that is the change itself or not known.
        new_name: what it is called now, None where that cannot be told.
    """

    path: str
    line: int
    name: str
    kind: str
    defined_in: str
    gone_since: str | None = None
    new_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fork:
    """Where a branch left the target.

    Attributes:
        target: the branch that it will land on.
        base: commit id of the fork point.
        base_time: committer's time of it, in seconds since 1970.
        behind: commits of the target that are not in the branch.
        target_time: committer's time of the target's tip.
        ahead_of_remote: commits of the local target that its remote counterpart lacks, None where there is none.
        behind_remote: commits of the remote counterpart that the local target lacks, likewise.
        remote: name of the remote counterpart, None where there is none.
        other_default: another remote's default branch that the branch is nearer to, None where there is none.
    """

    target: str
    base: str
    base_time: int
    behind: int
    target_time: int
    ahead_of_remote: int | None = None
    behind_remote: int | None = None
    remote: str | None = None
    other_default: str | None = None
