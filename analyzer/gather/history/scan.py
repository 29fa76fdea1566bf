"""Reads a whole history once, at path level, and hands on the commits that are worth more."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import NamedTuple

from agentguard.analyzer.agents import agent_of
from agentguard.analyzer.gather.history.accidents import Accidents
from agentguard.analyzer.gather.history.additions import Addition, Additions
from agentguard.analyzer.gather.history.candidates import Candidate
from agentguard.analyzer.gather.history.ignored import ignore_files
from agentguard.analyzer.gather.history.landings import Landings, StaleLanding
from agentguard.analyzer.gather.history.later import Later
from agentguard.analyzer.gather.history.mainline import Mainline
from agentguard.analyzer.gather.history.meetings import Meetings
from agentguard.analyzer.gather.history.restores import Restores
from agentguard.analyzer.gather.history.selection import Selection, Walk
from agentguard.analyzer.gather.history.suspects import Suspect
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.history import with_past
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.rules import PathHistory
from agentguard.analyzer.model.topic import Verdict

_STEP = 500
# As `topic.is_candidate` has it; the package is not imported here, so that the log starts early.
MIN_FILES = 6


class _Waiting(NamedTuple):
    """What is known of a candidate whose past has not been read to its end."""

    number: int
    history: PathHistory


class Scan:
    """One pass over a selection; memory is bounded by the commits of a past.

    With `deep`, and where a single commit is asked for, every commit that touches what others touched shortly before
    is a suspect, merges too; else those that blob ids give away.

    Attributes:
        is_deep: whether content is read whatever the log shows.
        commits: how many were asked for, those at which history is cut left out.
        boundary: how many those are.
        oldest: committer's time of the oldest, None before the first.
        newest: likewise.
        verdicts: how many have each verdict; the candidates are not counted.
        later: what the log says of the commits behind any of them.
        by_agent: how many each agent wrote, people under the empty name; merges are not counted.
    """

    def __init__(
        self,
        repository: Repository,
        selection: Selection,
        progress: Callable[[int], None],
        *,
        deep: bool = False,
    ) -> None:
        self._repository = repository
        self._selection = selection
        self.is_deep = deep or self.is_one_commit
        self._walk = Walk(repository, selection, merges=self.is_deep)
        self._cut = repository.shallow_boundary
        self._progress = progress
        self._wanted = False
        self._waiting: dict[str, _Waiting] = {}
        self._found: deque[Suspect | StaleLanding] = deque()
        self.later = Later()
        self.commits = 0
        self.boundary = 0
        self.oldest: int | None = None
        self.newest: int | None = None
        self.verdicts: Counter[Verdict] = Counter()
        self.by_agent: Counter[str] = Counter()

    @property
    def is_one_commit(self) -> bool:
        """Tells whether a single commit is asked for."""
        selection = self._selection
        return selection.limit == 1 or (selection.only is not None and len(selection.only) == 1)

    def events(self) -> Iterator[Addition | Candidate | Suspect | StaleLanding]:
        """Yields what is worth a closer look, about in the log's order; `number` gives the exact one."""
        log = self._walk.commits()
        first = list(islice(log, 1))  # from here on git is at work beside us
        with ignore_files(self._repository, self._selection.tips[0]) as ignored:
            additions = Additions(self._repository, ignored)
            judged = self._judged(chain(first, log), additions)
            for commit, past in with_past(judged, wanted=lambda _: self._wanted):
                if past is not None:
                    if additions.waits(self._waiting[commit.id].number):
                        yield from self._drained(additions)
                    number, history = self._waiting.pop(commit.id)
                    yield Candidate(number, commit, past.excerpt(commit.paths, commit.email), history)
                if additions.full:
                    yield from self._drained(additions)
                while self._found:
                    yield self._found.popleft()
            yield from self._drained(additions)
        yield from self._found

    def _drained(self, additions: Additions) -> Iterator[Addition]:
        """Hands on what a question to git told, and keeps it for the candidates that are not out yet."""
        for addition in additions.drain():
            waiting = self._waiting.get(addition.commit.id)
            if waiting is not None:
                self._waiting[addition.commit.id] = waiting._replace(history=addition.history)
            yield addition

    def _judged(self, log: Iterable[CommitRecord], additions: Additions) -> Iterator[CommitRecord]:
        walk, cut, accidents = self._walk, self._cut, Accidents()
        mainline, landings = Mainline(), Landings()
        watch = Meetings(self._repository.git) if self.is_deep else Restores()
        for number, commit in enumerate(log, 1):
            self._wanted = False
            landing = mainline.landing_of(commit)
            self.later.take(commit)
            if commit.parents and commit.id not in cut:
                self._found += watch.look(number, commit, landing, asked=walk.asked)
            told = commit if len(commit.parents) < 2 else commit._replace(entries=[], paths=[])
            self._found += landings.look(number, told, landing, asked=walk.asked)
            taken_back = accidents.taken_back(told)
            if walk.asked and commit.id not in cut:
                self._judge(number, told, additions, taken_back)
            elif walk.asked:
                self.boundary += 1
            yield told
        self._found += watch.rest()
        self._found += landings.rest()

    def _judge(self, number: int, commit: CommitRecord, additions: Additions, taken_back: Mapping[str, str]) -> None:
        self.commits += 1
        if self.commits % _STEP == 0:
            self._progress(self.commits)
        if self.oldest is None or commit.time < self.oldest:
            self.oldest = commit.time
        if self.newest is None or commit.time > self.newest:
            self.newest = commit.time
        if len(commit.parents) > 1:
            self.verdicts[Verdict.MERGE] += 1
            return
        self.by_agent[agent_of(commit) or ""] += 1
        if not commit.parents:
            self.verdicts[Verdict.ROOT] += 1
            return
        additions.look(number, commit, taken_back)
        self._wanted = len(commit.paths) >= MIN_FILES
        if self._wanted:
            self._waiting[commit.id] = _Waiting(number, PathHistory(removed=taken_back))
        else:
            self.verdicts[Verdict.FOCUSED] += 1
