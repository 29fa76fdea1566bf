"""Reads the commits of a change."""

from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.changes import ChangeSet
from agentguard.analyzer.model.history import CommitRecord

# A branch of more commits than this is a history: `audit` reads those.
MAX_COMMITS = 500


def commits_of(repository: Repository, change: ChangeSet) -> tuple[CommitRecord, ...]:
    """Returns the commits of a change, newest first; the newest `MAX_COMMITS` where it has more."""
    if change.tip is None or change.tip == change.base:
        return ()
    selection = (change.tip, f"^{change.base}") if change.base else ("--no-walk", change.tip)
    return tuple(repository.log(f"--max-count={MAX_COMMITS}", *selection))
