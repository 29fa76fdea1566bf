import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from agentguard.analyzer.git import temporary
from agentguard.analyzer.git.temporary import temporary_folder

LONG_AGO = 1_000_000_000


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of temporary folders that nobody has swept."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    temporary._sweep.cache_clear()
    yield tmp_path
    temporary._sweep.cache_clear()


def left_behind(parent: Path, name: str) -> Path:
    folder = parent / name
    (folder / "refs").mkdir(parents=True)
    (folder / "HEAD").write_text("ref: refs/heads/none\n")
    os.utime(folder, (LONG_AGO, LONG_AGO))
    return folder


def test_a_folder_is_gone_afterwards(folders: Path) -> None:
    with temporary_folder() as folder:
        (folder / "file").write_text("x")

    assert list(folders.iterdir()) == []


def test_what_a_killed_run_left_is_removed(folders: Path) -> None:
    abandoned = left_behind(folders, "agentguard-abandoned")
    with temporary_folder():
        assert not abandoned.exists()


def test_what_a_run_still_holds_stays_however_old() -> None:
    with temporary_folder() as held:
        os.utime(held, (LONG_AGO, LONG_AGO))
        temporary._sweep.cache_clear()
        with temporary_folder():
            assert held.exists()


def test_what_may_have_been_made_a_moment_ago_stays(folders: Path) -> None:
    young = left_behind(folders, "agentguard-young")
    os.utime(young)
    with temporary_folder():
        assert young.exists()


def test_what_others_made_stays(folders: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = left_behind(tmp_path_factory.mktemp("elsewhere"), "agentguard-linked")
    (folders / "agentguard-link").symlink_to(elsewhere)
    other = left_behind(folders, "somebody-else")
    file = folders / "agentguard-file"
    file.write_text("x")
    os.utime(file, (LONG_AGO, LONG_AGO))
    with temporary_folder():
        assert (elsewhere.exists(), other.exists(), file.exists()) == (True, True, True)
