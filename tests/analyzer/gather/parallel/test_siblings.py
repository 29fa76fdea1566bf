import pytest

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.gather.change import current_index
from agentguard.analyzer.gather.parallel.siblings import MOST_SIBLINGS, find_siblings
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.changes import ChangeSet, Skipped
from agentguard.analyzer.target import find_target
from tests.support.builder import Builder


def siblings(repo: Builder, *globs: str) -> tuple[list[str], tuple[Skipped, ...]]:
    """The names of the siblings of the branch that is checked out."""
    with Repository.open(repo.path) as repository:
        tip = repository.commit("HEAD")
        name = current_index(repository).name
        change = ChangeSet(name=name, base=None, head=tip, tip=tip, base_tree="", head_tree="", changes=())
        found, skipped = find_siblings(repository, globs, change, find_target(repository))
    return [spec.name for spec in found], skipped


def nothing(glob: str) -> Skipped:
    return Skipped(what=f"siblings `{glob}`", reason="no branch of this name has anything that has not landed")


@pytest.fixture
def branches(repo: Builder) -> Builder:
    """On `topic`: `stacked` is on top of it, two features are beside it, `fresh` has nothing of its own."""
    repo.commit({"a.py": "X = 1\n"}, "root")
    repo.git("branch", "fresh")
    repo.branch("topic")
    repo.commit({"b.py": "X = 1\n"}, "topic")
    for name, start in (("stacked", "topic"), ("feature/a", "main"), ("feature/b", "main")):
        repo.branch(name, start)
        repo.commit({f"{name}.py": "X = 1\n"}, name)
    repo.switch("topic")
    return repo


def test_branches_with_commits_of_their_own_are_found_newest_first(branches: Builder) -> None:
    assert siblings(branches, "*") == (["feature/b", "feature/a", "stacked"], ())
    assert siblings(branches, "feature/*") == (["feature/b", "feature/a"], ())
    assert siblings(branches, "feature") == (["feature/b", "feature/a"], ())
    assert siblings(branches, "refs/heads/stacked") == (["stacked"], ())


def test_without_a_glob_nobody_is_asked(branches: Builder) -> None:
    assert siblings(branches) == ([], ())


def test_what_is_here_and_at_a_remote_is_one_sibling(branches: Builder) -> None:
    branches.git("update-ref", "refs/remotes/origin/feature/a", "feature/a")
    branches.git("symbolic-ref", "refs/remotes/other/HEAD", "refs/remotes/origin/feature/a")
    assert siblings(branches, "*ure/a") == (["feature/a"], ())
    assert siblings(branches, "origin/*") == (["origin/feature/a"], ())


def test_another_state_of_the_own_branch_or_of_the_target_is_no_sibling(branches: Builder) -> None:
    branches.git("update-ref", "refs/remotes/origin/topic", "feature/a")
    branches.git("update-ref", "refs/remotes/origin/main", "feature/b")
    assert siblings(branches, "origin/*") == ([], (nothing("origin/*"),))


def test_pull_requests_are_branches_too(branches: Builder) -> None:
    branches.git("update-ref", "refs/pull/7/head", "feature/a")
    branches.git("update-ref", "refs/pull/7/merge", "feature/a")
    branches.git("branch", "-D", "feature/a")
    assert siblings(branches, "pull/*/head") == (["pull/7/head"], ())


def test_what_has_landed_is_no_sibling(branches: Builder) -> None:
    branches.switch("main")
    branches.merge("feature/a")
    branches.switch("topic")
    assert siblings(branches, "feature/*") == (["feature/b"], ())


def test_more_branches_than_can_be_compared_are_counted(branches: Builder) -> None:
    commits = MOST_SIBLINGS + 3
    branches.fast_import(((f"{number}", {"c.py": f"X = {number}\n"}) for number in range(commits)), branch="many/last")
    ids = branches.git("rev-list", "many/last").splitlines()
    lines = "".join(f"create refs/heads/many/{number} {name}\n" for number, name in enumerate(ids[1:]))
    branches.git("update-ref", "--stdin", stdin=lines.encode())
    found, skipped = siblings(branches, "many/*")
    assert len(found) == MOST_SIBLINGS
    reason = f"only the newest {MOST_SIBLINGS} are compared; a narrower glob names fewer"
    assert skipped == (Skipped(what=f"3 of {commits} siblings", reason=reason),)


def test_a_glob_that_matches_nothing_is_told(branches: Builder) -> None:
    assert siblings(branches, "stacked", "pull/*/head") == (["stacked"], (nothing("pull/*/head"),))


def test_an_empty_glob_is_refused(branches: Builder) -> None:
    with pytest.raises(AgentguardError, match="`--siblings` names no branches"):
        siblings(branches, "")
