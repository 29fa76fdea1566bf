"""Makes temporary folders, as `tempfile` does, whose import takes as long as half of Python's own start.

One that a run left when it was killed outright stays: nothing tells it for certain from a folder that a user gave the
same name, and no user's folder is ever removed.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from agentguard.analyzer.errors import AgentguardError

_PREFIX = "agentguard-"
_VARIABLES = ("TMPDIR", "TEMP", "TMP")
_USUAL = ("/tmp", "/var/tmp", "/usr/tmp")  # noqa: S108 - a folder of a name that nobody can guess is made there
_NO_PLACE = AgentguardError("there is no place for temporary files", "`TMPDIR` names a folder that can be written to")


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Makes an empty folder that nobody else can look into, and that is gone afterwards.

    Raises:
        AgentguardError: there is no place for one.
    """
    folder = _made()
    try:
        yield folder
    finally:
        _remove(folder)


@contextmanager
def temporary_file() -> Iterator[IO[bytes]]:
    """Makes an empty file that has no name.

    Raises:
        AgentguardError: there is no place for one.
    """
    for place in _places():
        with suppress(OSError):
            number = os.open(place, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            place.unlink()
            break
    else:
        raise _NO_PLACE
    with os.fdopen(number, "w+b") as file:
        yield file


def _made() -> Path:
    for folder in _places():
        with suppress(OSError):
            folder.mkdir(mode=0o700)
            return folder
    raise _NO_PLACE


def _places() -> Iterator[Path]:
    """Yields names that nobody can guess in the folders that the user has named, then in the usual ones."""
    name = _PREFIX + os.urandom(8).hex()
    for place in (*filter(None, map(os.environ.get, _VARIABLES)), *_USUAL):
        yield Path(place).absolute() / name


def _remove(folder: Path) -> None:
    """Removes what can be removed; links are not followed."""
    with suppress(OSError):
        entries = list(os.scandir(folder))
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                _remove(Path(entry.path))
            else:
                with suppress(OSError):
                    os.unlink(entry.path)  # noqa: PTH108 - many small objects
        folder.rmdir()
