"""Times the hooks of git beside `git commit` and bare Python, with ten files staged in a copy of a repository."""

import subprocess
import sys
from os import getloadavg
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.histories import commit_of, git
from benchmarks.measure import Benchmark, Budget, in_turns

_FILES = 10
_SECONDS, _NET_SECONDS = 0.120, 0.030
_NATIVE = Path(__file__).resolve().parent.parent / "hooks" / "native"
# A commit that leaves the repository as it found it; what that takes is the same for all.
_COMMIT = 'git commit --quiet "$@" && git update-ref HEAD "$0"'


def hooks(path: Path, *, runs: int, programs: Path | None = None, commit: str | None = None) -> Benchmark:
    """Times what a commit of ten files waits for: the hook before it, and the net below it.

    Args:
        path: the repository.
        runs: rounds.
        programs: the folder with the scripts of an installed agentguard, and its Python; None for the running one's.
        commit: what to stage, None for the newest of about ten files.
    """
    place = programs or Path(sys.executable).parent
    with TemporaryDirectory(prefix="agentguard-bench-") as folder:
        copy = Path(folder) / "copy"
        parent, message = _staged(path, copy, commit or commit_of(path, _FILES))
        bare = ("sh", "-c", _COMMIT, parent, "-m", message)
        commands = {
            "bare Python": (str(place / "python"), "-c", "pass"),
            "git commit": (*bare, "--no-verify"),
            "git commit with the hook": (*_with(folder, "hook", place), *bare),
            "git commit with hook and net": (*_with(folder, "net", place), *bare),
        }
        before = getloadavg()[0]
        timings = in_turns(commands, cwd=copy, runs=runs)
        files = len(git(copy, "ls-files").splitlines())
        staged = len(git(copy, "diff", "--cached", "--name-only").splitlines())
    busy = f"{before:.1f} at the beginning, {getloadavg()[0]:.1f} at the end"
    return Benchmark(
        title="hooks",
        facts={"repository": path.resolve().name, "files": f"{files:,}", "staged": str(staged), "load": busy},
        timings=timings,
        budgets=(
            Budget(what="the hook adds, s", limit=_SECONDS, value=timings[2].median - timings[1].median),
            Budget(what="the net adds, s", limit=_NET_SECONDS, value=timings[3].median - timings[2].median),
        ),
    )


def _staged(path: Path, copy: Path, commit: str) -> tuple[str, str]:
    """Makes a copy in which one commit is staged on top of its parent; returns the parent and the commit's message."""
    subprocess.run(["git", "clone", "--quiet", "--shared", "--no-checkout", str(path), str(copy)], check=True)
    for setting in ("user.name=A", "user.email=a@b.invalid", "gc.auto=0", "core.logAllRefUpdates=false"):
        git(copy, "config", *setting.split("=", 1))
    parent = git(copy, "rev-parse", f"{commit}^").strip()
    git(copy, "checkout", "--quiet", "-B", "main", commit)
    git(copy, "reset", "--quiet", "--soft", parent)
    return parent, git(copy, "log", "-1", "--format=%B", commit).strip()


def _with(folder: str, name: str, programs: Path) -> tuple[str, ...]:
    """Returns words in front of a command that give git a folder of hooks."""
    place = Path(folder) / name
    place.mkdir()
    lines = {"pre-commit": f"exec '{programs / 'agentguard-hook-git'}' pre-commit --fail-on never"}
    if name == "net":
        lines["reference-transaction"] = f"exec /bin/sh '{_NATIVE / 'reference-transaction'}' \"$@\""
    for hook, line in lines.items():
        (place / hook).write_text(f"#!/bin/sh\n{line}\n")
        (place / hook).chmod(0o755)
    variables = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.hooksPath", "GIT_CONFIG_VALUE_0": str(place)}
    return ("env", *(f"{key}={value}" for key, value in variables.items()))
