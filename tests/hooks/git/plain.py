"""Hooks as plain files in git's own folder of hooks, and how they are called."""

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.support.builder import Attempt, Builder

CHECKOUT = Path(__file__).resolve().parents[3]
PROGRAM = (sys.executable, str(CHECKOUT / "hooks" / "scripts" / "agentguard-hook-git"))
AGENT = {"CLAUDECODE": "1", "CLAUDE_CODE_SESSION_ID": "a-session"}
_CODE = {"PYTHONPATH": str(CHECKOUT / ".dev"), "PYTHONDONTWRITEBYTECODE": "1"}


def command(*words: str) -> str:
    """Returns a line for a shell that runs this checkout's hook program."""
    variables = " ".join(f"{name}={shlex.quote(value)}" for name, value in _CODE.items())
    return f"env {variables} {shlex.join((*PROGRAM, *words))}"


def install(repo: Builder, *stages: str, options: str = "") -> None:
    """Writes git's own hooks."""
    for stage in stages:
        write_hook(repo, stage, f'exec {command(stage)} {options} "$@"')


def write_hook(repo: Builder, name: str, line: str) -> None:
    """Writes one of git's hooks."""
    folder = Path(repo.git("rev-parse", "--path-format=absolute", "--git-path", "hooks"))
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{line}\n")
    (folder / name).chmod(0o755)


def run_hook(repo: Builder, *words: str, stdin: bytes = b"", variables: Mapping[str, str] = {}) -> Attempt:
    """Runs the hook program outside git."""
    done = subprocess.run(
        (*PROGRAM, *words),
        cwd=repo.path,
        env={**os.environ, **_CODE, **variables},
        input=stdin,
        capture_output=True,
        check=False,
    )
    return Attempt(done.returncode, os.fsdecode(done.stdout), os.fsdecode(done.stderr))
