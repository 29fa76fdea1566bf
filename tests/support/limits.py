"""Bounds what the code under test may cost."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import process_time


@contextmanager
def processor_time(seconds: float) -> Iterator[None]:
    """Fails where more of the processor's time is used; how busy the machine is changes that little."""
    started = process_time()
    yield
    used = process_time() - started
    assert used < seconds, f"{used:.1f} s of the processor's time, more than {seconds}"
