"""Tells which git process a hook was started by: its words say what kind of commit is being made."""

import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from agentguard.analyzer.model.journal import GitProcess
from agentguard.analyzer.model.value import dataclass

_PROC = Path("/proc")
# Between git and us stand what runs hooks (pre-commit, a shell) and what that starts.
_MOST_STEPS = 12
_MOST_BYTES = 2_000_000
_SECONDS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Process:
    argv: tuple[str, ...]
    parent: int


def git_ancestor(environment: Mapping[str, str], *, proc: Path = _PROC) -> GitProcess | None:
    """Returns the nearest git process above this one, None where there is none or the system does not tell.

    Args:
        environment: the variables of this process, among which git tells its hooks in which folder it was started.
        proc: where the system shows its processes as files; where it does not, `ps` is asked.
    """
    has_files = (proc / "self" / "stat").exists()
    look: Callable[[int], _Process | None] = (lambda pid: _from_files(proc, pid)) if has_files else _from_ps
    pid = os.getppid()
    for _ in range(_MOST_STEPS):
        process = look(pid)
        if process is None or pid <= 1:
            return None
        if _is_git(process.argv):
            return GitProcess(argv=process.argv, prefix=environment.get("GIT_PREFIX", ""), is_exact=has_files)
        pid = process.parent
    return None


def folder_of_git_ancestor(*, proc: Path = _PROC) -> Path | None:
    """Returns the folder of the nearest git process above this one, None where the system does not tell."""
    pid = os.getppid()
    for _ in range(_MOST_STEPS):
        process = _from_files(proc, pid)
        if process is None or pid <= 1:
            return None
        if _is_git(process.argv):
            try:
                return (proc / str(pid) / "cwd").readlink()
            except OSError:
                return None
        pid = process.parent
    return None


def _is_git(argv: tuple[str, ...]) -> bool:
    """Tells whether this is git at work, and not git as what runs hooks (`git hook run`)."""
    return bool(argv) and argv[0].rpartition("/")[2] in {"git", "git.exe"} and argv[1:2] != ("hook",)


def _from_files(proc: Path, pid: int) -> _Process | None:
    try:
        with (proc / str(pid) / "cmdline").open("rb") as file:
            argv = os.fsdecode(file.read(_MOST_BYTES)).split("\0")[:-1]
        # The name in brackets may hold anything, brackets and blanks too.
        rest = (proc / str(pid) / "stat").read_bytes().rpartition(b")")[2].split()
        return _Process(argv=tuple(argv), parent=int(rest[1]))
    except (OSError, ValueError, IndexError):
        return None


def _from_ps(pid: int) -> _Process | None:
    asked = ["ps", "-ww", "-o", "ppid=", "-o", "args=", "-p", str(pid)]
    try:
        done = subprocess.run(asked, capture_output=True, check=True, timeout=_SECONDS)
        parent, *argv = os.fsdecode(done.stdout).split()
        return _Process(argv=tuple(argv), parent=int(parent))
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
