import pickle
from collections.abc import Collection, Iterator
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentguard.analyzer.git import Repository
from agentguard.analyzer.history import Past, past_of, with_past
from agentguard.analyzer.model.history import CommitRecord
from tests.support.builder import Builder

DAY = 86_400


def record(name: str, day: float, *paths: str) -> CommitRecord:
    time = int(day * DAY)
    entries = [f":100644 100644 {'1' * 40} {'2' * 40} M"] * len(paths)
    return CommitRecord(name, ("p",), time, "Ada", "ada@example.invalid", name, entries, list(paths))


def pasts(log: list[CommitRecord], wanted: Collection[str], **limits: int) -> dict[str, list[str]]:
    """The ids of each wanted commit's past, in the order in which the commits come."""
    stream = with_past(log, wanted=lambda commit: commit.id in wanted, **limits)
    return {commit.id: [old.id for old in past.commits()] for commit, past in stream if past is not None}


def next_past(stream: Iterator[tuple[CommitRecord, Past | None]]) -> Past:
    return next(past for _, past in stream if past is not None)


def test_a_past_ends_after_the_given_days() -> None:
    log = [record("new", 10, "a"), record("middle", 6, "a"), record("edge", 5, "a"), record("old", 4.9, "a")]
    assert pasts(log, ["new"], days=5) == {"new": ["middle", "edge"]}


def test_commits_of_many_files_and_merges_are_in_no_past() -> None:
    log = [record("new", 3, "a"), record("large", 2, "a", "b", "c"), record("merge", 1), record("small", 0, "a", "b")]
    assert pasts(log, ["new"], max_files=2) == {"new": ["small"]}


def test_a_wanted_commit_of_many_files_has_a_past() -> None:
    log = [record("large", 1, "a", "b", "c"), record("small", 0, "a")]
    assert pasts(log, ["large"], max_files=2) == {"large": ["small"]}


def test_unwanted_commits_pass_at_once_and_wanted_ones_when_their_past_is_complete() -> None:
    log = [record("3", 20, "a"), record("2", 12, "a"), record("1", 4, "a"), record("0", 0, "a")]
    stream = with_past(log, wanted=lambda commit: commit.id in "32", days=10)
    seen = [(commit.id, past is None) for commit, past in stream]
    assert seen == [("1", True), ("3", False), ("0", True), ("2", False)]


def test_each_wanted_commit_sees_what_is_behind_it_in_the_log() -> None:
    log = [record("3", 3, "a"), record("2", 2, "a"), record("1", 1, "a"), record("0", 0, "a")]
    assert pasts(log, "321") == {"3": ["2", "1", "0"], "2": ["1", "0"], "1": ["0"]}


def test_one_wrong_clock_does_not_cut_the_pasts_of_others() -> None:
    log = [record("new", 1000, "a"), record("broken", -9000, "a"), record("old", 999, "a")]
    assert pasts(log, ["new"]) == {"new": ["old"]}


def test_clocks_that_stand_still_do_not_hold_the_whole_log_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agentguard.analyzer.history._MAX_COMMITS", 3)
    unread = iter([record(str(number), 7, "a") for number in range(9)])
    assert next(with_past(unread, wanted=lambda _: True))[0].id == "0"
    assert [commit.id for commit in unread] == ["6", "7", "8"]


def test_a_past_that_is_read_too_late_is_an_error() -> None:
    log = [record("2", 2, "a"), record("1", 1, "a"), record("0", 0, "a")]
    stream = with_past(log, wanted=lambda commit: commit.id in "21")
    first = next_past(stream)
    next(stream)
    with pytest.raises(RuntimeError, match="after the next one had been taken"):
        first.touching("a")


def test_paths_that_changed_together_are_counted_by_commit() -> None:
    log = [
        record("3", 3, "a", "b", "c"),
        record("2", 2, "b", "a"),
        record("1", 1, "a", "b", "z"),
        record("0", 0, "c", "z"),
    ]
    past = next_past(with_past(log, wanted=lambda commit: commit.id == "3"))
    assert past.together(["a", "b", "c"]) == {("a", "b"): 2}


def test_touching_a_path_is_told_newest_first() -> None:
    log = [record("3", 3, "a"), record("2", 2, "a", "b"), record("1", 1, "b"), record("0", 0, "a")]
    past = next_past(with_past(log, wanted=lambda commit: commit.id == "3"))
    assert [commit.id for commit in past.touching("a")] == ["2", "0"]
    assert past.touching("elsewhere") == []


