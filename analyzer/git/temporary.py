"""Makes temporary folders.

One that a run left when it was killed outright stays: nothing tells it for certain from a folder that a user gave the
same name, and no user's folder is ever removed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PREFIX = "agentguard-"


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Makes an empty folder that is gone afterwards."""
    from tempfile import TemporaryDirectory  # noqa: PLC0415 - milliseconds that not every question needs

    with TemporaryDirectory(prefix=_PREFIX) as folder:
        yield Path(folder)
