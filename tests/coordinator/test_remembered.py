import os
from pathlib import Path

import pytest

from agentguard.analyzer.git.place import Place
from agentguard.analyzer.model.journal import Session
from agentguard.coordinator import remembered
from agentguard.coordinator.remembered import begun, tell, told
from tests.support.builder import Builder

COMMIT = "0123456789" * 4


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "agentguard"


@pytest.fixture
def place(repo: Builder) -> Place:
    from agentguard.analyzer.git.repository import Repository  # noqa: PLC0415 - only these need one

    return Repository.open(repo.path).place


def mark(state: Path, call: str, time: int) -> Path:
    path = state / "running" / call
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    os.utime(path, ns=(time, time))
    return path


def test_when_a_command_began_is_told_once(state: Path) -> None:
    path = mark(state, "toolu_01-A", 1_234)
    assert (begun("toolu_01-A"), path.exists(), begun("toolu_01-A")) == (1_234, False, None)


@pytest.mark.parametrize("call", ["", "../told/x", "a/b", "a\0b", "x" * 201, "."])
def test_a_call_leads_to_no_other_file(state: Path, call: str) -> None:
    mark(state, "x", 1)
    assert begun(call) is None


def test_marks_that_were_left_behind_are_taken_out(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "_SELDOM", 1)
    old, young = mark(state, "old", 0), mark(state, "young", 4_000_000_000_000_000_000)
    mark(state, "call", 5)
    begun("call")
    assert (old.exists(), young.exists()) == (False, True)


@pytest.mark.usefixtures("state")
def test_what_a_session_was_told_is_kept_apart_from_others(place: Place) -> None:
    mine, other = Session(id="a"), Session(id="a", subagent="b")
    assert told(place, mine) is None
    tell(place, mine, COMMIT)
    assert (told(place, mine), told(place, other)) == (COMMIT, None)


def test_what_is_no_commit_counts_as_nothing_told(place: Place, state: Path) -> None:
    tell(place, Session(id="a"), COMMIT)
    (path,) = (state / "told").iterdir()
    for text in ("--all", "", f"{COMMIT} x", "\udcff"):
        path.write_text(text, "utf-8", "surrogateescape")
        assert told(place, Session(id="a")) is None


def test_where_nothing_can_be_written_nothing_is_remembered(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    tell(place, Session(id="a"), COMMIT)
    assert (told(place, Session(id="a")), begun("x")) == (None, None)
