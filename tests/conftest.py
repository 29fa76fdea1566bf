import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import agentguard.analyzer
from agentguard.analyzer.sessions import IDS, MARKS
from tests.support.builder import Builder
from tests.support.scripts import install_scripts
from tests.support.wrapper import GitWrapper

CHECKOUT = Path(__file__).resolve().parent.parent
# What terminals set, and what agents set for the programs that they start.
_UNWANTED = frozenset({"COLUMNS", "LANGUAGE", "NO_COLOR", "TERM", "PRE_COMMIT", *(name for name, _ in (*IDS, *MARKS))})

# No law is one of time: the first example builds tables of all characters, and machines that run tests are busy.
settings.register_profile("laws", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("laws")


def pytest_configure(config: pytest.Config) -> None:
    """Refuses to test another checkout's code.

    With two git worktrees and one virtual environment a run can be silently green on the other worktree's code.
    """
    del config
    found = Path(str(agentguard.analyzer.__file__)).resolve().parent
    if found != CHECKOUT / "analyzer":
        pytest.exit(f"agentguard.analyzer is {found}, not this checkout's {CHECKOUT / 'analyzer'}", returncode=4)


@pytest.fixture(scope="session", autouse=True)
def _plain_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keeps out of the tests what is set where they run: for git, for terminals, the time zone, by a hook."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name in _UNWANTED or name.startswith("GIT_")]:
            patch.delenv(name)
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        # Where git looks for `git/ignore` and `git/attributes`, whatever its configuration is.
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield


@pytest.fixture(scope="session")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the programs of the hooks."""
    return install_scripts(tmp_path_factory.mktemp("scripts"))


@pytest.fixture
def repo(tmp_path: Path) -> Builder:
    """An empty repository on branch main."""
    return Builder.create(tmp_path / "repo")


@pytest.fixture
def git_wrapper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitWrapper:
    """A script in front of git, once it is installed."""
    return GitWrapper(tmp_path / "bin", monkeypatch)
