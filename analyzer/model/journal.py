"""What sessions did in a worktree, as its journal tells."""

from enum import StrEnum
from pathlib import Path

from agentguard.analyzer.model.value import dataclass

# The hook counts the writes of an index from here.
FIRST_WRITE = 1_000_000_000


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
    """Names what a session did with a file, or that it came to its end (an entry without a path)."""

    EDITED = "edited"
    READ = "read"
    ENDED = "ended"


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
class GitProcess:
    """A run of git, as the system tells it.

    Attributes:
        argv: its words, the program first; aliases are expanded, since git runs itself for them.
        prefix: the folder in which it was started, from the top of the worktree, with a slash; empty for the top.
        is_exact: False where the system tells the words joined by blanks only.
    """

    argv: tuple[str, ...]
    prefix: str = ""
    is_exact: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexWrite:
    """One write of the index.

    Attributes:
        number: its place in the order of writes.
        process: the git process that wrote it.
        session: who started it, None for a person or where nobody knows.
        time: nanoseconds since the epoch.
        snapshot: the index as it was then; None where it is gone.
    """

    number: int
    process: GitProcess
    session: Session | None
    time: int
    snapshot: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """The journal of one worktree, oldest first.

    Attributes:
        entries: what sessions did with files.
        index_writes: the writes of the index.
        damaged: how many records could not be read.
    """

    entries: tuple[JournalEntry, ...] = ()
    index_writes: tuple[IndexWrite, ...] = ()
    damaged: int = 0
