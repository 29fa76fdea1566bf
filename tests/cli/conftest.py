import os
from pathlib import Path

import pytest

from tests.cli.run import Runner
from tests.support.builder import Builder


@pytest.fixture
def cli(tmp_path: Path, repo: Builder, scripts: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """The command line in an empty repository, with a home of its own and the programs of the hooks on PATH."""
    monkeypatch.setenv("PATH", f"{scripts}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    return Runner(repo.path, monkeypatch)
