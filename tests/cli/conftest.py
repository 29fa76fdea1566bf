import os
from pathlib import Path

import pytest

from tests.cli.run import Runner
from tests.support.builder import Builder


@pytest.fixture
def cli(tmp_path: Path, repo: Builder, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """The command line in an empty repository, with a home of its own."""
    for name in (*(name for name in os.environ if name.startswith("GIT_")), "NO_COLOR", "TERM", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    return Runner(repo.path, monkeypatch)
