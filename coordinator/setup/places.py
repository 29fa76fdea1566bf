"""Where files of a repository really are, so that nothing is ever written anywhere else."""

import os
import stat
from pathlib import Path

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.printable import printable
from agentguard.coordinator.setup.text.source import MOST_BYTES


def place_of(top: Path, name: str) -> Path:
    """Returns where a file is, links followed.

    Args:
        top: the folder that must not be left.
        name: the file from there; it need not exist.

    Raises:
        AgentguardError: a link leads out of the folder, or what is there is no file.
    """
    path = Path(os.path.realpath(top / name))
    if not path.is_relative_to(os.path.realpath(top)):
        raise AgentguardError(
            f"`{printable(name)}` is a link that leads out of the repository, to `{printable(str(path))}`",
            "put a file in its place; nothing was changed",
        )
    if path.exists() and not path.is_file():
        raise AgentguardError(f"`{printable(name)}` is no file", "nothing was changed")
    return path


def read_file(path: Path, name: str) -> bytes | None:
    """Returns what a file holds, None where there is none.

    Args:
        path: where it is.
        name: what to call it.

    Raises:
        AgentguardError: it cannot be read, or is beyond all reason.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise AgentguardError(f"`{printable(name)}` cannot be read: {error.strerror}") from error
    if len(content) > MOST_BYTES:
        raise AgentguardError(f"`{printable(name)}` is larger than {MOST_BYTES:,} bytes")
    return content


def require_writable(path: Path, name: str) -> None:
    """Refuses a file that nobody may write: whoever made it so had a reason, which a rename would not heed.

    Raises:
        AgentguardError: it is read-only.
    """
    if path.exists() and not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise AgentguardError(
            f"`{printable(name)}` is read-only", f"`chmod u+w {printable(name)}` first; nothing was changed"
        )
