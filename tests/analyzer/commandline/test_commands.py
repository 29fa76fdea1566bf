import pytest

from agentguard.analyzer.commandline import read_command
from agentguard.analyzer.model.commands import Act, Breadth, CommandReading, GitCall
from tests.analyzer.commandline.commands import (
    ALLOWED,
    ALLOWED_IN_BLOCKS,
    FOLDERS,
    SWEEPS,
    SWEEPS_IN_BLOCKS,
    UNKNOWN,
)


def breadths(reading: CommandReading) -> set[Breadth]:
    return {call.breadth for call in reading.calls}


@pytest.mark.parametrize("command", SWEEPS + SWEEPS_IN_BLOCKS)
def test_what_takes_in_paths_that_it_does_not_name_is_a_sweep_and_says_by_what(command: str) -> None:
    sweeps = [call for call in read_command(command).calls if call.breadth is Breadth.SWEEP]
    assert sweeps
    assert all(call.why and call.act is not None for call in sweeps)


@pytest.mark.parametrize("command", FOLDERS)
def test_what_names_a_folder_is_told_apart(command: str) -> None:
    assert breadths(read_command(command)) - {Breadth.NONE} == {Breadth.FOLDER}


@pytest.mark.parametrize("command", ALLOWED + ALLOWED_IN_BLOCKS)
def test_what_names_its_paths_or_runs_no_git_is_neither_a_sweep_nor_unknown(command: str) -> None:
    reading = read_command(command)
    assert breadths(reading) <= {Breadth.NONE, Breadth.NAMED}
    assert reading.unknown == ()


@pytest.mark.parametrize("command", UNKNOWN)
def test_what_nobody_can_tell_is_unknown(command: str) -> None:
    reading = read_command(command)
    assert Breadth.SWEEP not in breadths(reading)
    assert reading.unknown or Breadth.UNKNOWN in breadths(reading)


READINGS: dict[str, tuple[GitCall, ...]] = {
    "git add a.py 'b c.py'": (
        GitCall(
            words=("add", "a.py", "b c.py"), act=Act.STAGE, breadth=Breadth.NAMED, pathspecs=("a.py", "b c.py")
        ),
    ),
    "cd src && git -C ../lib add -vA": (
        GitCall(words=("add", "-vA"), act=Act.STAGE, breadth=Breadth.SWEEP, why="-vA", folder="src/../lib"),
    ),
    'git -C "$DIR" commit -am x': (
        GitCall(words=("commit", "-am", "x"), act=Act.COMMIT, breadth=Breadth.SWEEP, why="-am", folder=None),
    ),
    "(cd a; git stash -u); git status": (
        GitCall(words=("stash", "-u"), act=Act.STASH, breadth=Breadth.SWEEP, why="-u", folder="a"),
        GitCall(words=("status",)),
    ),
    "git add $(git ls-files -o)": (
        GitCall(words=("ls-files", "-o")),
        GitCall(
            words=("add", "$(git ls-files -o)"), act=Act.STAGE, breadth=Breadth.SWEEP, why="$(git ls-files -o)"
        ),
    ),
    "git ls-files -m | while read -r f; do git add -- \"$f\"; done": (
        GitCall(words=("ls-files", "-m")),
        GitCall(
            words=("add", "--", "$(git ls-files -m)"),
            act=Act.STAGE,
            breadth=Breadth.SWEEP,
            why="$(git ls-files -m)",
        ),
    ),
    "git diff --name-only | xargs git add": (
        GitCall(words=("diff", "--name-only")),
        GitCall(
            words=("add", "git diff --name-only | xargs"),
            act=Act.STAGE,
            breadth=Breadth.SWEEP,
            why="git diff --name-only | xargs",
        ),
    ),
    'git add "$FILE" a.py': (
        GitCall(
            words=("add", '"$FILE"', "a.py"),
            act=Act.STAGE,
            breadth=Breadth.UNKNOWN,
            pathspecs=("a.py",),
            why='"$FILE"',
        ),
    ),
    "git --work-tree=/x add src/": (
        GitCall(words=("add", "src/"), act=Act.STAGE, breadth=Breadth.FOLDER, pathspecs=("src/",), folder="/x"),
    ),
    "git commit -m \"$(cat <<'E'\nit's\nE\n)\"": (GitCall(words=("commit", "-m", "it's"), act=Act.COMMIT),),
}  # fmt: skip


@pytest.mark.parametrize(("command", "calls"), READINGS.items(), ids=READINGS)
def test_each_run_of_git_is_told_with_what_it_names_and_where_it_runs(command: str, calls: tuple[GitCall, ...]) -> None:
    assert read_command(command) == CommandReading(calls=calls)


def test_configured_aliases_are_read_by_the_name_that_git_would_look_up() -> None:
    aliases = {"aa": "add -A", "ci": "commit", "sh": '!f() { git add "$@"; }; f', "add": "status"}
    found = [read_command(f"git {words}", aliases).calls[-1] for words in ("aa", "AA x", "ci -am x", "sh .", "add -A")]
    assert [(call.words[0], call.breadth, call.why) for call in found] == [
        ("add", Breadth.SWEEP, "-A"),
        ("add", Breadth.NAMED, ""),
        ("commit", Breadth.SWEEP, "-am"),
        ("add", Breadth.SWEEP, "."),
        ("add", Breadth.SWEEP, "-A"),
    ]


def test_aliases_that_call_each_other_end() -> None:
    assert read_command("git a", {"a": "b", "b": "a"}).calls[0].breadth is Breadth.UNKNOWN
    assert read_command("git a", {"a": "!git a"}).calls[0].words == ("a",)


def test_aliases_are_asked_for_only_where_a_word_could_be_one() -> None:
    asked: list[bool] = []

    def aliases() -> dict[str, str]:
        asked.append(True)
        return {"aa": "add -A"}

    read_command("git add a.py && git status", aliases)
    assert asked == []
    read_command("git aa && git aa", aliases)
    assert asked == [True]


def test_what_is_unknown_is_short_and_bounded() -> None:
    unknown = read_command("; ".join(f"make {'x' * 200}{number}" for number in range(50))).unknown
    assert all(len(one) <= 60 for one in unknown)
    unknown = read_command("; ".join(f"make {number}" for number in range(50))).unknown
    assert unknown == tuple(f"make {number}" for number in range(10))
