"""Looks closer at past commits that may be sweeps, in this process or in several, while the log is still read."""

from collections import deque
from collections.abc import Iterator
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from agentguard.analyzer.gather.history.workers import Workers, repository_of_worker
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.history import Past
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.rules import PathHistory
from agentguard.analyzer.model.topic import TopicSplit, Verdict

if TYPE_CHECKING:  # most audits need one process, and this costs as much as ten questions to git
    from concurrent.futures import Future

# Starting a process costs about as much as looking at some commits.
_WORTH_PROCESSES = 32
# What is in work holds its past in memory.
_IN_WORK = 128


class Candidate(NamedTuple):
    """A commit of enough files to be a sweep.

    Attributes:
        number: its place in the log, from 1.
        commit: as the log tells it.
        past: what the commits before say of its files and its author.
        history: what the repository later said of its files.
    """

    number: int
    commit: CommitRecord
    past: Past
    history: PathHistory


class Look(NamedTuple):
    """The split of a commit, and whether its content was read for it."""

    split: TopicSplit
    read: bool


class Looks:
    """Splits candidates by their paths, and by content those whose paths show a sweep; answers come in order.

    Attributes:
        seconds: wall time that the reader of the log has waited for answers.
    """

    def __init__(self, repository: Repository, config: Config, workers: Workers, *, deep: bool) -> None:
        self._look = partial(_look_in_worker, config, deep)
        self._here = partial(look, repository, config, deep)
        self._workers = workers
        self._waiting: deque[Candidate] = deque()
        self._in_work: deque[tuple[Candidate, Future[Look]]] = deque()
        self.seconds = 0.0

    def take(self, candidate: Candidate) -> Iterator[tuple[Candidate, Look]]:
        """Takes one in, and yields those that are done where too many are in work."""
        self._waiting.append(candidate)
        if self._workers.jobs < 2:
            yield from self.rest()
        elif self._workers.started or len(self._waiting) >= _WORTH_PROCESSES:
            self._submit()
            while len(self._in_work) > _IN_WORK:
                yield self._next()

    def rest(self) -> Iterator[tuple[Candidate, Look]]:
        """Yields all that are still in work."""
        while self._in_work:
            yield self._next()
        while self._waiting:
            candidate = self._waiting.popleft()
            started = perf_counter()
            answer = self._here(candidate)
            self.seconds += perf_counter() - started
            yield candidate, answer

    def _submit(self) -> None:
        while self._waiting:
            candidate = self._waiting.popleft()
            self._in_work.append((candidate, self._workers.submit(self._look, candidate)))

    def _next(self) -> tuple[Candidate, Look]:
        candidate, future = self._in_work.popleft()
        started = perf_counter()
        answer = future.result()
        self.seconds += perf_counter() - started
        return candidate, answer


def look(repository: Repository, config: Config, deep: bool, candidate: Candidate) -> Look:  # noqa: FBT001 - of a partial
    """Splits one candidate; with `deep` its content is read whatever its paths say."""
    from agentguard.analyzer.gather.splits import split_deeply  # noqa: PLC0415 - a history may have none to look at,
    from agentguard.analyzer.topic import split_by_paths  # noqa: PLC0415 - and its log is read meanwhile

    _, commit, past, history = candidate
    split = split_by_paths(commit, past, history)
    if not deep and split.verdict is not Verdict.SWEEP:
        return Look(split, read=False)
    return Look(split_deeply(repository, commit, past, config, history=history), read=True)


def _look_in_worker(config: Config, deep: bool, candidate: Candidate) -> Look:  # noqa: FBT001 - likewise
    return look(repository_of_worker(), config, deep, candidate)
