"""Writes files: all of one or nothing."""

import os
from contextlib import suppress
from pathlib import Path

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.report.clean import clean


def write_file(path: Path, text: str) -> None:
    """Writes UTF-8 by renaming a finished file, so that nobody ever reads half of it.

    Raises:
        AgentguardError: the file cannot be written.
    """
    data = text.encode("utf-8", "replace")
    try:
        # A device or a pipe, such as /dev/stderr, cannot be renamed over.
        if path.exists() and not path.is_file():
            path.write_bytes(data)
        else:
            _replace(Path(os.path.realpath(path)), data)
    except OSError as error:
        raise AgentguardError(f"`{clean(str(path))}` cannot be written: {error.strerror}") from error


def _replace(path: Path, data: bytes) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with draft.open("xb") as file:
            file.write(data)
        draft.replace(path)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise
