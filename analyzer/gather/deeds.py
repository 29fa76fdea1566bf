"""Tells as entries of a journal what a session did with files: those that it named, and those that a command left."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import time_ns

from agentguard.analyzer.gather.put_aside import NO_BLOB, put_aside_since
from agentguard.analyzer.git.blobs import worktree_blobs
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.git.status import dirty
from agentguard.analyzer.model.journal import Deed, Journal, JournalEntry, Session

_MOST_FILES = 200
_STATUS_SECONDS = 20.0


def deeds_of(repository: Repository, paths: Sequence[str], deed: Deed, session: Session) -> tuple[JournalEntry, ...]:
    """Returns what a session did with the files that it named, with their contents; at most 200 of them.

    Args:
        repository: the worktree.
        paths: from its top.
        deed: what it did.
        session: whose deed it was.
    """
    return tuple(_entries(repository, list(dict.fromkeys(paths))[:_MOST_FILES], deed, session))


def edits_since(repository: Repository, session: Session, since: int, journal: Journal) -> tuple[JournalEntry, ...]:
    """Returns the edits that a command has left: what is dirty, was written since, and is nobody else's work.

    Args:
        repository: the worktree.
        session: who gave the command.
        since: when it began, in nanoseconds since the epoch.
        journal: tells what others did meanwhile.
    """
    if repository.root is None:
        return ()
    root = repository.root
    changed = (one.path for one in dirty(repository.git, seconds=_STATUS_SECONDS) if one.is_changed or one.is_staged)
    paths = _some([path for path in changed if _written_since(root / path, since)])
    foreign = _left_by_others(journal, session, since)
    brought_back = put_aside_since(since)
    return tuple(
        entry
        for entry in _entries(repository, paths, Deed.EDITED, session)
        if (entry.path, entry.blob) not in foreign and not (entry.blob or NO_BLOB).startswith(brought_back)
    )


def _entries(repository: Repository, paths: list[str], deed: Deed, session: Session) -> Iterator[JournalEntry]:
    if repository.root is None:
        return
    now = time_ns()
    for path, blob in worktree_blobs(repository.git, repository.root, paths).items():
        yield JournalEntry(deed=deed, session=session, time=now, path=path, blob=blob)


def _some(paths: list[str]) -> list[str]:
    """Returns as many as are noted, of each folder as many as of the others."""
    if len(paths) <= _MOST_FILES:
        return paths
    seen: Counter[str] = Counter()
    places = []
    for path in paths:
        folder = path.rpartition("/")[0]
        seen[folder] += 1
        places.append((seen[folder], path))
    return [path for _, path in sorted(places)[:_MOST_FILES]]


def _written_since(path: Path, since: int) -> bool:
    """Tells whether a file was written, moved or removed since; of one that is gone, its folder tells."""
    for one in (path, *path.parents):
        try:
            return one.lstat().st_ctime_ns >= since
        except OSError:
            continue
    return False


def _left_by_others(journal: Journal, session: Session, since: int) -> frozenset[tuple[str, str | None]]:
    """Returns path and content of what others are known to have edited since."""
    return frozenset(
        (entry.path, entry.blob)
        for entry in journal.entries
        if entry.deed is Deed.EDITED and entry.time >= since and entry.session != session
    )
