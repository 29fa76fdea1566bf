"""What a project later made of the files of one commit: took them back as an accident, or ignores them."""

from agentguard.analyzer.gather.history.accidents import Accidents
from agentguard.analyzer.gather.history.ignored import ignore_files
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.history import DAY
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.rules import PathHistory

# The time in which such accidents are noticed; whole histories have no such limit, since their log is read anyway.
_SECONDS = 365 * DAY


def hindsight(repository: Repository, commit: CommitRecord, tip: str) -> PathHistory:
    """Reads what the commits between a commit and a tip say of its files; nothing where the tip does not contain it.

    Args:
        repository: where it is.
        commit: as the log tells it.
        tip: id of the commit at which the later history ends.
    """
    if commit.id == tip or not repository.is_ancestor(commit.id, tip):
        return PathHistory()
    accidents = Accidents()
    for later in repository.log(f"--min-age={max(0, commit.time + _SECONDS)}", tip, f"^{commit.id}"):
        accidents.taken_back(later)
    added = [path for entry, path in zip(commit.entries, commit.paths, strict=True) if entry[-1] == "A"]
    with ignore_files(repository, tip) as files:
        return PathHistory(ignored=files.matches(added), removed=accidents.taken_back(commit))
