"""Does the reader see the arguments that git gets? Bash runs each form with a git that writes them down."""

import os
import subprocess
from pathlib import Path

import pytest

from agentguard.analyzer.commandline import read_command
from agentguard.analyzer.commandline.globals import read_globals
from agentguard.analyzer.commandline.word import literal
from tests.analyzer.commandline.forms import BLOCKS, LINES

# One write for each run: some of them run at the same time.
_GIT = """#!/bin/sh
printf '%s\\0' "$@" '

' >> "$LOG"
"""


@pytest.fixture(scope="module")
def bin_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bin")
    (folder / "git").write_text(_GIT)
    (folder / "git").chmod(0o755)
    return folder


def arguments_in_bash(command: str, folder: Path, bin_folder: Path) -> set[tuple[str, ...]]:
    """Returns the words behind git and its global options, of each git that bash starts."""
    (folder / "sub").mkdir()
    log = folder / "log"
    environment = {"HOME": str(folder), "LOG": str(log), "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=30,
    )
    runs = log.read_bytes().decode().split("\n\n\0")[:-1] if log.exists() else []
    words = [read_globals(literal(run.split("\0")[:-1]), ".", {}).rest for run in runs]
    return {tuple(word.text for word in one) for one in words}


@pytest.mark.parametrize("command", LINES + BLOCKS)
def test_bash_and_the_reader_agree_on_the_arguments_of_git(command: str, tmp_path: Path, bin_folder: Path) -> None:
    assert {call.words for call in read_command(command).calls} == arguments_in_bash(command, tmp_path, bin_folder)


@pytest.mark.parametrize(
    "command",
    [
        "git add a && git add b || git add c",
        "if false; then git add a; else git add b; fi",
        "case x in y) git add a;; *) git add b;; esac",
        "f() { git add a; return; git add b; }; f",
    ],
)
def test_what_may_not_run_is_read_too(command: str, tmp_path: Path, bin_folder: Path) -> None:
    assert {call.words for call in read_command(command).calls} > arguments_in_bash(command, tmp_path, bin_folder)
