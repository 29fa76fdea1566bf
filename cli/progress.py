"""Shows on a terminal that a long run is alive."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from agentguard.cli.console import is_terminal

DELAY = 1.0
_INTERVAL = 0.1


@contextmanager
def progress(noun: str, *, quiet: bool) -> Iterator[Callable[[int], None] | None]:
    """Yields what a run tells its progress to: a count on stderr, after a second, wiped out at the end.

    Where nobody would see it there is None.
    """
    if quiet or os.environ.get("TERM") == "dumb" or not is_terminal(sys.stderr):
        yield None
        return
    line = _Line(noun)
    try:
        yield line.show
    finally:
        line.wipe()


class _Line:
    """One line that is written over and over; spaces wipe it, which every terminal understands."""

    def __init__(self, noun: str) -> None:
        self._noun = noun
        self._due = monotonic() + DELAY
        self._width = 0

    def show(self, count: int) -> None:
        now = monotonic()
        if now < self._due:
            return
        self._due = now + _INTERVAL
        text = f"{count:,} {self._noun}"
        self._width = max(self._width, len(text))
        self._write("\r" + text.ljust(self._width))

    def wipe(self) -> None:
        if self._width:
            self._write("\r" + " " * self._width + "\r")

    @staticmethod
    def _write(text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()
