"""Judges the suspects of a history, in this process or in several, while the log is still read."""

from collections import deque
from collections.abc import Iterator, Sequence
from functools import lru_cache
from time import perf_counter
from typing import TYPE_CHECKING

from agentguard.analyzer.gather.history.later import Later
from agentguard.analyzer.gather.history.suspects import Suspect
from agentguard.analyzer.gather.history.workers import Workers, repository_of_worker
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.landed import Undone

if TYPE_CHECKING:  # most audits need one process
    from concurrent.futures import Future

    from agentguard.analyzer.gather.history.deltas import Deltas

Lost = tuple[Suspect, tuple[Undone, ...]]
_Found = tuple[int, tuple[Undone, ...]]

# Neighbours in the log mostly touch the same files, so one process looks at some in a row.
_TOGETHER = 768
# Starting a process costs about as much as looking at some suspects.
_WORTH_A_PROCESS = 64
_IN_WORK = 8


class Losses:
    """Tells what suspects take back; those that take back nothing do not come out.

    Attributes:
        looked: how many suspects were held against the contents.
        seconds: wall time that the reader of the log has waited for answers.
    """

    def __init__(self, repository: Repository, workers: Workers, later: Later, *, deep: bool) -> None:
        self._repository = repository
        self._later = later
        self._workers = workers
        self._deep = deep
        self._waiting: list[Suspect] = []
        self._in_work: deque[tuple[list[Suspect], Future[list[_Found]]]] = deque()
        self.looked = 0
        self.seconds = 0.0

    def take(self, suspect: Suspect) -> Iterator[Lost]:
        """Takes one in, and yields what is known by then."""
        self.looked += 1
        self._waiting.append(suspect)
        if not self._deep:
            yield from self.rest()
        elif self._workers.jobs > 1 and len(self._waiting) >= _TOGETHER:
            self._submit(_TOGETHER)
            while len(self._in_work) > _IN_WORK:
                yield from self._next()

    def rest(self) -> Iterator[Lost]:
        """Yields all that is still in work."""
        jobs = self._workers.jobs
        if self._deep and jobs > 1 and len(self._waiting) >= jobs * _WORTH_A_PROCESS:
            portion = -(-len(self._waiting) // jobs)
            while self._waiting:
                self._submit(portion)
        while self._in_work:
            yield from self._next()
        waiting, self._waiting = self._waiting, []
        started = perf_counter()
        found = _judge(self._repository, waiting, deep=self._deep)
        yield from self._told(waiting, found)
        self.seconds += perf_counter() - started

    def _submit(self, number: int) -> None:
        suspects, self._waiting = self._waiting[:number], self._waiting[number:]
        light = [suspect._replace(commit=suspect.commit._replace(entries=[], paths=[])) for suspect in suspects]
        self._in_work.append((suspects, self._workers.submit(_judge_in_worker, light)))

    def _next(self) -> Iterator[Lost]:
        suspects, future = self._in_work.popleft()
        started = perf_counter()
        found = future.result()
        self.seconds += perf_counter() - started
        yield from self._told(suspects, found)

    def _told(self, suspects: Sequence[Suspect], found: Sequence[_Found]) -> Iterator[Lost]:
        if not found:
            return
        from agentguard.analyzer.gather.history.repairs import with_repairs  # noqa: PLC0415 - most histories need it for little

        for place, undone in found:
            suspect = suspects[place]
            yield suspect, with_repairs(self._repository, suspect, undone, self._later)


def _judge(repository: Repository, suspects: Sequence[Suspect], *, deep: bool) -> list[_Found]:
    """Returns what is taken back; deep suspects nearly all take back nothing, which their lines show at little cost."""
    from agentguard.analyzer.gather.history.lost import lost_updates, of_siblings  # noqa: PLC0415 - the log is read meanwhile

    foreign = [of_siblings(suspect) for suspect in suspects]
    narrowed = _deltas(repository).narrowed(foreign) if deep else foreign
    kept = {place: suspect for place, suspect in enumerate(narrowed) if suspect is not None}
    found = zip(kept, lost_updates(repository, tuple(kept.values())), strict=True)
    return [(place, undone) for place, undone in found if undone]


@lru_cache(maxsize=1)
def _deltas(repository: Repository) -> "Deltas":
    """Returns what this process remembers of the contents."""
    from agentguard.analyzer.gather.history.deltas import Deltas  # noqa: PLC0415 - likewise

    return Deltas(repository)


def _judge_in_worker(suspects: Sequence[Suspect]) -> list[_Found]:
    return _judge(repository_of_worker(), suspects, deep=True)
