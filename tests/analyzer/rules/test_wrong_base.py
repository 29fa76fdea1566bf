import pytest

from agentguard.analyzer.engine.check import CheckRequest, check
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.findings import Finding, Severity
from tests.support.builder import Builder


def found(repo: Builder, *, base: str | None = None) -> list[Finding]:
    with Repository.open(repo.path) as repository:
        return list(check(repository, CheckRequest(select=("AG209",), base=base), stdin=bytes).findings)


def told(repo: Builder, *, base: str | None = None) -> list[tuple[str, str, str | None]]:
    return [(one.severity.value, one.message, one.help) for one in found(repo, base=base)]


def land(repo: Builder, commits: int, path: str = "b") -> None:
    repo.fast_import((f"landed {number}", {path: f"{number}\n"}) for number in range(commits))


@pytest.fixture
def project(repo: Builder) -> Builder:
    repo.commit({"a": "1\n", "b": "1\n"})
    return repo


@pytest.mark.parametrize(
    ("commits", "path", "severity", "rest"),
    [
        (100, "b", "warning", "100 commits and 4 days behind; `b` changed there since"),
        (99, "b", "note", "99 commits and 4 days behind; `b` changed there since"),
        (100, "c", "note", "100 commits and 4 days behind"),
    ],
)
def test_far_behind_is_a_warning_where_what_landed_meets_the_change(
    project: Builder, commits: int, path: str, severity: str, rest: str
) -> None:
    base = project.head()[:12]
    project.branch("work")
    project.commit({"b": "2\n"})
    land(project, commits, path)
    assert told(project) == [
        (severity, f"the branch left `main` at {base} of 2023-11-14 and is {rest}", "`git rebase main`")
    ]


def test_a_branch_on_the_tip_is_fine(project: Builder) -> None:
    project.branch("work")
    project.commit({"b": "2\n"})
    assert told(project) == []


def test_a_start_at_a_stale_remote_default_branch_is_named(project: Builder) -> None:
    clone = project.clone(project.path.parent / "clone")
    clone.git("switch", "--quiet", "--create", "work")
    clone.commit({"b": "2\n"})
    land(clone, 20)
    base = project.head()[:12]
    assert told(clone) == [
        (
            "warning",
            (
                f"the branch left `main` at the tip of `origin/main`, {base} of 2023-11-14 and is 20 commits behind; "
                "`b` changed there since"
            ),
            "`git rebase main`",
        )
    ]


def test_a_stale_target_is_named_with_the_branch_that_is_newer(project: Builder) -> None:
    clone = project.clone(project.path.parent / "clone")
    land(project, 100)
    clone.git("fetch", "--quiet")
    clone.git("switch", "--quiet", "--create", "work")
    clone.commit({"b": "2\n"})
    assert told(clone) == [
        (
            "warning",
            (
                "`main` lacks 100 commits of `origin/main` (its last one of 2023-11-19), and so does the branch; `b` "
                "changed there since"
            ),
            "`git fetch origin`, then `git rebase origin/main`",
        )
    ]


def test_two_branches_that_went_their_ways_are_both_counted(project: Builder) -> None:
    clone = project.clone(project.path.parent / "clone")
    land(project, 3)
    clone.git("fetch", "--quiet")
    clone.commit({"c": "1\n"})
    clone.git("switch", "--quiet", "--create", "work")
    clone.commit({"a": "2\n"})
    assert told(clone) == [
        (
            "note",
            (
                "`main` lacks 3 commits of `origin/main` (its last one of 2023-11-15), which lacks 1 of its own, and "
                "so does the branch"
            ),
            "`git fetch origin`, then `git rebase origin/main`",
        )
    ]


def test_a_branch_made_from_another_default_branch_is_a_warning(project: Builder) -> None:
    clone = project.clone(project.path.parent / "clone")
    clone.commit({"c": "1\n"})
    project.git("switch", "--quiet", "--create", "next")
    project.commit({"a": "2\n"})
    clone.git("fetch", "--quiet")
    clone.git("remote", "set-head", "origin", "next")
    clone.git("switch", "--quiet", "--create", "work", "--no-track", "origin/next")
    clone.commit({"b": "2\n"})
    warnings = [one for one in found(clone, base="main") if one.severity is Severity.WARNING]
    assert [(one.message, one.help) for one in warnings] == [
        (
            (
                "the branch holds 1 commit of `origin/next` that `main` lacks: it was made from there, and they count "
                "as part of it"
            ),
            "`--base origin/next` where it lands there, else `git rebase --onto main origin/next`",
        )
    ]


def test_a_branch_made_from_the_newer_remote_target_is_a_note(project: Builder) -> None:
    clone = project.clone(project.path.parent / "clone")
    land(project, 2)
    clone.git("fetch", "--quiet")
    clone.git("switch", "--quiet", "--create", "work", "--no-track", "origin/main")
    clone.commit({"c": "2\n"})
    assert [one.severity.value for one in found(clone)] == ["note"]


def test_findings_on_several_branches_have_fingerprints_of_their_own(project: Builder) -> None:
    clone = project.clone(project.path.parent / "clone")
    land(project, 2)
    clone.git("fetch", "--quiet")
    clone.git("switch", "--quiet", "--create", "work")
    clone.commit({"b": "2\n"})
    land(clone, 1)
    assert len({one.fingerprint for one in found(clone)}) == len(found(clone)) == 2


def test_hostile_branch_names_are_quoted_for_a_shell(project: Builder) -> None:
    clone = project.clone(project.path.parent / "clone")
    project.git("switch", "--quiet", "--create", "$(x)")
    project.commit({"b": "2\n"})
    clone.git("fetch", "--quiet")
    clone.git("remote", "set-head", "origin", "$(x)")
    clone.git("switch", "--quiet", "--create", "work", "main")
    clone.commit({"b": "3\n"})
    assert [one[2] for one in told(clone, base="main")] == ["`git fetch origin`, then `git rebase 'origin/$(x)'`"]
