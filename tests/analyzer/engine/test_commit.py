from pathlib import Path

import pytest

from agentguard.analyzer.engine.commit import audit_commit
from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.git import Repository
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.findings import CommitReport
from agentguard.analyzer.model.topic import Verdict
from agentguard.analyzer.rules import RULES
from tests.support.builder import Builder
from tests.support.wrapper import GitWrapper


def classified(repo: Builder, commit: str = "HEAD") -> CommitReport:
    with Repository.open(repo.path) as repository:
        target = repository.find_commit("main")
        return audit_commit(repository, commit=commit, target=target, config=Config(), rules=RULES)


def test_a_root_commit_is_no_sweep_and_has_all_its_files(repo: Builder) -> None:
    repo.commit({f"{number}.py": "1\n" for number in range(12)}, "import")
    report = classified(repo)
    assert (report.split.verdict, report.commit.files, len(report.split.on_topic)) == (Verdict.ROOT, 12, 12)
    assert report.findings == ()


def test_a_merge_is_judged_by_nobody_but_has_its_files(repo: Builder) -> None:
    repo.commit({"a": "1\n"}, "base")
    repo.branch("work")
    repo.commit({f"{number}.log": "1\n" for number in range(8)}, "work")
    repo.switch("main")
    repo.commit({"a": "2\n"}, "main")
    repo.merge("work")
    report = classified(repo)
    assert (report.split.verdict, report.commit.files, len(report.split.on_topic)) == (Verdict.MERGE, 8, 8)
    assert report.findings == ()


def test_a_small_commit_is_focused(repo: Builder) -> None:
    repo.commit({"a.py": "x = 1\n"}, "root")
    head = repo.commit({"a.py": "x = 2\n", "b.py": "y = 1\n"}, "a: x is two\n\nbody", author="Bob <bob@b.invalid>")
    report = classified(repo, "main")
    assert report.split.verdict is Verdict.FOCUSED
    assert report.split.on_topic == ("a.py", "b.py")
    assert (report.commit.id, report.commit.author, report.commit.subject, report.commit.files) == (
        head,
        "Bob",
        "a: x is two",
        2,
    )


def test_an_empty_commit_is_focused(repo: Builder) -> None:
    repo.commit({"a.py": "x = 1\n"}, "root")
    repo.commit({}, "nothing")
    report = classified(repo)
    assert (report.split.verdict, report.split.on_topic, report.findings) == (Verdict.FOCUSED, (), ())


def test_rules_that_need_content_run_too(repo: Builder) -> None:
    repo.commit({"a.py": "x = 1\n"}, "root")
    repo.commit({".github/workflows/ci.yml": "on: push\n", "build.log": "x\n"}, "ci")
    assert [finding.rule for finding in classified(repo).findings] == ["AG104", "AG305"]


def test_the_boundary_of_a_shallow_clone_is_an_error_with_the_way_out(repo: Builder, tmp_path: Path) -> None:
    for number in range(3):
        repo.commit({"a.py": f"x = {number}\n"}, str(number))
    clone = repo.clone(tmp_path / "clone", "--depth=2")
    assert classified(clone).commit.subject == "2"
    with pytest.raises(AgentguardError, match=r"history is cut at [0-9a-f]{12}, its parent is not here") as caught:
        classified(clone, "HEAD~1")
    assert caught.value.hint == "`git fetch --unshallow`; in GitHub Actions `fetch-depth: 0` for actions/checkout"


def test_a_commit_of_ten_thousand_files_is_classified(repo: Builder) -> None:
    repo.commit({"a.py": "x = 1\n"}, "root")
    repo.fast_import(
        [("Add the data", {f"data/{number % 100}/{number}.json": f"{number}\n" for number in range(10_000)})]
    )
    report = classified(repo, "main")
    assert report.commit.files == 10_000
    assert len(report.split.on_topic) + len(report.split.off_topic) == 10_000


