"""What is kept of a session from one call of its hooks to the next, in the user's own folder.

When a command began is marked by an empty file that the front of the hook makes; its time is that of the file system,
with which the times of edited files are compared. What a session was last told of is the target's tip at that time.
"""

import os
import re
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from time import time

from agentguard.analyzer.git.place import Place
from agentguard.analyzer.model.journal import Session
from agentguard.coordinator.state import state_folder

_RUNNING, _TOLD = "running", "told"
_CALL = re.compile(r"[A-Za-z0-9_-]{1,200}")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_KEPT_SECONDS = {_RUNNING: 86_400, _TOLD: 14 * 86_400}
# Looking through the folder is for one call of many.
_SELDOM = 32


def begun(call: str) -> int | None:
    """Returns when the command of a call began, in nanoseconds of the file system's clock; it is forgotten then.

    Args:
        call: the id of the call; None is returned where nothing was marked.
    """
    if not _CALL.fullmatch(call):
        return None
    mark = state_folder() / _RUNNING / call
    try:
        time_of_mark = mark.lstat().st_mtime_ns
        mark.unlink()
    except OSError:
        return None
    _tidy(_RUNNING, call)
    return time_of_mark


def told(place: Place, session: Session) -> str | None:
    """Returns the commit up to which a session was told what has landed; None where it never was."""
    try:
        text = _place_of(place, session).read_text("ascii").strip()
    except (OSError, ValueError):
        return None
    return text if _COMMIT.fullmatch(text) else None


def tell(place: Place, session: Session, commit: str) -> None:
    """Notes up to which commit a session was told; where that cannot be written, it will be told again."""
    path = _place_of(place, session)
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_text(f"{commit}\n", "ascii")
    _tidy(_TOLD, path.name)


def _place_of(place: Place, session: Session) -> Path:
    key = "\0".join((str(place.git_dir), session.id, session.subagent or ""))
    return state_folder() / _TOLD / sha256(key.encode("utf-8", "surrogateescape")).hexdigest()


def _tidy(folder: str, name: str) -> None:
    """Takes out what was left behind, such as the marks of commands that were refused."""
    if sha256(name.encode()).digest()[0] % _SELDOM:
        return
    oldest = time() - _KEPT_SECONDS[folder]
    with suppress(OSError), os.scandir(state_folder() / folder) as entries:
        for entry in entries:
            if entry.stat(follow_symlinks=False).st_mtime < oldest:
                Path(entry.path).unlink(missing_ok=True)
