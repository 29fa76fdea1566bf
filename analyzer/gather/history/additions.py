"""What a history says of the paths that its commits added: removed later as an accident, or ignored today."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from agentguard.analyzer.artifacts import artifact
from agentguard.analyzer.gather.history.ignored import IgnoreFiles
from agentguard.analyzer.gather.submodules import submodule_paths
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.changes import Mode
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.rules import AddedPath, PathHistory

# One question to git answers for so many paths; with larger batches more would be left for when the log has ended.
_BATCH = 1_500
_GITLINK = f"{Mode.GITLINK:o}"


class Addition(NamedTuple):
    """A commit that added something worth a look, and what the repository says of it."""

    number: int
    commit: CommitRecord
    added: tuple[AddedPath, ...]
    history: PathHistory


class _Seen(NamedTuple):
    number: int
    commit: CommitRecord
    modes: dict[str, str]
    taken_back: Mapping[str, str]


class Additions:
    """Looks at the commits of a log; many wait until one question to git answers for all of them."""

    def __init__(self, repository: Repository, ignore_files: IgnoreFiles) -> None:
        self._repository = repository
        self._ignore_files = ignore_files
        self._seen: list[_Seen] = []
        self._paths = 0

    @property
    def full(self) -> bool:
        """Tells whether it is time to `drain`."""
        return self._paths >= _BATCH

    def waits(self, number: int) -> bool:
        """Tells whether what the commit of a number added may still wait for `drain`."""
        return bool(self._seen) and self._seen[0].number <= number

    def look(self, number: int, commit: CommitRecord, taken_back: Mapping[str, str]) -> None:
        """Takes in one commit; `number` comes back with what it added.

        Args:
            number: its place in the log.
            commit: as the log tells it.
            taken_back: the paths that a later commit took back as an accident, with its id.
        """
        modes = {
            path: entry[8:14] for entry, path in zip(commit.entries, commit.paths, strict=True) if entry[-1] == "A"
        }
        if modes:
            self._seen.append(_Seen(number, commit, modes, taken_back))
            self._paths += len(modes)

    def drain(self) -> Iterator[Addition]:
        """Yields the commits that wait and have something to say."""
        seen, self._seen, self._paths = self._seen, [], 0
        ignored = self._ignore_files.matches(path for one in seen for path in one.modes)
        for one in seen:
            matched = ignored.intersection(one.modes)
            links = _GITLINK in one.modes.values()
            if one.taken_back or matched or links or any(artifact(path) for path in one.modes):
                submodules = frozenset(submodule_paths(self._repository, one.commit.id)) if links else frozenset()
                history = PathHistory(ignored=matched, removed=one.taken_back, submodules=submodules)
                added = tuple(AddedPath(path=path, mode=int(mode, 8)) for path, mode in one.modes.items())
                yield Addition(one.number, one.commit, added, history)
