"""Reads what was before a change in its own files."""

from agentguard.analyzer.gather.ahead import Ahead
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.history import Past, past_of_paths
from agentguard.analyzer.model.changes import ChangeSet

# Smaller changes are never asked about their past.
_FEW = 3


def past_before(repository: Repository, change: ChangeSet) -> Past | None:
    """Returns the past of the files of a change, None where there is no commit below it."""
    if change.tip is None:
        return None
    paths = {entry.source_path for entry in change.changes}
    return past_of_paths(repository, change.tip, paths, time=repository.time_of(change.tip))


def past_ahead(repository: Repository, change: ChangeSet) -> Ahead[Past] | None:
    """Asks for the same ahead of time; None where nobody will need it."""
    tip = change.tip
    if tip is None or len(change.changes) <= _FEW:
        return None
    time = repository.time_of(tip)
    paths = {entry.source_path for entry in change.changes}
    return Ahead(lambda: past_of_paths(repository, tip, paths, time=time))
