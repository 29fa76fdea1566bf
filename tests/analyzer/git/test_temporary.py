import os
from pathlib import Path

import pytest

from agentguard.analyzer.git.temporary import temporary_folder

LONG_AGO = 1_000_000_000


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of temporary folders."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_a_folder_is_gone_afterwards(folders: Path) -> None:
    with temporary_folder() as folder:
        (folder / "file").write_text("x")

    assert list(folders.iterdir()) == []


def test_an_old_folder_of_the_same_name_may_be_a_clone_that_somebody_works_in_and_stays(folders: Path) -> None:
    clone = folders / "agentguard-fix"
    clone.mkdir()
    os.utime(clone, (LONG_AGO, LONG_AGO))
    with temporary_folder():
        pass

    assert list(folders.iterdir()) == [clone]
