"""Finds in a log what landed on the mainline after that had changed the same files."""

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from agentguard.analyzer.categories import category
from agentguard.analyzer.gather.history.suspects import landed_commit
from agentguard.analyzer.history import DAY
from agentguard.analyzer.model.changes import Category
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.landed import Landed, LandedFile

# A branch that left the mainline longer ago than this is told by nobody: its base is not in the window.
_REACH = 60 * DAY
_MAX_LANDINGS = 20_000
# Who writes and commits at once takes this long at most.
_SOON = 3_600
_MAX_BEHIND = 2_000
_MAX_FILES = 20
_MAX_COMMITS = 20
_WRITTEN_BY_PROGRAMS = frozenset({Category.LOCK, Category.GENERATED, Category.ARTIFACT, Category.BINARY})
MAINLINE = "the mainline"


class StaleLanding(NamedTuple):
    """A commit of the mainline, and what its work was made without; `number` is its place in the log."""

    number: int
    commit: CommitRecord
    landed: Landed


@dataclass(slots=True)
class _Landing:
    """A commit of the mainline with what it brought; places on the mainline count from its tip.

    Attributes:
        paths: the files that its own commits touched.
        expected: the parents of those commits that have not come yet.
        base: the place of the commit that its branch began at.
    """

    number: int
    commit: CommitRecord
    place: int
    asked: bool
    paths: set[str] = field(default_factory=set)
    expected: set[str] = field(default_factory=set)
    base: int | None = None
    base_id: str = ""


class Landings:
    """Watches a log, newest first; memory is bounded by the commits of two months.

    What a branch began at is the newest commit of the mainline that one of its commits has for a parent: a branch that
    took the mainline in again began there. A single commit that is older than what it stands on was rebased, or applied
    from a patch: it began where the mainline was when it was written, and nobody else's work since then is in it.
    """

    def __init__(self) -> None:
        self._open: deque[_Landing] = deque()
        self._by_id: dict[str, _Landing] = {}
        self._expected: dict[str, list[_Landing]] = {}
        self._touching: defaultdict[str, dict[int, CommitRecord]] = defaultdict(dict)
        self._waiting = 0
        self._places = 0
        self._previous = 0

    def look(self, number: int, commit: CommitRecord, landing: str, *, asked: bool) -> Iterator[StaleLanding]:
        """Takes in one commit, and yields the landings that are too far back for it to matter.

        Args:
            number: its place in the log.
            commit: as the log tells it; of merges without files.
            landing: the commit of the mainline with which it came in.
            asked: whether it is one of those that are judged.
        """
        clock, self._previous = max(commit.time, self._previous), commit.time
        while self._open and (clock < self._open[0].commit.time - _REACH or len(self._open) > _MAX_LANDINGS):
            yield from self._released()
        if landing == commit.id:
            self._places += 1
            waits = _waits(commit)
            if not waits and not self._waiting:
                return  # nothing landed later that it could have been beside
            self._waiting += waits
            known = self._by_id[commit.id] = _Landing(number, commit, self._places, asked)
            self._open.append(known)
        elif (found := self._by_id.get(landing)) is not None:
            known = found
        else:
            return
        self._reach(commit, known)
        if commit.paths and len(commit.parents) < 2:
            known.paths.update(commit.paths)
            for path in commit.paths:
                self._touching[path].setdefault(known.place, commit)

    def rest(self) -> Iterator[StaleLanding]:
        """Yields all that are left."""
        while self._open:
            yield from self._released()

    def _reach(self, commit: CommitRecord, landing: _Landing) -> None:
        """Ends the branches that come from a commit of the mainline, or of a branch that landed earlier."""
        for branch in self._expected.pop(commit.id, ()):
            branch.expected.discard(commit.id)
            if branch is not landing and (branch.base is None or landing.place < branch.base):
                branch.base, branch.base_id = landing.place, landing.commit.id
        brought = commit.parents[1:] if landing.commit.id == commit.id else commit.parents
        for parent in brought:
            self._expected.setdefault(parent, []).append(landing)
            landing.expected.add(parent)

    def _released(self) -> Iterator[StaleLanding]:
        landing = self._open.popleft()
        del self._by_id[landing.commit.id]
        waited = _waits(landing.commit)
        self._waiting -= waited
        if waited and len(landing.commit.parents) == 1:
            self._date(landing)
        if landing.asked and waited and landing.base is not None:
            yield from self._stale(landing, landing.base)
        for parent in landing.expected:  # older than the window, or shown before its child
            self._expected[parent] = [other for other in self._expected[parent] if other is not landing]
            if not self._expected[parent]:
                del self._expected[parent]
        for path in landing.paths:
            touching = self._touching[path]
            del touching[landing.place]
            if not touching:
                del self._touching[path]

    def _date(self, landing: _Landing) -> None:
        """Takes for the base of a single commit what the mainline was when it was written."""
        for other in islice(self._open, _MAX_BEHIND):
            if other.commit.time <= landing.commit.written:
                landing.base, landing.base_id = other.place, other.commit.id
                return

    def _stale(self, landing: _Landing, base: int) -> Iterator[StaleLanding]:
        commit = landing.commit
        files = tuple(islice(self._beside(landing, base), _MAX_FILES))
        if files:
            landed = Landed(
                target=MAINLINE,
                base=landing.base_id,
                behind=base - landing.place - 1,
                by_date=len(commit.parents) == 1,
                files=files,
            )
            yield StaleLanding(landing.number, commit, landed)

    def _beside(self, landing: _Landing, base: int) -> Iterator[LandedFile]:
        """Yields the files that other landings touched between the beginning of the work and its end."""
        commit = landing.commit
        own = commit.email if len(commit.parents) == 1 else None  # a series that one author rebased
        for path in sorted(landing.paths):
            touching = self._touching[path] if len(self._touching[path]) > 1 else {}
            places = sorted(place for place, by in touching.items() if landing.place < place < base and by.email != own)
            if places and category(path) not in _WRITTEN_BY_PROGRAMS:
                commits = tuple(landed_commit(touching[place]) for place in places[:_MAX_COMMITS])
                yield LandedFile(path=path, commits=commits)


def _waits(commit: CommitRecord) -> bool:
    """Tells whether a commit of the mainline is work that began earlier: a merge, or one written long before."""
    if len(commit.parents) == 1:
        return commit.written > 0 and _SOON < commit.time - commit.written <= _REACH
    return len(commit.parents) == 2
