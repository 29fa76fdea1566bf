"""The installed program, in a process of its own."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from select import select

import pytest

from tests.support.builder import Builder

PROGRAM = str(Path(sys.executable).parent / "agentguard")


def environment(**extra: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {**kept, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, **extra}


def run(folder: Path, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, *arguments], cwd=folder, env=environment(**extra), capture_output=True, text=True, check=False
    )


def test_the_program_runs_and_passes_its_exit_code_on(repo: Builder) -> None:
    repo.commit({"a.py": "X = 1\n"})
    repo.commit({"out.log": "x\n"})
    done = run(repo.path, "check", "HEAD", "-q", "--fail-on", "warning")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("out.log: warning AG104 artifact: is a log file\n")


def test_a_repository_cannot_put_its_own_modules_in_the_way(repo: Builder) -> None:
    trap = "raise SystemExit('trapped')\n"
    repo.commit(dict.fromkeys(("click.py", "cli/__init__.py", "analyzer/__init__.py", "agentguard.py"), trap))
    done = run(repo.path, "footprint", "HEAD", "--json")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_console_that_knows_ascii_only_is_no_reason_to_fail(repo: Builder) -> None:
    repo.commit({"caf\u00e9.py": "X = 1\n"})
    done = run(repo.path, "footprint", "HEAD", "-q", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert "added  source  +1  -0  caf?.py\n" in done.stdout


@pytest.mark.skipif(os.name == "nt", reason="signals, a shell and named pipes")
def test_an_interrupt_ends_git_and_exits_with_130(repo: Builder, tmp_path: Path) -> None:
    repo.commit({"a.py": "X = 1\n"})
    pipe, folder = tmp_path / "pipe", tmp_path / "bin"
    os.mkfifo(pipe)
    folder.mkdir()
    # Tells that it runs, then never answers; the pipe is open as long as it lives.
    (folder / "git").write_text(
        '#!/bin/sh\n[ "$1" = version ] && echo "git version 2.40.0" && exit\n'
        f'exec 3> "{pipe}"\necho >&3\nexec sleep 600\n'
    )
    (folder / "git").chmod(0o755)
    # Open for both ways first, so that neither side waits for the other.
    both, reader = os.open(pipe, os.O_RDWR), os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    process = subprocess.Popen(
        [PROGRAM, "audit"],
        cwd=repo.path,
        env=environment(PATH=f"{folder}{os.pathsep}{os.environ['PATH']}"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert select([reader], [], [], 30)[0], process.communicate()
    assert os.read(reader, 1) == b"\n"
    os.close(both)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, b"", b"\n")
    assert select([reader], [], [], 30)[0]
    assert os.read(reader, 1) == b""
    os.close(reader)
