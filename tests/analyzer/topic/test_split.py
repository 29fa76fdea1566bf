from pathlib import Path

import pytest

from agentguard.analyzer.model.topic import Verdict
from agentguard.analyzer.topic import is_candidate
from tests.analyzer.topic.projects import AREAS, judged, opened, project, work
from tests.support.builder import Builder


@pytest.fixture
def repo(tmp_path: Path) -> Builder:
    return project(Builder.create(tmp_path / "repo"))


def sweep(repo: Builder, message: str = "auth: renew the token at login") -> str:
    others = {path: text for area in AREAS if area != "auth" for path, text in work(area, 9).items()}
    return repo.commit({**others, **work("auth", 9)}, message)


def test_the_work_of_other_tasks_is_off_topic(repo: Builder) -> None:
    sweep(repo)
    split = judged(repo).by_content
    assert split.verdict is Verdict.SWEEP
    assert split.on_topic == tuple(sorted(work("auth", 9)))
    assert [one.path for one in split.off_topic] == sorted(
        path for area in AREAS if area != "auth" for path in work(area, 9)
    )


def test_paths_alone_make_a_sweep_a_candidate(repo: Builder) -> None:
    sweep(repo)
    assert judged(repo).by_paths.verdict is Verdict.SWEEP


def test_each_file_has_a_reason_from_its_history(repo: Builder) -> None:
    sweep(repo)
    reasons = {one.path: one.reason for one in judged(repo).by_content.off_topic}
    assert reasons["report/table.py"] == "only 1 of its last 5 changes came with a file of the topic"


def test_every_file_is_on_exactly_one_side(repo: Builder) -> None:
    sweep(repo)
    for split in (judged(repo).by_paths, judged(repo).by_content):
        paths = [*split.on_topic, *(one.path for one in split.off_topic)]
        assert sorted(paths) == sorted(path for area in AREAS for path in work(area, 9))


def test_a_task_with_its_tests_and_documents_is_focused(repo: Builder) -> None:
    tests = {f"tests/auth/test_{name}.py": f"from auth.{name} import {name}_5\n" for name in AREAS["auth"]}
    repo.commit({**work("auth", 5), **tests, "docs/auth.md": "The login token is renewed.\n"}, "auth: renew the token")
    assert judged(repo).by_content.verdict is Verdict.FOCUSED


def test_declared_files_belong(repo: Builder) -> None:
    sweep(repo)
    split = judged(repo, scope=("auth/**", "report/**")).by_content
    assert {path for path in split.on_topic if path.startswith("report/")} == set(work("report", 9))


def test_a_root_has_nothing_to_compare_with(repo: Builder) -> None:
    root = repo.git("rev-list", "--max-parents=0", "HEAD")
    assert judged(repo, root).by_paths.verdict is Verdict.ROOT
    assert judged(repo, root).by_content.verdict is Verdict.ROOT


def test_a_few_files_are_focused(repo: Builder) -> None:
    repo.commit({"auth/token.py": "1\n", "tax/x.txt": "2\n", "b.md": "3\n"}, "auth: renew")
    assert judged(repo).by_content.reason == "it has few files"


def test_a_commit_of_thousands_of_files_is_judged(repo: Builder) -> None:
    left = {f"ideas/{number:04}/note-{number}.md": f"idea {number}\n" for number in range(2_000)}
    repo.commit({**left, **work("auth", 9)}, "auth: renew the token at login")
    split = judged(repo).by_content
    assert split.verdict is Verdict.SWEEP
    assert set(work("auth", 9)) <= set(split.on_topic)
    assert len(split.off_topic) == 2_000


def test_left_behind_files_are_told_by_what_they_are(repo: Builder) -> None:
    caches = {f"{area}/__pycache__/{name}.cpython-311.pyc": f"{name}\n" for area in AREAS for name in AREAS[area]}
    repo.commit({**caches, **work("auth", 5)}, "auth: renew the token at login")
    split = judged(repo).by_content
    assert split.verdict is Verdict.SWEEP
    assert split.on_topic == tuple(sorted(work("auth", 5)))
    assert {one.reason for one in split.off_topic} == {"Python bytecode: a program left it behind"}


def test_a_stale_copy_of_the_tree_is_told_by_its_blobs(repo: Builder) -> None:
    stale = {path: text for area in ("report", "search") for path, text in work(area, 3).items()}
    undone = repo.git("log", "-1", "--format=%h", "--abbrev=7", "--", "report/table.py")
    repo.commit({**stale, **work("auth", 5)}, "auth: renew the token at login")
    split = judged(repo).by_content
    assert sorted(one.path for one in split.off_topic) == sorted(stale)
    reason = {one.path: one.reason for one in split.off_topic}["report/table.py"]
    assert reason == f"it is again what it was before {undone}, which the message does not say"


def test_a_revert_that_says_so_is_no_stale_copy(repo: Builder) -> None:
    repo.commit({**work("report", 3), **work("auth", 3)}, "Revert report and auth to turn 3")
    assert judged(repo).by_content.verdict is not Verdict.SWEEP


@pytest.mark.parametrize(("files", "expected"), [(5, False), (6, True)])
def test_a_commit_of_six_files_is_a_candidate(repo: Builder, files: int, *, expected: bool) -> None:
    repo.commit({f"x{number}.py": "x\n" for number in range(files)})
    with opened(repo) as (_, commit, _):
        assert is_candidate(commit) is expected


def test_dependencies_beside_other_files_are_no_vendoring(repo: Builder) -> None:
    libraries = {f"node_modules/left-pad/file{number}.js": f"{number};\n" for number in range(40)}
    repo.commit({**libraries, **work("auth", 5)}, "auth: renew the token at login")
    split = judged(repo).by_content
    assert split.verdict is Verdict.SWEEP
    assert [one.path for one in split.off_topic] == sorted(libraries)
