from pathlib import Path

import pytest

from agentguard.analyzer.engine.overlap import OverlapRequest, overlap
from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.git import Repository
from agentguard.analyzer.model.changes import Skipped
from agentguard.analyzer.model.pairs import OverlapReport, PairReport
from tests.support.builder import Builder

LINES = "".join(f"line {number}\n" for number in range(1, 21))
# Two names, how they stand, what git says, and what that makes of them.
Row = tuple[str, str, str, bool | None, str]
TEXT = ("AG201",)


def edit(number: int, text: str, lines: str = LINES) -> str:
    return lines.replace(f"line {number}\n", f"{text}\n")


def compare(repo: Builder, *specs: str, select: tuple[str, ...] = TEXT, base: str | None = None) -> OverlapReport:
    with Repository.open(repo.path) as repository:
        request = OverlapRequest(specs=specs, select=select, base=base)
        return overlap(repository, request, stdin=bytes)


def rows(report: OverlapReport) -> list[Row]:
    return [row(pair) for pair in report.pairs]


def row(pair: PairReport) -> Row:
    return (pair.a, pair.b, pair.relation.value, pair.merges_cleanly, pair.verdict.value)


def messages(report: OverlapReport) -> list[str]:
    return [finding.message for finding in report.findings]


def error(repo: Builder, *specs: str) -> tuple[str, str | None]:
    with pytest.raises(AgentguardError) as caught:
        compare(repo, *specs)
    return caught.value.message, caught.value.hint


@pytest.fixture
def three(repo: Builder) -> Builder:
    """Branches `auth` and `jobs` edit one line, `docs` edits another file."""
    repo.commit({"f": LINES, "g": LINES}, "base")
    for name, files in (("auth", {"f": edit(5, "a")}), ("jobs", {"f": edit(5, "b")}), ("docs", {"g": edit(5, "c")})):
        repo.branch(name, "main")
        repo.commit(files, name)
    repo.switch("main")
    return repo


def test_all_pairs_are_compared_the_worst_first(three: Builder) -> None:
    report = compare(three, "docs", "jobs", "auth")
    assert rows(report) == [
        ("jobs", "auth", "parallel", False, "conflict"),
        ("docs", "auth", "parallel", True, "clear"),
        ("docs", "jobs", "parallel", True, "clear"),
    ]
    assert messages(report) == [
        "git cannot merge `f`: both changed the same lines (line 5 of `jobs`, line 5 of `auth`)"
    ]
    base = three.git("rev-parse", "main")
    assert {pair.base for pair in report.pairs} == {base}
    assert [(task.name, task.base, task.head, task.files) for task in report.tasks] == [
        (name, base, three.git("rev-parse", name), 1) for name in ("docs", "jobs", "auth")
    ]


def test_worktrees_are_compared_with_what_is_not_committed_there(three: Builder, tmp_path: Path) -> None:
    auth = three.worktree(tmp_path / "one", "auth")
    jobs = three.worktree(tmp_path / "two", "main", branch="more")
    jobs.write({"f": edit(5, "uncommitted"), "new": "1\n"})
    auth.write({"new": "2\n"})
    three.write({"g": edit(3, "here")})
    before = three.objects(), jobs.git("status", "--porcelain"), auth.git("status", "--porcelain")
    report = compare(three)
    assert rows(report) == [
        ("one", "two", "parallel", False, "conflict"),
        ("repo", "one", "parallel", True, "clear"),
        ("repo", "two", "parallel", True, "clear"),
    ]
    assert messages(report) == [
        "git cannot merge `f`: both changed the same lines (line 5 of `one`, line 5 of `two`)",
        "git cannot merge `new`: both add it, and not the same (line 1 of `one`, line 1 of `two`)",
    ]
    assert [task.head for task in report.tasks] == [None, None, None]
    assert before == (three.objects(), jobs.git("status", "--porcelain"), auth.git("status", "--porcelain"))


def test_worktrees_of_one_name_are_told_apart_by_their_folders(three: Builder, tmp_path: Path) -> None:
    for parent in ("x", "y"):
        (tmp_path / parent).mkdir()
        three.worktree(tmp_path / parent / "work", "auth", branch=parent)
    report = compare(three)
    assert [task.name for task in report.tasks] == ["repo", f"{tmp_path}/x/work", f"{tmp_path}/y/work"]


def test_a_worktree_whose_folder_is_gone_is_left_out(three: Builder, tmp_path: Path) -> None:
    for name in ("auth", "jobs"):
        three.worktree(tmp_path / name, name)
    (tmp_path / "jobs").rename(tmp_path / "moved")
    assert [task.name for task in compare(three).tasks] == ["repo", "auth"]


