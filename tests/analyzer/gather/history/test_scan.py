from pathlib import Path

from agentguard.analyzer.gather.history import scan
from agentguard.analyzer.gather.history.additions import Addition
from agentguard.analyzer.gather.history.candidates import Candidate
from agentguard.analyzer.gather.history.landings import StaleLanding
from agentguard.analyzer.gather.history.scan import Scan
from agentguard.analyzer.gather.history.selection import select_commits
from agentguard.analyzer.gather.history.suspects import Suspect
from agentguard.analyzer.git import Repository
from agentguard.analyzer.topic import split
from tests.support.builder import Builder


def events(repo: Builder, *words: str) -> list[Addition | Candidate | Suspect | StaleLanding]:
    with Repository.open(repo.path) as repository:
        return list(Scan(repository, select_commits(repository, words), lambda _: None).events())


def additions(repo: Builder, *words: str) -> list[Addition]:
    return [event for event in events(repo, *words) if isinstance(event, Addition)]


def test_a_path_that_was_taken_out_as_an_accident_is_told_with_that_commit(repo: Builder) -> None:
    repo.commit({"a.py": "1\n"}, "root")
    added = repo.commit({"notes.txt": "1\n", "b.py": "1\n"}, "Add b")
    removal = repo.commit({"notes.txt": None}, "Remove notes that were committed by accident")
    (told,) = additions(repo)
    assert (told.commit.id, told.history.removed) == (added, {"notes.txt": removal})
    assert [entry.path for entry in told.added] == ["b.py", "notes.txt"]


def test_a_plain_removal_says_nothing_of_what_it_removes(repo: Builder) -> None:
    repo.commit({"a.py": "1\n"}, "root")
    repo.commit({"notes.txt": "1\n"}, "Add notes")
    repo.commit({"notes.txt": None}, "Remove the notes")
    assert additions(repo) == []


def test_an_accident_counts_for_the_last_time_that_the_path_was_added(repo: Builder) -> None:
    repo.commit({"a.py": "1\n"}, "root")
    repo.commit({"notes.txt": "1\n"}, "Add notes")
    repo.commit({"notes.txt": None}, "Drop notes")
    again = repo.commit({"notes.txt": "1\n"}, "Add notes once more")
    repo.commit({"notes.txt": None}, "Untrack notes")
    assert [told.commit.id for told in additions(repo)] == [again]


def test_a_path_that_is_ignored_today_is_told(repo: Builder) -> None:
    repo.commit({"a.py": "1\n"}, "root")
    added = repo.commit({"out/x.bin": "1\n"}, "Add output")
    repo.commit({"out/x.bin": None, ".gitignore": "out/\n"}, "Ignore output")
    (told,) = additions(repo)
    assert (told.commit.id, set(told.history.ignored)) == (added, {"out/x.bin"})


def test_a_gitlink_is_told_with_the_submodules_of_its_commit(repo: Builder, tmp_path: Path) -> None:
    other = Builder.create(tmp_path / "other")
    other.commit({"x": "1\n"})
    repo.commit({"a.py": "1\n"}, "root")
    repo.submodule("module", other)
    nested = Builder.create(repo.path / "nested")
    nested.commit({"y": "1\n"})
    repo.git("add", "nested")
    repo.commit(None, "nested")
    told = {event.added[-1].path: sorted(event.history.submodules) for event in additions(repo)}
    assert told == {"module": ["module"], "nested": ["module"]}


def test_a_candidate_comes_with_what_the_repository_later_said_of_its_files(repo: Builder) -> None:
    work = {f"auth/{number}.py": "1\n" for number in range(4)}
    left = {"notes/plan.md": "1\n", "out/x.bin": "1\n"}
    repo.commit({"a.py": "1\n"}, "root")
    swept = repo.commit({**work, **left}, "auth: log in")
    removal = repo.commit({"notes/plan.md": None}, "Untrack a plan")
    repo.commit({"out/x.bin": None, ".gitignore": "out/\n"}, "Ignore output")
    (told,) = (event for event in events(repo) if isinstance(event, Candidate))
    assert (told.commit.id, dict(told.history.removed), set(told.history.ignored)) == (
        swept,
        {"notes/plan.md": removal},
        {"out/x.bin"},
    )


def test_a_candidate_comes_with_what_the_past_says_of_its_files(repo: Builder) -> None:
    six = [f"{name}.py" for name in "abcdef"]
    repo.commit(dict.fromkeys(six, "1\n"), "root")
    pair = repo.commit({"a.py": "2\n", "b.py": "2\n"}, "a and b")
    repo.commit({"z.py": "2\n"}, "elsewhere", author="Bob <bob@b.invalid>")
    wide = repo.commit(dict.fromkeys(six, "3\n"), "all")
    (candidate,) = [event for event in events(repo) if isinstance(event, Candidate)]
    assert (candidate.number, candidate.commit.id) == (1, wide)
    assert candidate.past.touching("a.py")[0].id == pair
    assert candidate.past.together(six)["a.py", "b.py"] == 2
    assert candidate.past.touching("z.py") == []
    assert [commit.subject for commit in candidate.past.recent_of("ada@example.invalid")] == ["a and b", "root"]


def test_a_scan_hands_on_what_the_topic_can_split() -> None:
    assert scan.MIN_FILES == split.MIN_FILES
