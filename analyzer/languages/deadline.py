"""How long the work on one file may take."""

from time import monotonic


class OutOfTimeError(Exception):
    """Tells that a file was not read before its deadline, or that it would not be."""


class Deadline:
    """A point in time that the work on one file must not pass."""

    def __init__(self, seconds: float) -> None:
        self._end = monotonic() + seconds

    def has_passed(self) -> bool:
        """Tells whether the time is up."""
        return monotonic() > self._end

    def check(self) -> None:
        """Raises `OutOfTimeError` where the time is up."""
        if self.has_passed():
            raise OutOfTimeError
