from pathlib import Path

import pytest

from agentguard.cli import main as program_module
from agentguard.coordinator.crash import crash_log, mask, mask_arguments
from tests.cli.run import Done, Runner


@pytest.fixture
def bug(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> str:
        secret = "ghp_0123456789abcdefABCDEF"
        raise KeyError(f"token={secret}")

    monkeypatch.setattr(program_module, "_versions", fail)


@pytest.mark.usefixtures("bug")
def test_a_bug_exits_with_3_and_names_its_log(cli: Runner, tmp_path: Path) -> None:
    log = tmp_path / "state" / "agentguard" / "crash.md"
    done = cli("--version")
    assert done == Done(
        3,
        "",
        f"error: a bug in agentguard: KeyError: 'token=***'\nhint: the log is made to be pasted into an issue: {log}\n",
    )
    assert log.is_file()


@pytest.mark.usefixtures("bug")
def test_a_log_has_versions_command_and_traceback_and_no_secret(cli: Runner, tmp_path: Path) -> None:
    cli("--version", "--verbose")
    text = (tmp_path / "state" / "agentguard" / "crash.md").read_text("utf-8")
    head, _, trace = text.partition("Traceback:\n")
    names = [line.split(" ")[1] for line in head.splitlines() if line.startswith("- ")]
    assert {"click", "tree-sitter", "unidiff"} <= set(names[1:-3])
    assert (names[0], names[-3:]) == ("agentguard", ["git", "Python", "on"])
    assert "pytest" not in names
    assert "\nCommand:\n\n    agentguard --version --verbose\n" in head
    assert trace.startswith("\n    Traceback (most recent call last):\n")
    assert trace.endswith("\n    KeyError: 'token=***'\n")
    assert "ghp_" not in text.replace('secret = "ghp_', "").replace("ghp_0123456789abcdefABCDEF", "")
    assert "PATH=" not in text


@pytest.mark.usefixtures("bug")
def test_where_no_file_can_be_written_the_log_goes_to_stderr(
    cli: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    done = cli("--version")
    assert done.code == 3
    assert done.err.startswith("### agentguard crashed\n")
    assert done.err.endswith(
        "error: a bug in agentguard: KeyError: 'token=***'\nhint: the log above is made to be pasted into an issue\n"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://ada:s3cret@example.org/x.git", "https://***@example.org/x.git"),
        ("ghp_0123456789abcdef", "***"),
        ("--password=hunter2", "--password=***"),
        ("API_KEY: abc", "API_KEY: ***"),
        ("sk-ant-0123456789abc", "***"),
        ("aB3" * 12, "***"),
        ("0123456789abcdef" * 2 + "01234567", "0123456789abcdef" * 2 + "01234567"),
        ("origin/main..feature/token-refresh", "origin/main..feature/token-refresh"),
        ("src/auth/token.py", "src/auth/token.py"),
    ],
)
def test_what_looks_like_a_secret_is_masked_and_nothing_else(text: str, expected: str) -> None:
    assert mask(text) == expected


def test_arguments_with_spaces_are_quoted() -> None:
    assert mask_arguments(["check", "a b", ""]) == ["check", "'a b'", "''"]


def test_the_home_folder_is_not_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert str(tmp_path) not in crash_log(ValueError(f"{tmp_path}/x"), "agentguard", [str(tmp_path)])


def test_an_endless_traceback_is_cut() -> None:
    def deep(left: int) -> None:
        if left:
            deep(left - 1)
        else:
            raise ValueError("\n" * 1_000)

    with pytest.raises(ValueError, match=r"^\n+$") as caught:
        deep(50)
    assert len(crash_log(caught.value, "agentguard", []).splitlines()) < 450
