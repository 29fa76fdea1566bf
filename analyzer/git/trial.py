"""Runs programs as a user would, hooks and all, in a folder of ours: to see what happens, not to ask git something."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic

from agentguard.analyzer.model.value import dataclass

_MISSING = 127


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How a program ended; `code` is None where it did not within its time."""

    code: int | None
    stdout: str
    stderr: str
    seconds: float


def run_trial(
    words: Sequence[str], *, cwd: Path, environment: Mapping[str, str], stdin: bytes = b"", seconds: float = 30
) -> Trial:
    """Runs a program to its end, or ends it and all that it has started.

    Args:
        words: the program and its arguments.
        cwd: where to run it, a folder of ours.
        environment: all of it.
        stdin: what it is told.
        seconds: how long it may take.
    """
    started = monotonic()
    try:
        process = subprocess.Popen(
            list(words),
            cwd=cwd,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        return Trial(code=_MISSING, stdout="", stderr=str(error.strerror), seconds=0.0)
    with process:
        code, out, err = _wait(process, stdin, seconds)
    spent = monotonic() - started
    return Trial(code=code, stdout=out.decode("utf-8", "replace"), stderr=err.decode("utf-8", "replace"), seconds=spent)


def _wait(process: "subprocess.Popen[bytes]", stdin: bytes, seconds: float) -> tuple[int | None, bytes, bytes]:
    try:
        out, err = process.communicate(stdin, timeout=seconds)
    except subprocess.TimeoutExpired:
        _end(process)
        return None, b"", b""
    except BaseException:
        _end(process)
        raise
    return process.returncode, out, err


def _end(process: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
