"""What is staged, and how it came there."""

from agentguard.analyzer.model.commands import Breadth
from agentguard.analyzer.model.journal import Session
from agentguard.analyzer.model.value import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The git process that put a file into the index as it is there now.

    Attributes:
        words: of its command line behind `git`, subcommand first.
        breadth: how far it reached, with regard to this file.
        why: the part that makes it a sweep; empty otherwise.
        within: the folder by whose name it reached the file; empty where it did otherwise.
        session: who started it, None for a person or where nobody knows.
    """

    words: tuple[str, ...]
    breadth: Breadth
    why: str = ""
    within: str = ""
    session: Session | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedFile:
    """A path at which what will be committed differs from the last commit.

    Attributes:
        is_new: the last commit has nothing there.
        origin: None where the journal does not tell, or a merge or the like in progress put it there.
        is_own: the session that commits edited it, and no other session did.
        is_foreign: other sessions that have not ended edited it, and this one did not.
    """

    path: str
    is_new: bool = False
    origin: Origin | None = None
    is_own: bool = False
    is_foreign: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Staging:
    """Everything that the next commit, or the one in progress, adds to the last one.

    Attributes:
        files: by path.
        session: who commits, None for a person or where nobody knows.
        commit: words behind `git` with which the commit in progress can be made of single paths; empty where there is
            none.
        prefix: the folder in which it was started, from the top of the worktree; empty for the top.
        knows_edits: the journal tells what this session edits.
        may_name: git takes single paths for a commit now; during a merge and the like it does not.
        has_parent: there is a last commit.
    """

    files: tuple[StagedFile, ...]
    session: Session | None = None
    commit: tuple[str, ...] = ()
    prefix: str = ""
    knows_edits: bool = False
    may_name: bool = True
    has_parent: bool = True
