"""Tells by the journal which files a session read before the target changed them."""

from collections.abc import Collection, Iterator, Mapping

from agentguard.analyzer.gather.parallel.landed import Commits
from agentguard.analyzer.gather.touched import compare_versions
from agentguard.analyzer.git.repository import Difference, Repository, TreeEntry
from agentguard.analyzer.model.changes import REGULAR
from agentguard.analyzer.model.journal import Deed, Journal, Session
from agentguard.analyzer.model.landed import StaleRead

_MOST_BYTES = 1_000_000
# Of files that are read and compared; agents read hundreds.
_MOST_COMPARED = 50

Seen = Mapping[str, str | None]
Differences = Mapping[str, Difference]


def last_seen(journal: Journal | None, session: Session | None) -> Seen:
    """Returns by path the blob that a session saw last, with its subagents; of any session where nobody says which.

    Args:
        journal: that of the worktree, None where there is none.
        session: whose change it is.
    """
    entries = journal.entries if journal is not None else ()
    return {
        entry.path: entry.blob
        for entry in entries
        if entry.deed is Deed.READ and (session is None or entry.session.id == session.id)
    }


def stale_paths(seen: Seen, differences: Differences, known: Mapping[str, TreeEntry]) -> frozenset[str]:
    """Returns the files of which the target has now a content that was never seen, nor is in the change's own tree.

    Args:
        seen: the blob that was read last, by path.
        differences: what the target changed since the change's base.
        known: the change's tree.
    """
    found = set()
    for path in seen.keys() & differences.keys():
        now = differences[path].new
        if seen[path] != (now.id if now is not None else None) and known.get(path) != now:
            found.add(path)
    return frozenset(found)


def stale_reads(
    repository: Repository, paths: Collection[str], differences: Differences, commits: Commits
) -> Iterator[StaleRead]:
    """Yields those in which more changed than comments and layout, by path.

    Args:
        repository: where both versions are.
        paths: as `stale_paths` told them.
        differences: likewise.
        commits: what landed, by path.
    """
    for number, path in enumerate(sorted(paths)):
        old, new = (_read(repository, entry) for entry in differences[path])
        is_read = number < _MOST_COMPARED and old is not None and new is not None
        changes = compare_versions(path, old, new) if is_read else None
        if changes != ():
            yield StaleRead(path=path, commits=tuple(commits.get(path, ())), changes=changes)


def _read(repository: Repository, entry: TreeEntry | None) -> bytes | None:
    info = repository.objects.info(entry.id) if entry is not None and entry.mode in REGULAR else None
    return repository.objects.read(info.id) if info is not None and info.size <= _MOST_BYTES else None
