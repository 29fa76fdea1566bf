"""The installed program, in a process of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from select import select

import pytest

from tests.support.builder import Builder
from tests.support.wrapper import GitWrapper

PROGRAM = str(Path(sys.executable).parent / "agentguard")


def environment(**extra: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "XDG_CONFIG_HOME") if name in os.environ}
    return {**kept, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, **extra}


def run(folder: Path, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, *arguments], cwd=folder, env=environment(**extra), capture_output=True, text=True, check=False
    )


def start(folder: Path, *arguments: str, **extra: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [PROGRAM, *arguments],
        cwd=folder,
        env=environment(**extra),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
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


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
@pytest.mark.parametrize(
    ("option", "error"), [("--help", "no more can be written"), ("--version", "the output cannot be written")]
)
def test_a_full_disk_is_no_bug(repo: Builder, option: str, error: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [PROGRAM, option], cwd=repo.path, env=environment(), stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert (done.returncode, done.stderr.decode()) == (2, f"error: {error}: No space left on device\n")


@pytest.mark.skipif(os.name == "nt", reason="a shell")
def test_a_closed_stdin_holds_no_patch(repo: Builder) -> None:
    repo.commit({"a.py": "X = 1\n"})
    line = ["sh", "-c", f"exec '{PROGRAM}' footprint - <&-"]
    done = subprocess.run(line, cwd=repo.path, env=environment(), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "error: stdin is closed\nhint: `-` takes a patch from there\n")


@pytest.mark.skipif(os.name == "nt", reason="the folder of a process can be removed")
def test_a_folder_that_is_gone_is_no_repository(repo: Builder) -> None:
    line = ["sh", "-c", f"mkdir gone && cd gone && rmdir ../gone && exec '{PROGRAM}' check"]
    done = subprocess.run(line, cwd=repo.path, env=environment(), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "error: the current folder is gone\nhint: `cd` to one that exists\n")


@pytest.fixture
def pipe(tmp_path: Path) -> Iterator[int]:
    """The reading end of the named pipe `pipe`; a writer never waits, since it has one already."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    both, reader = os.open(path, os.O_RDWR), os.open(path, os.O_RDONLY)
    yield reader
    os.close(both)
    os.close(reader)


def require_heard(number: signal.Signals) -> None:
    if signal.getsignal(number) is signal.SIG_IGN:
        pytest.skip("whoever started the tests ignores the signal (nohup, a job behind `&`), and so does the program")


def wait_for_line(pipe: int) -> None:
    assert select([pipe], [], [], 30)[0]


@pytest.mark.skipif(os.name == "nt", reason="signals and named pipes")
@pytest.mark.parametrize(
    ("number", "end"), [(signal.SIGINT, (130, b"\n")), (signal.SIGTERM, (143, b"")), (signal.SIGHUP, (129, b""))]
)
def test_a_signal_ends_git_and_is_told_by_the_exit_code(
    repo: Builder, tmp_path: Path, pipe: int, git_wrapper: GitWrapper, number: signal.Signals, end: tuple[int, bytes]
) -> None:
    require_heard(number)
    repo.commit({"a.py": "X = 1\n"})
    git_wrapper.stop_at("rev-parse", tmp_path / "pipe")
    process = start(repo.path, "audit")
    wait_for_line(pipe)
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, err, out) == (*end, b"")
    assert git_wrapper.alive() == []


@pytest.mark.skipif(os.name == "nt", reason="signals and named pipes")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_processes_that_look_at_content(
    repo: Builder, tmp_path: Path, pipe: int, git_wrapper: GitWrapper, number: signal.Signals
) -> None:
    require_heard(number)
    turns = [{f"{name}.py": f"x = {turn}\n" for name in range(8)} for turn in range(100)]
    repo.fast_import((f"turn {turn}", files) for turn, files in enumerate(turns))
    git_wrapper.stop_at("diff-tree", tmp_path / "pipe")
    (tmp_path / "temporary").mkdir()
    process = start(repo.path, "audit", "main", "--deep", "--jobs", "2", TMPDIR=str(tmp_path / "temporary"))
    wait_for_line(pipe)
    process.send_signal(number)
    try:
        # The output comes to its end when none of the processes that have it is left.
        process.communicate(timeout=30)
        assert list((tmp_path / "temporary").iterdir()) == []
    finally:
        git_wrapper.kill()
