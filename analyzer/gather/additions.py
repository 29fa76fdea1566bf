"""What a history says of the paths that its commits added: removed later as an accident, or ignored today."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from agentguard.analyzer.artifacts import artifact
from agentguard.analyzer.gather.ignored import IgnoreFiles
from agentguard.analyzer.gather.submodules import submodule_paths
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.changes import Mode
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.rules import AddedPath, PathHistory

# One question to git answers for so many paths; with larger batches more would be left for when the log has ended.
_BATCH = 1_500
_GITLINK = f"{Mode.GITLINK:o}"
_ACCIDENT = re.compile(
    r"accident|by mistake|mistaken|inadvertent|unintend|unintention|untrack|\bstray\b|oops|"
    r"(should|must)(n.t| not) (be|have been) (in|commit|track|check|add)|"
    r"(wrongly|erroneously|incorrectly) (add|commit|check|includ)|"
    r"(add|commit|check\w*|includ)\w* (in )?(in|by) error|"
    r"(remove|delete|drop|clean ?up|git ?ignore).*(junk|garbage|artifacts?\b|gitignored|ignored files)",
    re.IGNORECASE,
)


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
    removed: dict[str, str]


class Additions:
    """Looks at the commits of a log, newest first, so that removals are known before what they take back."""

    def __init__(self, repository: Repository, ignore_files: IgnoreFiles) -> None:
        self._repository = repository
        self._ignore_files = ignore_files
        self._removals: dict[str, str] = {}
        self._seen: list[_Seen] = []
        self._paths = 0

    @property
    def full(self) -> bool:
        """Tells whether it is time to `drain`."""
        return self._paths >= _BATCH

    def look(self, number: int, commit: CommitRecord) -> None:
        """Takes in one commit; `number` comes back with what it added."""
        modes = {
            path: entry[8:14] for entry, path in zip(commit.entries, commit.paths, strict=True) if entry[-1] == "A"
        }
        if modes:
            removals = self._removals
            removed = {path: removals.pop(path) for path in modes if path in removals} if removals else {}
            self._seen.append(_Seen(number, commit, modes, removed))
            self._paths += len(modes)
        if len(modes) < len(commit.entries):
            gone = [path for entry, path in zip(commit.entries, commit.paths, strict=True) if entry[-1] == "D"]
            if gone and _ACCIDENT.search(commit.subject):
                self._removals.update(dict.fromkeys(gone, commit.id))

    def drain(self) -> Iterator[Addition]:
        """Yields the commits that wait and have something to say."""
        seen, self._seen, self._paths = self._seen, [], 0
        ignored = self._ignore_files.matches(path for one in seen for path in one.modes)
        for one in seen:
            matched = ignored.intersection(one.modes)
            links = _GITLINK in one.modes.values()
            if one.removed or matched or links or any(artifact(path) for path in one.modes):
                submodules = frozenset(submodule_paths(self._repository, one.commit.id)) if links else frozenset()
                history = PathHistory(ignored=matched, removed=one.removed, submodules=submodules)
                added = tuple(AddedPath(path=path, mode=int(mode, 8)) for path, mode in one.modes.items())
                yield Addition(one.number, one.commit, added, history)
