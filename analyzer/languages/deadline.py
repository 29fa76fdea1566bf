"""How long the work on one file may take."""

from time import thread_time


class OutOfTimeError(Exception):
    """Tells that a file was not read before its deadline, or that it would not be."""


class Deadline:
    """How much of the processor's time the work on one file may take, so that a busy machine reads no less."""

    def __init__(self, seconds: float) -> None:
        self._end = thread_time() + seconds

    def has_passed(self) -> bool:
        """Tells whether the time is up."""
        return thread_time() > self._end

    def check(self) -> None:
        """Raises `OutOfTimeError` where the time is up."""
        if self.has_passed():
            raise OutOfTimeError
