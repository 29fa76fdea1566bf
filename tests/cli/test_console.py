import errno
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.rules import RULES
from agentguard.cli.console import Color, wants_color, write
from tests.cli.run import Done, Runner

FIRST = RULES[0].code


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("color", "environment", "terminal", "expected"),
    [
        (Color.AUTO, {}, True, True),
        (Color.AUTO, {}, False, False),
        (Color.AUTO, {"NO_COLOR": "1"}, True, False),
        (Color.AUTO, {"NO_COLOR": ""}, True, True),
        (Color.AUTO, {"TERM": "dumb"}, True, False),
        (Color.ALWAYS, {"NO_COLOR": "1", "TERM": "dumb"}, False, True),
        (Color.NEVER, {}, True, False),
    ],
)
def test_colour_is_decided_by_option_then_environment_then_terminal(
    color: Color, environment: dict[str, str], terminal: bool, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert wants_color(color, Terminal() if terminal else io.StringIO()) is expected


def test_a_closed_stream_is_no_terminal_and_takes_no_text() -> None:
    write(None, "x")
    assert wants_color(Color.AUTO, None) is False


def test_colour_goes_to_a_terminal_and_not_into_a_pipe(cli: Runner) -> None:
    assert "\x1b[" in cli("rules", tty=True).out
    assert "\x1b[" not in cli("rules").out
    assert "\x1b[" in cli("rules", "--color", "always").out


def test_an_error_is_coloured_like_the_answer_would_be(cli: Runner) -> None:
    done = cli("explain", "nope", "--color", "always")
    assert done == Done(
        2,
        "",
        "\x1b[1;31merror\x1b[0m: no rule named `nope`\n\x1b[1;36mhint\x1b[0m: `agentguard rules` lists them\n",
    )


def test_a_terminal_bounds_the_width_and_a_pipe_does_not(cli: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    assert max(map(len, cli("rules", "-q", "--color", "never", tty=True).out.splitlines())) == 50
    assert max(map(len, cli("rules", "-q").out.splitlines())) > 50


def test_what_an_encoding_cannot_take_is_replaced(cli: Runner) -> None:
    assert cli("explain", "n\u00f6pe", encoding="ascii").err.startswith("error: no rule named `n?pe`\n")
    assert cli("explain", "n\udcffpe", encoding="utf-8").err.startswith("error: no rule named `n\ufffdpe`\n")


def test_a_reader_that_has_gone_is_no_error(repo_script: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([*repo_script, "rules"], stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_full_disk_is_an_error_with_a_reason() -> None:
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), text)

    with pytest.raises(AgentguardError, match="the output cannot be written: No space left on device"):
        write(Full(), "x")


def test_where_an_error_cannot_be_written_the_exit_code_has_to_do(cli: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agentguard.cli.console.write", raise_full)
    assert cli("explain", "nope") == Done(2, "", "")


def raise_full(*_: object) -> None:
    raise AgentguardError("the output cannot be written: No space left on device")


def test_an_answer_goes_into_a_file_and_nothing_else_is_said(cli: Runner, tmp_path: Path) -> None:
    expected = cli("rules", "--json").out
    assert cli("rules", "--json", "-o", "rules.json") == Done(0, "", "")
    assert (cli.folder / "rules.json").read_text("utf-8") == expected
    assert [path.name for path in cli.folder.iterdir() if path.name != ".git"] == ["rules.json"]
    del tmp_path


def test_a_file_is_neither_coloured_nor_cut(cli: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert cli("rules", "-o", "rules.txt", tty=True) == Done(0, "", "")
    text = (cli.folder / "rules.txt").read_text("utf-8")
    assert text == cli("rules").out
    assert text.startswith(FIRST)


def test_a_file_that_is_there_is_replaced_through_a_link(cli: Runner, tmp_path: Path) -> None:
    real = tmp_path / "real.txt"
    real.write_text("old")
    (cli.folder / "link.txt").symlink_to(real)
    assert cli("rules", "-o", "link.txt").code == 0
    assert real.read_text("utf-8").startswith(FIRST)
    assert (cli.folder / "link.txt").is_symlink()


def test_a_device_is_written_to_and_not_replaced(cli: Runner) -> None:
    assert cli("rules", "-o", os.devnull) == Done(0, "", "")
    assert not Path(os.devnull).is_file()


def test_a_hyphen_for_a_file_is_stdout(cli: Runner) -> None:
    assert cli("rules", "-o", "-") == cli("rules")
    assert not (cli.folder / "-").exists()


@pytest.mark.parametrize(
    ("output", "error"),
    [
        (".", "error: `.` is a folder\nhint: `--output` takes the name of a file\n"),
        ("no/x.json", "error: no folder named `no`\nhint: `--output` does not make folders\n"),
    ],
)
def test_a_place_that_cannot_be_written_is_refused_first(cli: Runner, output: str, error: str) -> None:
    assert cli("rules", "-o", output) == Done(2, "", error)


def test_half_a_file_is_never_left(cli: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    (cli.folder / "rules.txt").write_text("old")

    def fail(self: Path, target: Path) -> Path:
        raise OSError(errno.EACCES, os.strerror(errno.EACCES), str(target), None, str(self))

    monkeypatch.setattr(Path, "replace", fail)
    assert cli("rules", "-o", "rules.txt") == Done(2, "", "error: `rules.txt` cannot be written: Permission denied\n")
    assert (cli.folder / "rules.txt").read_text() == "old"
    assert [path.name for path in cli.folder.iterdir() if path.name != ".git"] == ["rules.txt"]


def test_c_runs_as_if_started_there(cli: Runner, tmp_path: Path) -> None:
    assert cli("rules", "-C", str(cli.folder), "-o", "rules.txt", folder=tmp_path) == Done(0, "", "")
    assert (cli.folder / "rules.txt").exists()
    assert Path.cwd() != cli.folder


def test_c_names_a_folder_that_exists(cli: Runner) -> None:
    expected = "error: no folder named `nope`\nhint: `-C` takes the folder to run in\n"
    assert cli("rules", "-C", "nope") == Done(2, "", expected)


@pytest.fixture
def repo_script() -> list[str]:
    """The installed program."""
    return [str(Path(sys.executable).parent / "agentguard")]
