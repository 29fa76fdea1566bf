"""Finds the folder in which the platform keeps what a program remembers, and keeps there how closely to look."""

import os
from contextlib import suppress
from pathlib import Path
from time import time

# While this file is there, the front of the agents' hook hands on every command: some repository refuses those of
# which nobody can tell what they stage, and the front knows no settings.
_STRICT = "unknown-commands"
_STRICT_SECONDS = 30 * 86_400


def state_folder() -> Path:
    """Returns where the platform keeps a program's logs."""
    if os.name == "nt":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    else:
        base = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(base) / "agentguard"


def is_strict() -> bool:
    """Tells whether some repository of this user refuses commands of which nobody can tell what they stage."""
    return (state_folder() / _STRICT).exists()


def note_strictness(*, strict: bool) -> None:
    """Notes what the settings of a repository say; forgets what none has said for a month."""
    path = state_folder() / _STRICT
    with suppress(OSError):
        if strict:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch()
        elif path.exists() and path.stat().st_mtime < time() - _STRICT_SECONDS:
            path.unlink()
