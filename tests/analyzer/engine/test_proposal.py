from pathlib import Path

import pytest

from agentguard.analyzer.commandline.git import read_git
from agentguard.analyzer.engine.proposal import Ground, instead, shown, summed

ROOT = Path("/r")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["add", "-A"], "git add a.py 'b c.py'"),
        (["stage", "."], "git add a.py 'b c.py'"),
        (["stash", "-u"], "git stash push -- a.py 'b c.py'"),
        (["commit", "-am", "fix it"], "git commit -m 'fix it' -- a.py 'b c.py'"),
        (["commit", "-a", "-m", "x", "--amend"], "git commit -m x --amend -- a.py 'b c.py'"),
        (["commit", "--all", "--message=x y"], "git commit '--message=x y' -- a.py 'b c.py'"),
        (["commit", "--al", "--message", "--all"], "git commit --message --all -- a.py 'b c.py'"),
        (["commit", "-mall", "."], "git commit -mall -- a.py 'b c.py'"),
        (["commit", "-i", "-m", "x", "--", "."], "git commit -m x -- a.py 'b c.py'"),
        (["commit", "-asm", "x"], "git commit -sm x -- a.py 'b c.py'"),
        (["commit", "-aF", "note.txt"], "git commit -F note.txt -- a.py 'b c.py'"),
        (["commit", "-am", "x\ny"], "git commit -m \"...\" -- a.py 'b c.py'"),
        (["commit", "-am", "long " * 40], "git commit -m \"...\" -- a.py 'b c.py'"),
    ],
)  # fmt: skip
def test_the_command_instead_takes_the_paths_and_keeps_the_rest(words: list[str], expected: str) -> None:
    assert instead(read_git(words), ["a.py", "b c.py"], Ground(root=ROOT, folder=ROOT)) == expected


def test_git_commits_no_single_paths_while_a_merge_is_in_progress() -> None:
    ground = Ground(root=ROOT, folder=ROOT)
    assert (
        instead(read_git(["commit", "-am", "x"]), ["a.py"], ground, merging=True) == "git add a.py && git commit -m x"
    )


def test_paths_count_from_where_the_agent_is() -> None:
    call = read_git(["add", "-A"])
    assert instead(call, ["a.py", "src/b.py"], Ground(root=ROOT, folder=ROOT / "src")) == "git add ../a.py b.py"
    assert instead(call, ["src/b.py"], Ground(root=Path("/r s"), folder=ROOT)) == "git -C '/r s' add src/b.py"


def test_a_folder_that_cannot_be_shown_stands_in_no_command() -> None:
    assert instead(read_git(["add", "-A"]), ["a.py"], Ground(root=Path("/r\x1b[31m"), folder=ROOT)) is None


def test_ten_paths_are_listed_and_the_others_counted() -> None:
    paths = [f"{number:02}.py" for number in range(12)]
    expected = f"git add {' '.join(paths[:10])}   (and 2 more)"
    assert instead(read_git(["add", "-A"]), paths, Ground(root=ROOT, folder=ROOT)) == expected


def test_names_that_cannot_be_shown_as_they_are_are_left_out_of_a_command() -> None:
    call, ground = read_git(["add", "-A"]), Ground(root=ROOT, folder=ROOT)
    assert instead(call, ["a\x1b[31m.py", "\udcff.py", "-n", ":x"], ground) == "git add ./-n ./:x   (and 2 more)"
    assert instead(call, ["a\nb"], ground) is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["add", "-A"], "`git add -A`"),
        (["commit", "-am", "fix \x1b[31mit"], "`git commit -am 'fix \N{REPLACEMENT CHARACTER}[31mit'`"),
        (["add", ".", "x" * 200], f"`git add . {'x' * 67}...`"),
    ],
)
def test_a_call_is_shown_cut_and_without_what_a_terminal_obeys(words: list[str], expected: str) -> None:
    assert shown(read_git(words)) == expected


def test_many_paths_are_summed_up_by_their_top_folders() -> None:
    paths = [*(f"reports/{n}" for n in range(41)), *(f"ideas/{n}" for n in range(16)), "a.py", "src/x.py", "src/y.py"]
    assert summed(paths) == "reports/ 41, ideas/ 16, src/ 2, ..."
    assert summed(["a.py", "b\n.py"]) == "a.py, b\N{REPLACEMENT CHARACTER}.py"
