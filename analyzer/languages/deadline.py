"""How long the work on one file may take."""

from time import perf_counter, thread_time


class OutOfTimeError(Exception):
    """Tells that a file was not read before its deadline, or that it would not be."""


class Deadline:
    """How much of the processor's time the work on one file may take, so that a busy machine reads no less.

    The system is asked for that time only when as much has passed on the clock: a parser asks thousands of times, and
    the clock alone costs no call into the system.
    """

    def __init__(self, seconds: float) -> None:
        self._end = thread_time() + seconds
        self._soonest = perf_counter() + seconds

    def has_passed(self) -> bool:
        """Tells whether the time is up."""
        if perf_counter() <= self._soonest:
            return False
        left = self._end - thread_time()
        self._soonest = perf_counter() + left
        return left < 0

    def check(self) -> None:
        """Raises `OutOfTimeError` where the time is up."""
        if self.has_passed():
            raise OutOfTimeError
