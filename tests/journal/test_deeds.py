import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentguard.analyzer.git.place import Place
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.journal import Deed, Journal, JournalEntry, Session
from agentguard.coordinator.journal import deeds, note, read_journal, switch
from tests.support.builder import Builder

LATER = 2**62
ENTRY = JournalEntry(deed=Deed.EDITED, session=Session(id="one", host="Claude"), time=LATER, path="src/a.py")


@pytest.fixture
def place(repo: Builder) -> Place:
    with Repository.open(repo.path) as repository:
        return repository.place


def folder_of(place: Place) -> Path:
    return place.git_dir / "agentguard" / "journal"


def test_deeds_come_back_in_their_order_and_are_their_owners_alone(place: Place) -> None:
    session = Session(id="one", host="Claude", subagent="reviewer")
    entries = (
        JournalEntry(deed=Deed.READ, session=session, time=LATER, path="src/a.py", blob="a" * 40),
        JournalEntry(deed=Deed.EDITED, session=session, time=LATER + 1, path="src/a.py", blob="b" * 64),
        JournalEntry(deed=Deed.EDITED, session=Session(id="two"), time=LATER - 1, path="gone.py"),
        JournalEntry(deed=Deed.ENDED, session=session, time=LATER + 2, path=""),
    )
    note(place, entries[:1])
    note(place, entries[1:])
    assert read_journal(place) == Journal(entries=entries)
    modes = [path.stat().st_mode & 0o777 for path in (folder_of(place), folder_of(place) / "deeds")]
    assert modes == [0o700, 0o600]


_BYTES = st.binary(min_size=1, max_size=20).map(lambda name: os.fsdecode(name.replace(b"\0", b"\\")))


@given(path=_BYTES.map(lambda name: f"x{name.replace('/', '-')}"), name=_BYTES, subagent=st.none() | _BYTES)
def test_whatever_names_hold_comes_back(path: str, name: str, subagent: str | None) -> None:
    entry = JournalEntry(deed=Deed.READ, session=Session(id=name, subagent=subagent), time=LATER, path=path)
    line = deeds._line(entry)
    assert line.count(b"\n") == 1
    assert deeds._entry(line.removesuffix(b"\n"), {}) == entry


@given(line=st.binary(max_size=200) | st.text(alphabet="\t\\nredit019af./").map(str.encode))
def test_no_line_is_too_strange_to_be_left_out(line: bytes) -> None:
    entry = deeds._entry(line, {})
    assert entry is None or not entry.path.startswith("/")


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../outside", "a/../../b", "", "a\0b"], ids=["absolute", "up", "up later", "none", "nul"]
)
def test_a_path_that_leads_out_is_left_out_and_counted(place: Place, path: str) -> None:
    note(place, [ENTRY])
    with (folder_of(place) / "deeds").open("ab") as file:
        file.write(deeds._line(JournalEntry(deed=Deed.READ, session=Session(id="x"), time=LATER, path=path)))
    note(place, [ENTRY])
    assert read_journal(place) == Journal(entries=(ENTRY, ENTRY), damaged=1)


@pytest.mark.parametrize("path", ["x" * 8_000, "half \ud800 of a pair"], ids=["long", "surrogate"])
def test_what_cannot_be_written_down_is_left_out(place: Place, path: str) -> None:
    note(place, [JournalEntry(deed=Deed.READ, session=Session(id="one"), time=LATER, path=path), ENTRY])
    assert read_journal(place) == Journal(entries=(ENTRY,))


def test_what_is_too_old_is_left_out(place: Place) -> None:
    note(place, [JournalEntry(deed=Deed.READ, session=Session(id="one"), time=1, path="a.py"), ENTRY])
    assert read_journal(place) == Journal(entries=(ENTRY,))


def test_nothing_is_noted_where_the_journal_is_off(place: Place) -> None:
    note(place, [ENTRY])
    switch(place, on=False)
    note(place, [ENTRY])
    assert read_journal(place) == Journal()
    assert [path for path in folder_of(place).iterdir() if path.is_file()] == []


def test_two_files_take_turns(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deeds, "MOST_BYTES", 1_000)
    for number in range(100):
        note(place, [JournalEntry(deed=Deed.READ, session=Session(id="one"), time=LATER + number, path="src/a.py")])
    times = [entry.time for entry in read_journal(place).entries]
    assert times == [LATER + number for number in range(100 - len(times), 100)]
    assert sum(path.stat().st_size for path in folder_of(place).iterdir()) < 2_200


def test_many_at_once_lose_nothing(place: Place) -> None:
    def write(name: str) -> None:
        for number in range(40):
            note(place, [JournalEntry(deed=Deed.READ, session=Session(id=name), time=LATER, path=f"{number}.py")] * 2)

    threads = [threading.Thread(target=write, args=(str(name),)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    journal = read_journal(place)
    assert (len(journal.entries), journal.damaged) == (640, 0)
    for name in range(8):
        noted = [entry.path for entry in journal.entries if entry.session.id == str(name)]
        assert noted == [f"{number}.py" for number in range(40) for _ in range(2)]


@pytest.mark.parametrize("name", ["agentguard", "agentguard/journal", "agentguard/journal/deeds"])
def test_no_link_is_followed_out_of_the_git_directory(place: Place, tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside"
    (outside / "journal").mkdir(parents=True)
    target = outside / "file" if name.endswith("deeds") else outside
    link = place.git_dir / name
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(target)
    with pytest.raises(OSError, match=r"Too many levels|Not a directory"):
        note(place, [ENTRY])
    assert [path for path in outside.rglob("*") if path.is_file()] == []
    assert read_journal(place) == Journal()


def test_a_pipe_in_the_place_of_a_file_holds_nobody(place: Place) -> None:
    folder_of(place).mkdir(parents=True)
    os.mkfifo(folder_of(place) / "deeds")
    with pytest.raises(OSError, match="No such device"):
        note(place, [ENTRY])
    assert read_journal(place) == Journal()
