"""What lies uncommitted where work is about to start from, or to be committed beside."""

from enum import StrEnum

from agentguard.analyzer.model.journal import Session
from agentguard.analyzer.model.value import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """The start of a subagent, as an agent's host tells it.

    Attributes:
        kind: what kind of subagent it is, as the host calls it.
        isolated: it gets a worktree of its own.
        base: what that worktree starts from: `head` or `fresh` (the default branch of `origin`); None where it gets
            none, or nobody knows.
        host: the agent's name as `agents.py` writes it.
        session: who starts it, with the subagent where that is one itself.
    """

    kind: str | None = None
    isolated: bool = False
    base: str | None = None
    host: str | None = None
    session: Session | None = None


class Moment(StrEnum):
    """Names what is about to happen: a subagent starts, a worktree was just made, files are committed."""

    DISPATCH = "dispatch"
    NEW_WORKTREE = "new worktree"
    COMMIT = "commit"


@dataclass(frozen=True, slots=True, kw_only=True)
class DirtyPath:
    """A file, or a folder with a slash at its end, that is not as in the last commit.

    Attributes:
        path: from the top of the worktree.
        staged: some of it is in the index.
        unstaged: some of it is not.
        untracked: git does not know it.
        at_work: the other agent that is editing it right now, None where none is known to.
    """

    path: str
    staged: bool = False
    unstaged: bool = True
    untracked: bool = False
    at_work: Session | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DirtyTree:
    """What a worktree holds that is in no commit.

    Attributes:
        folder: its top folder.
        paths: by path; what programs left behind is not among them.
        is_cut: there are more, at which nobody looked.
        branch: short name of its branch, None for a detached `HEAD` and where nobody asked.
        operation: what git is in the middle of there, such as `rebase`; None where it is not.
    """

    folder: str
    paths: tuple[DirtyPath, ...]
    is_cut: bool = False
    branch: str | None = None
    operation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherStart:
    """The branch of a remote that a new agent starts from instead of the current commit.

    Attributes:
        name: short name, such as `origin/main`.
        lacks: how many commits of the current branch it does not have.
    """

    name: str
    lacks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnseenEdit:
    """An uncommitted edit in another worktree of a file that is about to be committed in this one.

    Attributes:
        path: the file.
        is_gone: the edit deletes it.
        worktree: branch of the other worktree, else its folder.
        folder: the top folder of the other worktree.
        is_target: it is the worktree of the branch that changes land on, from which others start.
    """

    path: str
    worktree: str
    folder: str
    is_target: bool
    is_gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """What lies uncommitted at one moment.

    Attributes:
        moment: what is about to happen.
        tree: what is dirty where the new agent or worktree starts from; None at a commit.
        isolated: the new agent has a worktree of its own.
        start: where that one starts, if not from the current commit.
        unseen: at a commit: edits in other worktrees, by path.
        by_agent: an agent is about to do it; a person, or nobody known, where it is False.
    """

    moment: Moment
    tree: DirtyTree | None = None
    isolated: bool = False
    start: OtherStart | None = None
    unseen: tuple[UnseenEdit, ...] = ()
    by_agent: bool = True
