from pathlib import Path

import pytest

from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.history import CommitRecord
from evaluation.topics.cases import Case, Kind, open_case, readable
from evaluation.topics.cleanups import is_cleanup, sweeps
from evaluation.topics.grafts import tangles
from evaluation.topics.legitimate import legitimate
from tests.analyzer.topic.projects import project
from tests.support.builder import Builder


@pytest.fixture
def repo(tmp_path: Path) -> Builder:
    return project(Builder.create(tmp_path / "repo"))


def log_of(repository: Repository) -> list[CommitRecord]:
    return list(repository.log("--no-merges", "HEAD"))


def grafted(repo: Builder, seed: int = 1) -> list[Case]:
    with Repository.open(repo.path) as repository:
        return list(tangles(repository, log_of(repository), count=3, seed=seed, foreign=(4, 12)))


def real_sweeps(repo: Builder) -> list[tuple[str, set[str]]]:
    with Repository.open(repo.path) as repository:
        return [(case.commit.subject, set(case.off_topic)) for case in sweeps(log_of(repository))]


def test_a_tangle_holds_a_topic_and_files_of_later_commits(repo: Builder) -> None:
    for case in grafted(repo):
        own = set(case.commit.paths) - case.off_topic
        area = case.commit.subject.partition(":")[0]
        assert case.kind is Kind.TANGLE
        assert {path.partition("/")[0] for path in own} == {area}
        assert 4 <= len(case.off_topic) <= 12
        assert set(case.origins) == case.off_topic
        assert area not in {path.partition("/")[0] for path in case.off_topic}


def test_tangles_are_the_same_for_the_same_seed(repo: Builder) -> None:
    assert grafted(repo) == grafted(repo)
    assert grafted(repo) != grafted(repo, seed=2)


def test_the_tree_of_a_case_holds_topic_and_grafts(repo: Builder) -> None:
    (case, *_) = grafted(repo)
    with Repository.open(repo.path) as repository, open_case(repository, case) as opened:
        assert [change.path for change in opened.change.changes] == list(case.commit.paths)
        ids = dict(zip(case.commit.paths, (change.new_id for change in case.commit.changes()), strict=True))
        assert {change.path: change.new_id for change in opened.change.changes} == ids


def test_a_file_whose_blob_is_missing_is_left_out(repo: Builder) -> None:
    commit = repo.commit({f"area/{number}.txt": f"{number}\n" for number in range(4)})
    blob = repo.git("rev-parse", "HEAD:area/0.txt")
    (repo.path / ".git/objects" / blob[:2] / blob[2:]).unlink()
    with Repository.open(repo.path) as repository:
        record = next(repository.log("--no-walk", commit))
        case = readable(repository, Case(commit=record, off_topic=frozenset({"area/0.txt"}), kind=Kind.SWEEP))
    assert case.commit.paths == ["area/1.txt", "area/2.txt", "area/3.txt"]
    assert case.off_topic == frozenset()


def swept_and_cleaned(repo: Builder, message: str, *, hours: float = 1) -> None:
    left = {f"out/{number}.json": f"{number}\n" for number in range(5)}
    repo.commit({**left, "auth/token.py": "token = 1\n"}, "auth: a token")
    repo.commit(dict.fromkeys(left), message, hours=hours)


def test_what_a_clean_up_admits_was_a_sweep(repo: Builder) -> None:
    swept_and_cleaned(repo, "Remove reports that were committed by mistake")
    assert real_sweeps(repo) == [("auth: a token", {f"out/{number}.json" for number in range(5)})]


def test_a_plain_removal_is_no_clean_up(repo: Builder) -> None:
    swept_and_cleaned(repo, "Write reports elsewhere")
    assert real_sweeps(repo) == []


def test_a_clean_up_long_after_proves_nothing(repo: Builder) -> None:
    swept_and_cleaned(repo, "Remove reports that were committed by mistake", hours=24 * 200)
    assert real_sweeps(repo) == []


def test_an_edit_that_is_put_back_was_swept_in(repo: Builder) -> None:
    files = [f"report/{name}.py" for name in ("table", "chart", "export")]
    before = {path: (repo.path / path).read_text() for path in files}
    mine = {f"auth/{name}.py": "x = 1\n" for name in ("token", "login", "session")}
    repo.commit({**dict.fromkeys(files, "x = 2\n"), **mine}, "auth: simpler")
    repo.commit(before, "Put back what was changed by accident")
    assert real_sweeps(repo) == [("auth: simpler", set(files))]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Untrack caches", True),
        ("chore: remove generated report files", True),
        ("These should not have been committed", True),
        ("Remove the old parser", False),
    ],
)
def test_a_clean_up_says_so(repo: Builder, message: str, *, expected: bool) -> None:
    repo.commit({"auth/token.py": None}, message)
    with Repository.open(repo.path) as repository:
        assert is_cleanup(next(repository.log("--no-walk", "HEAD"))) is expected


def test_legitimate_commits_are_large_grown_up_and_never_cleaned(repo: Builder) -> None:
    repo.commit({f"feature/{number}.py": f"x = {number}\n" for number in range(16)}, "feature: sixteen parts")
    swept_and_cleaned(repo, "Remove reports that were committed by mistake")
    with Repository.open(repo.path) as repository:
        cases = list(legitimate(log_of(repository), count=9, seed=1, files=(6, 99)))
    assert [case.commit.subject for case in cases] == ["feature: sixteen parts"]