def test_patches_and_ranges_are_compared_with_branches(three: Builder, tmp_path: Path) -> None:
    patch = tmp_path / "fix.patch"
    patch.write_text(three.git("diff", "main", "jobs") + "\n")
    report = compare(three, "auth", f"fix={patch}", "range=main..docs")
    assert rows(report) == [
        ("auth", "fix", "parallel", False, "conflict"),
        ("auth", "range", "parallel", True, "clear"),
        ("fix", "range", "parallel", True, "clear"),
    ]


def test_two_of_one_name_are_refused(three: Builder) -> None:
    assert error(three, "auth", "jobs", "auth") == (
        "two pieces of work have the name `auth`",
        "give one another name: `other=auth`",
    )
    assert error(three, "x=auth", "x=jobs")[1] == "give one another name: `other=jobs`"


def test_one_alone_is_refused(three: Builder) -> None:
    assert error(three, "auth") == (
        "`auth` alone has nothing to meet",
        "name two or more: `agentguard overlap SPEC SPEC`; without any, all worktrees are compared",
    )


def test_a_repository_without_a_second_worktree_is_refused(three: Builder) -> None:
    assert error(three) == (
        "there is no second worktree to compare with",
        "`agentguard overlap SPEC SPEC` compares branches, ranges and patches; `git worktree add` makes a worktree",
    )


def test_one_commit_by_two_names_meets_nothing(three: Builder) -> None:
    assert rows(compare(three, "one=auth", "two=auth")) == [("one", "two", "sequential", None, "clear")]


def test_a_branch_on_top_of_another_one_is_sequential(three: Builder) -> None:
    three.branch("stacked", "auth")
    three.commit({"f": edit(5, "again")}, "on top")
    report = compare(three, "stacked", "auth", "jobs")
    assert rows(report) == [
        ("auth", "jobs", "parallel", False, "conflict"),
        ("stacked", "jobs", "parallel", False, "conflict"),
        ("stacked", "auth", "sequential", None, "clear"),
    ]


def test_two_commits_of_one_history_are_sequential(repo: Builder) -> None:
    first = repo.commit({"f": LINES}, "base")
    second = repo.commit({"f": edit(5, "a")}, "edit")
    third = repo.commit({"f": edit(5, "b")}, "edit again")
    report = compare(repo, f"one={second}", f"two={third}", f"root={first}..{second}")
    assert {row[2:] for row in rows(report)} == {("sequential", None, "clear")}


def test_work_on_top_of_what_is_not_committed_there_is_parallel(three: Builder, tmp_path: Path) -> None:
    auth = three.worktree(tmp_path / "auth", "auth")
    auth.write({"f": edit(5, "uncommitted")})
    three.branch("stacked", "auth")
    three.commit({"f": edit(5, "on top")}, "on top")
    assert rows(compare(three, f"dir:{auth.path}", "stacked")) == [
        (f"{auth.path}", "stacked", "parallel", False, "conflict")
    ]


def test_a_side_without_changes_meets_nothing(three: Builder) -> None:
    assert rows(compare(three, "auth", "idle=main..main")) == [("auth", "idle", "parallel", True, "clear")]


def test_commits_that_both_were_built_on_are_no_meeting(three: Builder) -> None:
    three.branch("shared", "main")
    three.commit({"app.py": "def run(x):\n    return x\n"}, "shared by both, not landed")
    for name, files in (("one", {"f": edit(2, "a")}), ("two", {"g": edit(2, "b")})):
        three.branch(name, "shared")
        three.commit(files, name)
    report = compare(three, "one", "two", select=())
    assert rows(report) == [("one", "two", "parallel", True, "clear")]
    assert report.findings == ()


def test_what_landed_between_two_bases_counts_as_git_counts_it(three: Builder) -> None:
    three.commit({"f": edit(5, "landed")}, "landed")
    three.branch("late", "main")
    three.commit({"g": edit(9, "late")}, "late")
    report = compare(three, "auth", "docs", "late")
    assert rows(report) == [
        ("auth", "late", "parallel", False, "conflict"),
        ("auth", "docs", "parallel", True, "clear"),
        ("docs", "late", "parallel", True, "clear"),
    ]
    assert report.pairs[0].base == three.git("rev-parse", "main~1")
    (message,) = messages(report)
    assert message == (
        "git cannot merge `f`: both changed the same lines (line 5 of `auth`, line 5 of `late`); "
        "they share no file, one was built on what landed after the other's base"
    )


def test_a_criss_cross_is_left_to_git(repo: Builder) -> None:
    repo.commit({"f": LINES, "g": LINES}, "base")
    repo.branch("a")
    repo.commit({"f": edit(5, "a")}, "a")
    repo.branch("b", "main")
    repo.commit({"g": edit(5, "b")}, "b")
    first = repo.head()
    repo.merge("a")
    repo.switch("a")
    repo.merge(first)
    repo.commit({"f": edit(5, "a again")}, "a again")
    repo.switch("b")
    repo.commit({"f": edit(5, "b again")}, "b again")
    assert len(repo.git("merge-base", "--all", "a", "b").split()) == 2
    assert rows(compare(repo, "a", "b")) == [("a", "b", "parallel", False, "conflict")]


