"""Makes temporary folders, as `tempfile` does, whose import takes as long as half of Python's own start.

One that a run left when it was killed outright stays: nothing tells it for certain from a folder that a user gave the
same name, and no user's folder is ever removed.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from agentguard.analyzer.errors import AgentguardError

_PREFIX = "agentguard-"
_VARIABLES = ("TMPDIR", "TEMP", "TMP")
_USUAL = ("/tmp", "/var/tmp", "/usr/tmp")  # noqa: S108 - a folder of a name that nobody can guess is made there


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


def _made() -> Path:
    name = _PREFIX + os.urandom(8).hex()
    for place in (*filter(None, map(os.environ.get, _VARIABLES)), *_USUAL):
        with suppress(OSError):
            folder = Path(place).absolute() / name
            folder.mkdir(mode=0o700)
            return folder
    raise AgentguardError("there is no place for temporary files", "`TMPDIR` names a folder that can be written to")


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
