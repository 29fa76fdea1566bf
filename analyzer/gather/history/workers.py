"""Processes that look at contents beside this one, and leave nothing behind however a run ends."""

import os
import signal as signals
from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn, TypeVar

from agentguard.analyzer.git.place import Place
from agentguard.analyzer.git.process import Git
from agentguard.analyzer.git.repository import Repository

if TYPE_CHECKING:  # most runs need one process, and this costs as much as ten questions to git
    from concurrent.futures import Future, ProcessPoolExecutor

Given = TypeVar("Given")
Answer = TypeVar("Answer")

# What a terminal tells all processes of a job; the parent ends its workers. Windows has no hang-up.
_OF_THE_PARENT = tuple(getattr(signals, name) for name in ("SIGINT", "SIGHUP") if hasattr(signals, name))
_open: list[Repository] = []


def processors() -> int:
    """Counts those that this process may use, where the system tells; a container has often fewer than the machine."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Workers:
    """Some processes that each have the repository open; none is started before there is work for them.

    A context manager: behind it no process is left.

    Attributes:
        jobs: their greatest number.
    """

    def __init__(self, repository: Repository, jobs: int | None = None) -> None:
        self._repository = repository
        self._pool: ProcessPoolExecutor | None = None
        self.jobs = jobs or processors()

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, kind: type[BaseException] | None, *unused: object) -> None:
        pool, self._pool = self._pool, None
        if pool is None:
            return
        if kind is not None:
            _end_workers()
        pool.shutdown(cancel_futures=True)

    @property
    def started(self) -> bool:
        """Tells whether there are any."""
        return self._pool is not None

    def submit(self, work: "Callable[[Given], Answer]", given: Given) -> "Future[Answer]":
        """Gives one of them something to do; `work` finds the repository by `repository_of_worker`."""
        if self._pool is None:
            from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - most runs need none

            arguments = (self._repository.git, self._repository.place)
            self._pool = ProcessPoolExecutor(self.jobs, initializer=_begin_work, initargs=arguments)
        return self._pool.submit(work, given)


def repository_of_worker() -> Repository:
    """Returns what this process of a pool has open."""
    return _open[0]


def _begin_work(git: Git, place: Place) -> None:
    """Opens the repository for all that the worker will look at, and sees to it that nothing of it is left behind."""
    from multiprocessing.util import Finalize  # noqa: PLC0415 - of the worker

    repository = Repository(git, place)
    # Made before anybody may be told to end: half made, nothing would remove it.
    signals.pthread_sigmask(signals.SIG_BLOCK, {signals.SIGTERM})
    _ = repository.isolated
    _open.append(repository)
    Finalize(None, repository.close, exitpriority=1)
    _leave_signals_to_the_parent(repository)
    signals.pthread_sigmask(signals.SIG_UNBLOCK, {signals.SIGTERM})
    _end_with_the_parent()


def _leave_signals_to_the_parent(repository: Repository) -> None:
    def end(number: int, frame: object) -> NoReturn:
        """Ends the worker, but not without removing what it made; an exception would be taken for an answer."""
        del frame
        signals.signal(number, signals.SIG_IGN)  # the pool tells it a second time
        try:
            repository.close()
        finally:
            os._exit(1)

    signals.signal(signals.SIGTERM, end)
    for number in _OF_THE_PARENT:
        signals.signal(number, signals.SIG_IGN)


def _end_with_the_parent() -> None:
    """Ends the worker in order when its parent was killed outright: nobody else would ever tell it."""
    from multiprocessing import connection, parent_process  # noqa: PLC0415 - of the worker
    from threading import Thread  # noqa: PLC0415 - likewise

    parent = parent_process()
    if parent is None:  # pragma: no cover - a worker has one
        return

    def watch() -> None:
        connection.wait([parent.sentinel])
        os.kill(os.getpid(), signals.SIGTERM)

    Thread(target=watch, daemon=True).start()


def _end_workers() -> None:
    """Ends them in the middle of their work, which nobody waits for any more."""
    from multiprocessing import active_children  # noqa: PLC0415 - most runs need none

    for process in active_children():
        process.terminate()
