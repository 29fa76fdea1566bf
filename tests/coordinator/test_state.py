import os
from pathlib import Path

import pytest

from agentguard.coordinator.state import is_strict, note_strictness, state_folder


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def test_one_repository_that_refuses_unknown_commands_makes_the_front_strict() -> None:
    assert not is_strict()
    note_strictness(strict=True)
    assert is_strict()
    note_strictness(strict=False)
    assert is_strict()


def test_what_none_has_said_for_a_month_is_forgotten() -> None:
    note_strictness(strict=True)
    os.utime(state_folder() / "unknown-commands", (0, 0))
    note_strictness(strict=False)
    assert not is_strict()


def test_where_nothing_can_be_written_nothing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    note_strictness(strict=True)
    assert not is_strict()


def test_the_folder_is_the_platforms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert state_folder() == tmp_path / ".local" / "state" / "agentguard"
