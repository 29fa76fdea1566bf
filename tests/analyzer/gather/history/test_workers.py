import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.builder import Builder

# A worker says that it is there and has made what it needs, and has work for the rest of the day.
PROGRAM = """
import sys, time
from pathlib import Path
from agentguard.analyzer.gather.history.workers import Workers, repository_of_worker
from agentguard.analyzer.git import Repository

def work(seconds):
    repository_of_worker().objects.info("HEAD")
    print("at work", flush=True)
    time.sleep(seconds)

def main():
    with Repository.open(Path(sys.argv[1])) as repository:
        with Workers(repository, 1) as workers:
            workers.submit(work, 86_400)
            if sys.argv[2] == "end":
                sys.stdin.read(1)
                sys.exit(3)

main()
"""


@pytest.fixture
def started(repo: Builder, tmp_path: Path, request: pytest.FixtureRequest) -> tuple["subprocess.Popen[bytes]", Path]:
    """A process with a worker that is at work, and the folder of its temporary folders."""
    repo.commit({"a.txt": "a\n"})
    folders = tmp_path / "folders"
    folders.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(repo.path), request.param],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TMPDIR": str(folders)},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"at work\n"
    assert len(list(folders.iterdir())) == 1
    return process, folders


@pytest.mark.parametrize("started", ["wait"], indirect=True)
def test_workers_end_in_order_when_their_parent_is_killed(started: tuple["subprocess.Popen[bytes]", Path]) -> None:
    process, folders = started
    process.send_signal(signal.SIGKILL)
    process.communicate()  # all who hold the pipe are gone

    assert list(folders.iterdir()) == []


@pytest.mark.parametrize("started", ["end"], indirect=True)
def test_workers_that_are_told_to_end_leave_nothing(started: tuple["subprocess.Popen[bytes]", Path]) -> None:
    process, folders = started
    process.communicate(b"\n")

    assert (process.returncode, list(folders.iterdir())) == (3, [])
