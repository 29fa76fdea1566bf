"""Finds the folder in which the platform keeps what a program remembers."""

import os
from pathlib import Path


def state_folder() -> Path:
    """Returns where the platform keeps a program's logs."""
    if os.name == "nt":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    else:
        base = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(base) / "agentguard"
