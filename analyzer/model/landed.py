"""What landed on the target beside a change, and what a change takes back of it."""

from collections.abc import Mapping
from enum import StrEnum

from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.model.findings import Confidence, Restored
from agentguard.analyzer.model.symbols import SymbolChange
from agentguard.analyzer.model.value import dataclass, field


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
        apart: likewise, where nothing ties the two changes of it together.
        line: where the change edits the first of `symbols`, None where that cannot be told.
        why: in one clause what ties the two changes of the first of `symbols` together, empty where that is not known.
        read: the change does not write the file but was made from it (a spec, a declared read).
    """

    path: str
    commits: tuple[LandedCommit, ...]
    symbols: tuple[str, ...] | None = None
    apart: tuple[str, ...] = ()
    line: int | None = None
    why: str = ""
    read: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleRead:
    """A file that the session behind a change read, and the target changed.

    Attributes:
        path: the file; the change does not write it.
        commits: those of the target that touched it since the change's base, newest first.
        changes: what they did to its symbols but for comments and layout; None where nobody can tell.
    """

    path: str
    commits: tuple[LandedCommit, ...]
    changes: tuple[SymbolChange, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Landed:
    """What a change was built without.

    Attributes:
        target: the branch that moved.
        base: commit id of the change's true base.
        behind: how many commits of the target are not in the base; 0 where it is not known.
        by_date: `base` is only where the target was when the change was written: it landed rebased or squashed.
        files: by path.
        stale_reads: by path; known where a journal tells what a session read.
    """

    target: str
    base: str
    behind: int
    by_date: bool = False
    files: tuple[LandedFile, ...] = ()
    stale_reads: tuple[StaleRead, ...] = ()


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
        age: seconds from that commit to the change, None where that is not known.
        restored: what became of the edit after the change, None where nobody looked.
    """

    path: str
    commit: LandedCommit
    kind: UndoKind
    taken_back: int
    of: int
    lines: tuple[Lines, ...] = ()
    restored_to: str | None = None
    confidence: Confidence = Confidence.HIGH
    age: int | None = None
    restored: Restored | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """A name in a document that the code had once and no longer has.

    Attributes:
        path: of the document.
        line: where it names it.
        name: as written there.
        kind: `function`, `class`, `parameter`, `flag`, `key`, `variable`, `module`, `path`.
        defined_in: path of the file that had it.
        gone_since: id of the commit that took it away, None where that is the change itself or not known.
        new_name: what it is called now, None where that cannot be told.
        owner: for a parameter: the function that had it.
        times: how often the document names it.
        confidence: how sure it is that the document means what is gone.
    """

    path: str
    line: int
    name: str
    kind: str
    defined_in: str
    gone_since: str | None = None
    new_name: str | None = None
    owner: str | None = None
    times: int = 1
    confidence: Confidence = Confidence.HIGH


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """A branch that a change may have been meant for instead of the target.

    It is the target's counterpart at its remote (or here, where the target is a remote branch), or the default branch
    of a remote.

    Attributes:
        name: short name of the branch.
        remote: whose branch it is, None for one that is here.
        time: committer's time of its tip, in seconds since 1970.
        counterpart: whether it is the same branch elsewhere.
        ahead: commits that it has and the target lacks.
        lacks: commits that the target has and it lacks.
        behind: commits that it has and the change's branch lacks.
        carried: commits that both it and the change's branch have and the target lacks.
        touched: files of the change that it changed since the branch left it.
        is_start: the change's branch left the target at its tip.
    """

    name: str
    remote: str | None
    time: int
    counterpart: bool
    ahead: int
    lacks: int
    behind: int
    carried: int
    touched: tuple[str, ...] = ()
    is_start: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fork:
    """Where a branch left the target, or last merged it.

    Attributes:
        target: the branch that it will land on.
        remote: whose branch that is, None for one that is here.
        base: commit id of the fork point.
        base_time: committer's time of it, in seconds since 1970.
        behind: commits of the target that are not in the branch; None where history is cut.
        target_time: committer's time of the target's tip.
        touched: files of the change that the target changed since the fork point.
        rivals: other branches that it may have been meant for, those that have something the target lacks or are where
            it left the target; none where history is cut.
    """

    target: str
    remote: str | None = None
    base: str
    base_time: int
    behind: int | None
    target_time: int
    touched: tuple[str, ...] = ()
    rivals: tuple[Rival, ...] = ()