def test_a_partial_clone_is_classified_as_far_as_it_goes(repo: Builder, tmp_path: Path) -> None:
    repo.commit({f"{number}.py": "x = 1\n" for number in range(8)}, "root")
    repo.commit({f"{number}.py": "x = 2\n" for number in range(8)}, "x is two")
    clone = repo.clone(tmp_path / "clone", "--filter=blob:none", "--no-checkout")
    before = clone.objects()
    report = classified(clone)
    assert report.commit.files == 8
    assert "lines and renames" in {entry.what for entry in report.skipped}
    assert clone.objects() == before


def test_a_revision_that_names_nothing_is_an_error(repo: Builder) -> None:
    repo.commit({"a": "1\n"})
    with pytest.raises(AgentguardError, match="no commit named `nope`"):
        classified(repo, "nope")


def test_no_question_is_put_to_git_twice(repo: Builder, git_wrapper: GitWrapper) -> None:
    repo.commit({"a.py": "x = 1\n"}, "root")
    repo.commit({f"{number}.py": "x = 2\n" for number in range(8)}, "eight")
    git_wrapper.record()
    classified(repo)
    asked = [words for _, words in git_wrapper.started]
    assert sorted(set(asked)) == sorted(asked)


LEFT = {f"notes/plan-{number}.md": f"step {number}\n" for number in range(4)}
WORK = {f"auth/{name}.py": f"def {name}():\n    return 1\n" for name in ("token", "login", "session")}


def reasons(report: CommitReport) -> dict[str, str]:
    return {entry.path: entry.reason for entry in report.split.off_topic}


def test_files_that_a_later_commit_took_back_as_an_accident_are_off_topic(repo: Builder) -> None:
    repo.commit({"README.md": "read me\n"}, "root")
    swept = repo.commit({**WORK, **LEFT}, "auth: log in with a token")
    cleanup = repo.commit(dict.fromkeys(LEFT), "Untrack plans that came in by accident")
    report = classified(repo, swept)
    assert report.split.verdict is Verdict.SWEEP
    assert report.split.on_topic == tuple(sorted(WORK))
    assert reasons(report) == dict.fromkeys(LEFT, f"{cleanup[:7]} took it back as an accident")
    assert [(one.rule, one.location.path if one.location else "") for one in report.findings] == [
        ("AG102", ""),
        *(("AG104", path) for path in LEFT),
    ]


def test_files_that_are_ignored_later_are_off_topic(repo: Builder) -> None:
    repo.commit({"README.md": "read me\n"}, "root")
    swept = repo.commit({**WORK, **LEFT}, "auth: log in with a token")
    repo.commit({**dict.fromkeys(LEFT), ".gitignore": "/notes/\n"}, "Keep plans to ourselves")
    assert reasons(classified(repo, swept)) == dict.fromkeys(LEFT, "this repository's `.gitignore` names it")


def test_an_edit_that_a_later_commit_restores_as_an_accident_is_off_topic(repo: Builder) -> None:
    before = {f"docs/{number}.md": f"text {number}\n" for number in range(4)}
    repo.commit(before, "root")
    swept = repo.commit({**WORK, **dict.fromkeys(before, "overwritten\n")}, "auth: log in with a token")
    repair = repo.commit(before, "Restore documents that were changed by mistake")
    assert reasons(classified(repo, swept)) == dict.fromkeys(before, f"{repair[:7]} took it back as an accident")


def test_a_plain_removal_later_says_nothing(repo: Builder) -> None:
    repo.commit({"README.md": "read me\n"}, "root")
    swept = repo.commit({**WORK, **LEFT}, "auth: log in with a token")
    repo.commit(dict.fromkeys(LEFT), "Drop the plans, they are done")
    assert not any("accident" in reason for reason in reasons(classified(repo, swept)).values())


def test_what_happens_on_another_branch_says_nothing_of_a_commit(repo: Builder) -> None:
    repo.commit({"README.md": "read me\n"}, "root")
    repo.branch("work")
    swept = repo.commit({**WORK, **LEFT}, "auth: log in with a token")
    repo.switch("main")
    repo.commit(LEFT, "plans")
    repo.commit(dict.fromkeys(LEFT), "Untrack plans that came in by accident")
    assert not any("accident" in reason for reason in reasons(classified(repo, swept)).values())