def test_histories_that_share_nothing_are_compared_by_content(three: Builder) -> None:
    three.git("switch", "--quiet", "--orphan", "other")
    first = three.commit({"f": "1\n"}, "first")
    second = three.commit({"f": "2\n"}, "second")
    report = compare(three, "auth", f"other={first}..{second}")
    assert rows(report) == [("auth", "other", "parallel", False, "conflict")]
    assert report.pairs[0].base is None


def test_a_shallow_clone_without_the_merge_base_says_what_to_fetch(three: Builder, tmp_path: Path) -> None:
    clone = three.clone(tmp_path / "clone", "--depth=1", "--no-single-branch")
    (three.path / "unused").touch()
    one, other = (f"{name}=origin/{name}..origin/{name}" for name in ("auth", "jobs"))
    assert error(clone, one, other) == (
        "history is cut before the merge base of `auth` and `jobs` (shallow clone)",
        "`git fetch --unshallow`; in GitHub Actions `fetch-depth: 0` for actions/checkout",
    )


def test_a_partial_clone_fetches_nothing_and_says_what_was_not_merged(three: Builder, tmp_path: Path) -> None:
    clone = three.clone(tmp_path / "clone", "--filter=blob:none", "--no-checkout")
    before = clone.objects()
    report = compare(clone, "origin/auth", "origin/jobs", "origin/docs")
    assert {row[3:] for row in rows(report)} == {(None, "clear"), (True, "clear")}
    assert (
        Skipped(
            what="origin/auth \N{MULTIPLICATION SIGN} origin/jobs",
            reason="not merged: contents that git needs are not here (partial clone), and nothing is fetched unasked",
        )
        in report.skipped
    )
    assert clone.objects() == before


def test_a_finding_that_the_settings_waive_leaves_the_verdict_to_git(three: Builder) -> None:
    settings = '[[suppress]]\nrule = "AG201"\npaths = "f"\nreason = "generated"\n'
    three.commit({"agentguard.toml": settings}, "settings")
    report = compare(three, "auth", "jobs")
    assert [finding.suppressed for finding in report.findings] == ["generated"]
    assert rows(report) == [("auth", "jobs", "parallel", False, "conflict")]


def test_rules_that_judge_one_change_are_listed_where_they_are_asked_for(three: Builder) -> None:
    report = compare(three, "auth", "docs", select=("AG104", "AG201"))
    assert report.skipped == (Skipped(what="AG104 artifact", reason="judges one change; `agentguard check` runs it"),)


def test_a_call_of_what_another_branch_renames_is_a_conflict(repo: Builder) -> None:
    repo.commit({"lib.py": "def load(path):\n    return path\n", "app.py": "import lib\n"}, "base")
    repo.branch("rename")
    repo.commit({"lib.py": "def load_settings(path):\n    return path\n"}, "rename")
    repo.branch("use", "main")
    repo.commit({"app.py": "import lib\n\nlib.load('x')\n"}, "use")
    report = compare(repo, "rename", "use", select=())
    assert [row(pair) for pair in report.pairs] == [("rename", "use", "parallel", True, "conflict")]
    assert "AG205" in {finding.rule for finding in report.findings}


def test_what_a_stacked_branch_adapted_of_the_one_below_is_no_stale_use(repo: Builder) -> None:
    repo.commit({"a.py": "def f(a):\n    return a\n", "b.py": "from a import f\n\nf(1)\n"}, "base")
    repo.branch("below")
    repo.commit({"a.py": "def f(a, b):\n    return a, b\n", "b.py": "from a import f\n\nf(1, 2)\n"}, "a second one")
    repo.branch("above")
    repo.commit({"a.py": "def f(a, b, c):\n    return a, b, c\n", "b.py": "from a import f\n\nf(1, 2, 3)\n"}, "a third")
    for specs in (("below", "above"), ("above", "below")):
        (pair,) = compare(repo, *specs, select=()).pairs
        assert (pair.verdict.value, pair.relation.value) == ("clear", "sequential")


def test_what_a_stacked_branch_left_behind_is_told(repo: Builder) -> None:
    repo.commit({"a.py": "def f(a):\n    return a\n"}, "base")
    repo.branch("below")
    repo.commit({"b.py": "from a import f\n\nprint(f(1))\n"}, "use it")
    repo.branch("above")
    repo.commit({"a.py": "def f(a, *, b):\n    return a, b\n"}, "a second one")
    (pair,) = compare(repo, "below", "above", select=()).pairs
    assert [(one.rule, one.location.line) for one in pair.findings if one.location] == [("AG205", 3)]
