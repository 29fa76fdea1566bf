"""What sessions did in a worktree, as its journal tells."""

from enum import StrEnum
from pathlib import Path

from agentguard.analyzer.model.value import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One conversation of one agent.

    Attributes:
        id: as its host calls it.
        host: the agent's name as `agents.py` writes it, None where nobody knows.
        subagent: the id of the subagent, where the host tells.
    """

    id: str
    host: str | None = None
    subagent: str | None = None


class Deed(StrEnum):
    """Names what a session did with a file."""

    EDITED = "edited"
    READ = "read"


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """One file that a session edited or read.

    Attributes:
        time: nanoseconds since the epoch.
        blob: id of the content that it left or saw; None where there was none.
    """

    deed: Deed
    session: Session
    time: int
    path: str
    blob: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexWrite:
    """One write of the index.

    Attributes:
        argv: the words of the git process that wrote it.
        prefix: the folder in which it was started, from the top of the worktree; empty for the top.
        session: who started it, None for a person or where nobody knows.
        time: nanoseconds since the epoch.
        snapshot: the index as it was then; None where it is gone.
    """

    argv: tuple[str, ...]
    prefix: str
    session: Session | None
    time: int
    snapshot: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """The journal of one worktree, oldest first."""

    entries: tuple[JournalEntry, ...] = ()
    index_writes: tuple[IndexWrite, ...] = ()
