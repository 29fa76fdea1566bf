import os
from pathlib import Path

import pytest

from agentguard.analyzer.git.temporary import temporary_folder

LONG_AGO = 1_000_000_000


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of temporary folders."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
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


def test_a_folder_is_private_and_goes_with_all_that_is_in_it_but_not_with_what_links_lead_to(
    folders: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "kept").write_text("x")
    with temporary_folder() as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "a" / "b").mkdir(parents=True)
        (folder / "a" / "b" / "read-only").write_text("x")
        (folder / "a" / "b" / "read-only").chmod(0o400)
        (folder / "a" / "link").symlink_to(elsewhere)

    assert list(folders.iterdir()) == []
    assert [path.name for path in elsewhere.iterdir()] == ["kept"]


def test_where_the_named_place_is_gone_the_usual_one_is_taken(monkeypatch: pytest.MonkeyPatch, folders: Path) -> None:
    monkeypatch.setenv("TMPDIR", str(folders / "gone"))
    monkeypatch.setenv("TEMP", str(folders))
    with temporary_folder() as folder:
        assert folder.parent == folders
