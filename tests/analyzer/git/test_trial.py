import os
from pathlib import Path

from agentguard.analyzer.git.trial import run_trial


def test_a_program_is_told_its_input_and_says_how_it_ended(tmp_path: Path) -> None:
    done = run_trial(
        ["sh", "-c", "cat; echo $NAME; pwd >&2; exit 3"],
        cwd=tmp_path,
        environment={"PATH": os.environ["PATH"], "NAME": "x"},
        stdin=b"said\n",
    )
    assert (done.code, done.stdout, done.stderr) == (3, "said\nx\n", f"{tmp_path}\n")


def test_a_program_that_is_not_there_ends_as_in_a_shell(tmp_path: Path) -> None:
    done = run_trial([str(tmp_path / "none")], cwd=tmp_path, environment={})
    assert (done.code, done.stderr) == (127, "No such file or directory")


def test_what_does_not_end_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    # The second process would keep the pipe open, and the reader waiting, for as long as it lives.
    script = f"sleep 600 > '{pipe}' & exec sleep 600 < '{pipe}'"
    done = run_trial(["sh", "-c", script], cwd=tmp_path, environment={"PATH": os.environ["PATH"]}, seconds=0.3)
    assert done.code is None
