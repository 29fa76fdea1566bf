"""Makes temporary folders, and removes those of runs that were killed before they could."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from itertools import islice
from pathlib import Path
from time import time

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows has no such locks, and there nothing is swept
    fcntl = None  # type: ignore[assignment]

PREFIX = "agentguard-"
# A folder is locked a moment after it is made; nothing younger than this is taken for abandoned, in seconds.
_ABANDONED = 3_600
_MOST_LOOKED_AT = 20_000
_MOST_REMOVED = 20


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Makes an empty folder that is gone afterwards.

    Its maker holds a lock on it. Where a run is killed outright the system lets the lock go, so that a later run can
    tell the folder from one that is in use, and removes it.
    """
    from tempfile import TemporaryDirectory, gettempdir  # noqa: PLC0415 - milliseconds that not every question needs

    _sweep(gettempdir())
    with TemporaryDirectory(prefix=PREFIX) as folder:
        lock = _lock(folder)
        try:
            yield Path(folder)
        finally:
            if lock is not None:
                os.close(lock)


@cache
def _sweep(parent: str) -> None:
    """Removes what killed runs left, once in a process; what cannot be looked at or removed stays."""
    if fcntl is None:
        return
    with suppress(OSError), os.scandir(parent) as entries:
        for folder in list(islice(_abandoned(islice(entries, _MOST_LOOKED_AT)), _MOST_REMOVED)):
            lock = _lock(folder)
            if lock is not None:
                shutil.rmtree(folder, ignore_errors=True)
                os.close(lock)


def _abandoned(entries: Iterator[os.DirEntry[str]]) -> Iterator[str]:
    """Yields the user's own folders of our name that are old enough."""
    for entry in entries:
        if entry.name.startswith(PREFIX) and entry.is_dir(follow_symlinks=False):
            status = entry.stat(follow_symlinks=False)
            if status.st_uid == os.getuid() and status.st_mtime < time() - _ABANDONED:
                yield entry.path


def _lock(folder: str) -> int | None:
    """Locks a folder until the returned descriptor is closed; None where another process holds it."""
    if fcntl is None:
        return None
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor
