"""Reads the recent versions of files."""

from collections.abc import Mapping
from typing import NamedTuple

from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.history import CommitRecord

# Work that is older than this many commits is told by its merge base; the log is read whatever the paths.
MAX_COMMITS = 300
MAX_VERSIONS = 20


class Version(NamedTuple):
    """One version of a file.

    Attributes:
        blob: id of its content.
        made: the commit that brought it, None where that is older than what was read.
        replaced: the commit that brought the next one, None for the newest.
    """

    blob: str
    made: CommitRecord | None
    replaced: CommitRecord | None


def recent_versions(
    repository: Repository, commit: str, blobs: Mapping[str, str], *, commits: int = MAX_COMMITS
) -> dict[str, tuple[Version, ...]]:
    """Returns the versions of some files down to a commit, newest first; those on merged branches count.

    Args:
        repository: where they are.
        commit: id of the commit that has the newest.
        blobs: id of each file's content there, by path.
        commits: how many commits of the log are read.
    """
    chains: dict[str, list[Version]] = {path: [Version(blob, None, None)] for path, blob in blobs.items()}
    log = repository.log(f"--max-count={commits}", "--end-of-options", commit)
    for record in log:
        _prolong(chains, record)
    return {path: tuple(chain) for path, chain in chains.items()}


def _prolong(chains: Mapping[str, list[Version]], record: CommitRecord) -> None:
    """Follows each file by its blobs, so that the order of commits on parallel branches does not matter."""
    if chains.keys().isdisjoint(record.paths):
        return
    for change in record.changes():
        chain = chains.get(change.path)
        if chain is None or len(chain) > MAX_VERSIONS or change.new_id != chain[-1].blob:
            continue
        chain[-1] = chain[-1]._replace(made=record)
        if change.status == "M":
            chain.append(Version(change.old_id, None, record))
