import os
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _programs(scripts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts the programs of the hooks on PATH, and the user's own settings out of reach."""
    monkeypatch.setenv("PATH", f"{scripts}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
