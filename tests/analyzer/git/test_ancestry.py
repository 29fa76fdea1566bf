from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from agentguard.analyzer.git import Repository
from agentguard.analyzer.git.ancestry import Ancestry
from tests.support.builder import Builder


def graph(repo: Builder, parents: list[list[int]]) -> list[str]:
    """Makes commits of one empty tree, each on top of earlier ones by their numbers."""
    tree = repo.git("mktree", stdin=b"")
    commits: list[str] = []
    for number, above in enumerate(parents):
        on = [word for parent in dict.fromkeys(above) for word in ("-p", commits[parent])]
        commits.append(repo.git("commit-tree", tree, *on, "-m", str(number)))
    return commits


@st.composite
def histories(draw: st.DrawFn) -> list[list[int]]:
    size = draw(st.integers(2, 14))
    return [
        draw(st.lists(st.integers(0, number - 1), max_size=3)) if number else []
        for number in range(size)
    ]  # fmt: skip


@settings(max_examples=8)
@given(histories(), st.data())
def test_common_ancestors_are_those_that_git_finds(parents: list[list[int]], data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        repo = Builder.create(Path(folder))
        commits = graph(repo, parents)
        tips = data.draw(st.lists(st.sampled_from(commits), min_size=2, max_size=5))
        with Repository.open(repo.path) as repository:
            ancestry = Ancestry(repository, tips)
            for one, other in combinations(tips, 2):
                found = repo.git("merge-base", "--all", one, other, check=False).split()
                assert sorted(ancestry.bases(one, other)) == sorted(found)
            reachable = {tip: set(repo.git("rev-list", tip).split()) for tip in tips}
            found_in = {tip: {commit for commit in commits if ancestry.contains(tip, commit)} for tip in tips}
            assert found_in == reachable


def test_a_shallow_clone_ends_where_it_is_cut(repo: Builder, tmp_path: Path) -> None:
    repo.commit({"a": "1\n"})
    repo.branch("work")
    repo.commit({"a": "2\n"})
    repo.switch("main")
    repo.commit({"b": "1\n"})
    clone = repo.clone(tmp_path / "clone", "--depth=1", "--no-single-branch")
    tips = [clone.git("rev-parse", name) for name in ("origin/main", "origin/work")]
    with Repository.open(clone.path) as repository:
        assert Ancestry(repository, tips).bases(*tips) == ()