@st.composite
def logs(draw: st.DrawFn) -> tuple[list[CommitRecord], frozenset[str]]:
    times = sorted(draw(st.lists(st.integers(0, 40), max_size=30)), reverse=True)
    files = st.lists(st.sampled_from("abcdef"), unique=True, max_size=5)
    log = [record(str(number), time, *draw(files)) for number, time in enumerate(times)]
    return log, draw(st.frozensets(st.sampled_from([commit.id for commit in log]))) if log else frozenset()


@given(logs())
def test_the_stream_agrees_with_looking_at_the_whole_log(drawn: tuple[list[CommitRecord], frozenset[str]]) -> None:
    log, wanted = drawn
    seen = set()
    for commit, past in with_past(log, wanted=lambda commit: commit.id in wanted, days=10, max_files=4):
        seen.add(commit.id)
        assert (past is not None) == (commit.id in wanted)
        if past is None:
            continue
        behind = log[log.index(commit) + 1 :]
        expected = [old for old in behind if old.time >= commit.time - 10 * DAY and 0 < len(old.paths) <= 4]
        assert list(past.commits()) == expected
        assert past.touching("a") == [old for old in expected if "a" in old.paths]
        pairs = [pair for old in expected for pair in combinations(sorted(old.paths), 2)]
        assert past.together("abcdef") == {pair: pairs.count(pair) for pair in pairs}
    assert seen == {commit.id for commit in log}


def test_the_past_of_one_commit_is_read_from_git(repo: Builder) -> None:
    repo.commit({"a": "1"}, "long ago")
    repo.commit({"a": "2", "b": "1"}, "recent", hours=24 * 200)
    repo.commit({"a": "3", "b": "2"}, "asked")
    asked = repo.head()
    repo.commit({"a": "4"}, "later")
    with Repository.open(repo.path) as repository:
        past = past_of(repository, asked)
    assert [commit.subject for commit in past.commits()] == ["recent"]
    assert past.together(["a", "b"]) == {("a", "b"): 1}


def test_a_merge_has_a_past_too(repo: Builder) -> None:
    repo.commit({"a": "1"}, "start")
    repo.branch("side")
    repo.commit({"b": "1"}, "on the side")
    repo.switch("main")
    repo.commit({"a": "2"}, "on main")
    merge = repo.merge("side")
    with Repository.open(repo.path) as repository:
        assert [old.subject for old in past_of(repository, merge).commits()] == ["on main", "on the side", "start"]


def test_an_excerpt_lasts_and_says_the_same_of_its_paths() -> None:
    log = [
        record("4", 4, "a", "b"),
        record("3", 3, "a", "z"),
        record("2", 2, "c"),
        record("1", 1, "b", "a"),
        record("0", 0, "a"),
    ]
    kept = {}
    for commit, past in with_past(log, wanted=lambda commit: commit.id in "43"):
        if past is not None:
            kept[commit.id] = past.excerpt(commit.paths, commit.email)
    for excerpt in (kept["4"], pickle.loads(pickle.dumps(kept["4"]))):  # noqa: S301 - our own
        assert [commit.id for commit in excerpt.touching("a")] == ["3", "1", "0"]
        assert [commit.id for commit in excerpt.commits()] == ["3", "1", "0"]
        assert excerpt.together("ab") == {("a", "b"): 1}
        assert [commit.id for commit in excerpt.recent_of("ada@example.invalid")] == ["3", "2", "1", "0"]
    assert kept["3"].touching("z") == []


def test_the_last_commits_of_an_author_are_told_newest_first() -> None:
    log = [record(str(number), number, "a") for number in range(9, -1, -1)]
    past = next_past(with_past(log, wanted=lambda commit: commit.id == "8"))
    assert [commit.id for commit in past.recent_of("ada@example.invalid")] == ["7", "6", "5", "4", "3"]
    assert past.recent_of("bob@example.invalid") == ()


def test_the_past_of_a_commit_is_that_of_the_stream(repo: Builder) -> None:
    for number, days in enumerate((0, 100, 100, 1, 1)):
        repo.commit({"a": f"{number}\n", f"{number}": "1\n"}, str(number), hours=24 * days)
    head = repo.head()
    with Repository.open(repo.path) as repository:
        alone = [commit.id for commit in past_of(repository, head).commits()]
        streamed = next_past(with_past(repository.log(head), wanted=lambda commit: commit.id == head))
        assert alone == [commit.id for commit in streamed.commits()]
    assert [repo.git("log", "-1", "--format=%s", commit) for commit in alone] == ["3", "2", "1"]
