"""What is known of a file that is about to be edited, and of what moved under a session."""

from enum import StrEnum

from agentguard.analyzer.model.config import EditNotice
from agentguard.analyzer.model.symbols import SymbolChange
from agentguard.analyzer.model.value import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedEdit:
    """An edit that an agent is about to make.

    Attributes:
        path: POSIX, from the top of the worktree.
        old: the text that will be replaced; None, or nothing, where the whole file is written.
    """

    path: str
    old: str | None = None


class Standing(StrEnum):
    """Names where an edit of the same file stands: in a sibling, with or without a commit, or on the target."""

    UNCOMMITTED = "uncommitted"
    UNLANDED = "unlanded"
    LANDED = "landed"


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherEdit:
    """What somebody else did to a file that is about to be edited.

    Attributes:
        path: the file.
        who: branch or folder of the sibling, or name of the target.
        standing: how far it got.
        changes: to symbols, those that the planned edit touches first, cosmetic ones left out; empty where nobody can
            tell.
        touched: how many of these the planned edit touches.
        is_close: it changed what the planned edit is about to change.
        is_new: the file did not exist before.
        is_gone: it deletes or renames the file.
    """

    path: str
    who: str
    standing: Standing
    changes: tuple[SymbolChange, ...] = ()
    touched: int = 0
    is_close: bool = False
    is_new: bool = False
    is_gone: bool = False


class Footing(StrEnum):
    """Names how a session stands on a file: it edits it, uses what is defined in it, or has read it."""

    EDITS = "edits"
    USES = "uses"
    READ = "read"


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedFile:
    """A file that landed commits changed under a session.

    Attributes:
        path: the file.
        footing: what the session has to do with it.
        commit: id of the newest of these commits, None where it cannot be told.
        changes: to symbols, cosmetic ones left out; empty where nobody can tell.
        is_gone: it was deleted or renamed.
    """

    path: str
    footing: Footing
    commit: str | None = None
    changes: tuple[SymbolChange, ...] = ()
    is_gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EditKnowledge:
    """What an agent should know before an edit.

    Attributes:
        lines: one for each thing, the closest first; bounded, and fit to be shown.
        notice: what the settings say about telling it.
        is_close: something changed what is about to be edited, or the file guards the repository.
    """

    lines: tuple[str, ...] = ()
    notice: EditNotice = EditNotice.INFORM
    is_close: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What landed on the target and meets what a session does.

    Attributes:
        lines: one for each file, bounded, and fit to be shown.
        tip: id of the target's tip, None where there is no target.
    """

    lines: tuple[str, ...] = ()
    tip: str | None = None
