from collections.abc import Iterator
from pathlib import Path

import pytest

from agentguard.analyzer.errors import AgentguardError, GitError
from agentguard.analyzer.git import Repository
from agentguard.analyzer.git.process import parse_version, require_git
from tests.support.builder import Builder
from tests.support.wrapper import GitWrapper


@pytest.fixture(autouse=True)
def unknown_version() -> Iterator[None]:
    """Makes git's version be asked again, here and in the test that comes after."""
    require_git.cache_clear()
    yield
    require_git.cache_clear()


@pytest.mark.parametrize("version", ["git version 2.37.9", "git version 1.9", "something else"])
def test_a_git_that_is_too_old_is_refused(repo: Builder, git_wrapper: GitWrapper, version: str) -> None:
    git_wrapper.install(f"echo '{version}'; exit 0")
    with pytest.raises(AgentguardError, match="is too old") as caught:
        Repository.open(repo.path)
    assert caught.value.hint == "install git 2.38 or newer (`git merge-tree` needs it)"


def test_a_missing_git_is_an_error(repo: Builder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(AgentguardError) as caught:
        Repository.open(repo.path)
    assert (caught.value.message, caught.value.hint) == ("git was not found", "install git 2.38 or newer")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("git version 2.39.5", (2, 39, 5)),
        ("git version 2.39.5 (Apple Git-154)", (2, 39, 5)),
        ("git version 2.45.GIT", (2, 45)),
        ("git version 2.47.0.windows.2", (2, 47, 0)),
        ("git version 2.50.1.377.g0ad9c8d", (2, 50, 1, 377)),
        ("", ()),
    ],
)
def test_versions_are_read_however_a_vendor_writes_them(said: str, expected: tuple[int, ...]) -> None:
    assert parse_version(said) == expected


def test_a_failed_command_says_which_and_why(repo: Builder) -> None:
    with Repository.open(repo.path) as repository, pytest.raises(GitError) as caught:
        repository.run("rev-parse", "--verify", "no\x1bsuch")
    assert caught.value.code == 128
    assert caught.value.message == (
        "`git rev-parse --verify no\N{REPLACEMENT CHARACTER}such` failed with exit code 128: "
        "fatal: Needed a single revision"
    )


def test_an_expected_exit_code_is_an_answer(repo: Builder) -> None:
    with Repository.open(repo.path) as repository:
        assert repository.run("rev-parse", "--verify", "--quiet", "nothing", ok=(0, 1)).code == 1


def test_a_stream_that_fails_says_so_at_its_end(repo: Builder) -> None:
    with (
        Repository.open(repo.path) as repository,
        pytest.raises(GitError, match="bad revision"),
        repository.git.stream("log", "nothing", "--") as stdout,
    ):
        assert stdout.read() == b""
