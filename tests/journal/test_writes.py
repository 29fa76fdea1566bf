import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentguard.analyzer.git.place import Place
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.journal import FIRST_WRITE, GitProcess, IndexWrite, Journal
from agentguard.coordinator.journal import read_journal, writes
from tests.support.builder import Builder

RECORD = b"1\0\0CLAUDECODE=\0git\nadd\na.py\0"


@pytest.fixture
def place(repo: Builder) -> Place:
    with Repository.open(repo.path) as repository:
        return repository.place


def keep(place: Place, number: int, record: bytes | None = RECORD, snapshot: bytes | None = None) -> None:
    for name, content in (("writes", record), ("snapshots", snapshot)):
        if content is not None:
            folder = place.git_dir / "agentguard" / "journal" / name
            folder.mkdir(parents=True, exist_ok=True)
            (folder / str(number)).write_bytes(content)


def numbers(journal: Journal) -> list[tuple[int, bool, bool]]:
    return [(one.number, bool(one.process.argv), one.snapshot is not None) for one in journal.index_writes]


@given(content=st.binary(max_size=100) | st.lists(st.binary(max_size=9)).map(b"\0".join))
def test_no_record_is_too_strange_to_be_left_out(content: bytes) -> None:
    write = writes._write(FIRST_WRITE, content, 0)
    assert write is None or isinstance(write, IndexWrite)


def test_what_is_no_record_is_counted_and_other_names_are_not_looked_at(place: Place) -> None:
    keep(place, FIRST_WRITE, b"")
    keep(place, FIRST_WRITE + 1, b"2\0\0git\nadd\n-A\0")
    keep(place, FIRST_WRITE + 2)
    keep(place, 12)
    journal = read_journal(place)
    assert (numbers(journal), journal.damaged) == ([(FIRST_WRITE + 2, True, False)], 2)
    assert journal.index_writes[0].process == GitProcess(argv=("git", "add", "a.py"))


def test_a_snapshot_without_a_record_tells_what_was_there(place: Place) -> None:
    keep(place, FIRST_WRITE, None, b"index")
    keep(place, FIRST_WRITE + 1, RECORD, b"index")
    assert numbers(read_journal(place)) == [(FIRST_WRITE, False, True), (FIRST_WRITE + 1, True, True)]


def test_of_two_links_to_one_file_the_later_counts(place: Place) -> None:
    keep(place, FIRST_WRITE, RECORD, b"index")
    keep(place, FIRST_WRITE + 1)
    snapshots = place.git_dir / "agentguard/journal/snapshots"
    os.link(snapshots / str(FIRST_WRITE), snapshots / str(FIRST_WRITE + 1))
    assert numbers(read_journal(place)) == [(FIRST_WRITE, True, False), (FIRST_WRITE + 1, True, True)]


def test_the_oldest_records_go_when_there_are_too_many(place: Place) -> None:
    for number in range(writes.MOST_WRITES + 5):
        keep(place, FIRST_WRITE + number)
    assert numbers(read_journal(place))[0][0] == FIRST_WRITE + 5
    assert len(list((place.git_dir / "agentguard/journal/writes").iterdir())) == writes.MOST_WRITES


def test_snapshots_take_no_more_room_than_they_may(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writes, "MOST_SNAPSHOT_BYTES", 25)
    folder = place.git_dir / "agentguard/journal"
    for number in range(4):
        keep(place, FIRST_WRITE + number, RECORD, b"0123456789")
    (folder / "limit").write_text("16\n")
    assert [kept for _, _, kept in numbers(read_journal(place))] == [False, False, True, True]
    assert not (folder / "limit").exists()
    monkeypatch.setattr(writes, "MOST_SNAPSHOT_BYTES", 5)
    assert [kept for _, _, kept in numbers(read_journal(place))] == [False, False, False, True]


def test_what_is_too_old_goes_but_for_the_newest_snapshot(place: Place) -> None:
    for number in range(3):
        keep(place, FIRST_WRITE + number, RECORD, b"index")
    folder = place.git_dir / "agentguard/journal"
    for path in (*(folder / "writes").iterdir(), *(folder / "snapshots").iterdir()):
        os.utime(path, (1, 1))
    assert numbers(read_journal(place)) == [(FIRST_WRITE + 2, False, True)]


def test_links_and_pipes_in_the_place_of_files_are_nothing(place: Place, tmp_path: Path) -> None:
    keep(place, FIRST_WRITE, RECORD, b"index")
    folder = place.git_dir / "agentguard/journal"
    (tmp_path / "outside").write_bytes(RECORD)
    for name in ("writes", "snapshots"):
        (folder / name / str(FIRST_WRITE + 1)).symlink_to(tmp_path / "outside")
        os.mkfifo(folder / name / str(FIRST_WRITE + 2))
    assert numbers(read_journal(place)) == [(FIRST_WRITE, True, True)]
