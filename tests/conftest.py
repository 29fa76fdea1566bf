from pathlib import Path

import pytest

import agentguard.analyzer
from tests.support.builder import Builder
from tests.support.wrapper import GitWrapper

CHECKOUT = Path(__file__).resolve().parent.parent


def pytest_configure(config: pytest.Config) -> None:
    """Refuses to test another checkout's code.

    With two git worktrees and one virtual environment a run can be silently green on the other worktree's code.
    """
    del config
    found = Path(str(agentguard.analyzer.__file__)).resolve().parent
    if found != CHECKOUT / "analyzer":
        pytest.exit(f"agentguard.analyzer is {found}, not this checkout's {CHECKOUT / 'analyzer'}", returncode=4)


@pytest.fixture
def repo(tmp_path: Path) -> Builder:
    """An empty repository on branch main."""
    return Builder.create(tmp_path / "repo")


@pytest.fixture
def git_wrapper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitWrapper:
    """A script in front of git, once it is installed."""
    return GitWrapper(tmp_path / "bin", monkeypatch)
