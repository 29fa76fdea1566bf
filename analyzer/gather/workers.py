"""Processes that look at contents beside this one, and leave nothing behind however a run ends."""

import os
import signal as signals
from typing import TYPE_CHECKING, NoReturn

from agentguard.analyzer.git.place import Place
from agentguard.analyzer.git.process import Git
from agentguard.analyzer.git.repository import Repository

if TYPE_CHECKING:  # most runs need one process, and this costs as much as ten questions to git
    from concurrent.futures import ProcessPoolExecutor

# What a terminal tells all processes of a job; the parent ends its workers. Windows has no hang-up.
_OF_THE_PARENT = tuple(getattr(signals, name) for name in ("SIGINT", "SIGHUP") if hasattr(signals, name))
_open: list[Repository] = []


def processors() -> int:
    """Counts those that this process may use, where the system tells; a container has often fewer than the machine."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def start_workers(repository: Repository, jobs: int) -> "ProcessPoolExecutor":
    """Makes a pool whose processes each have the repository open until they end."""
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - most runs need none

    return ProcessPoolExecutor(jobs, initializer=_begin_work, initargs=(repository.git, repository.place))


def repository_of_worker() -> Repository:
    """Returns what this process of a pool has open."""
    return _open[0]


def _begin_work(git: Git, place: Place) -> None:
    """Opens the repository for all that the worker will look at, and sees to it that nothing of it is left behind."""
    from multiprocessing.util import Finalize  # noqa: PLC0415 - of the worker

    repository = Repository(git, place)
    _open.append(repository)
    Finalize(None, repository.close, exitpriority=1)
    _leave_signals_to_the_parent(repository)
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


def end_workers() -> None:
    """Ends them in the middle of their work, which nobody waits for any more."""
    from multiprocessing import active_children  # noqa: PLC0415 - most runs need none

    for process in active_children():
        process.terminate()
