import os
from pathlib import Path

import pytest

from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.git.worktrees import Worktree, all_worktrees, is_linked, look_around
from agentguard.analyzer.model.changes import Skipped
from tests.support.builder import Builder


def listed(repo: Builder) -> tuple[Worktree, ...]:
    with Repository.open(repo.path) as repository:
        return all_worktrees(repository)


def siblings(repo: Builder, most: int = 9) -> tuple[list[str], tuple[Skipped, ...]]:
    with Repository.open(repo.path) as repository:
        around = look_around(repository, most=most)
        assert around.own is not None
        assert around.own.path == repo.path
        return [one.name for one in around.siblings], around.skipped


def test_the_main_worktree_and_linked_ones_are_told_apart(repo: Builder, tmp_path: Path) -> None:
    head = repo.commit({"a.py": "x = 1\n"})
    linked = repo.worktree(tmp_path / "lin ked", branch="topic/a")
    detached = repo.worktree(tmp_path / "detached", head)
    common = repo.path / ".git"
    expected = (
        Worktree(path=repo.path, git_dir=common, head=head, branch="main", is_main=True),
        Worktree(path=detached.path, git_dir=common / "worktrees/detached", head=head, branch=None, is_main=False),
        Worktree(path=linked.path, git_dir=common / "worktrees/lin-ked", head=head, branch="topic/a", is_main=False),
    )
    assert tuple(sorted(listed(repo), key=lambda one: (not one.is_main, one.path))) == expected
    with Repository.open(repo.path) as main, Repository.open(linked.path) as other:
        assert (is_linked(main), is_linked(other)) == (False, True)


def test_a_bare_repository_has_linked_worktrees_alone(repo: Builder, tmp_path: Path) -> None:
    repo.commit({"a.py": "x = 1\n"})
    bare = repo.clone(tmp_path / "bare.git", "--bare")
    bare.worktree(tmp_path / "one", "main")
    assert [one.branch for one in listed(bare)] == ["main"]


def test_before_the_first_commit_there_is_no_head(repo: Builder) -> None:
    assert [(one.head, one.branch) for one in listed(repo)] == [(None, "main")]


def test_a_name_with_a_new_line_is_found_and_cleaned(repo: Builder, tmp_path: Path) -> None:
    repo.commit({"a.py": "x = 1\n"})
    repo.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "two\nlines"))
    assert [one.name for one in listed(repo)] == ["main", "two\N{REPLACEMENT CHARACTER}lines"]


def test_siblings_are_the_others_that_are_there(repo: Builder, tmp_path: Path) -> None:
    repo.commit({"a.py": "x = 1\n"})
    one = repo.worktree(tmp_path / "one", branch="one")
    repo.worktree(tmp_path / "gone", branch="gone").path.rename(tmp_path / "away")
    assert siblings(repo) == (["one"], ())
    assert siblings(one) == (["main"], ())


def test_the_main_one_comes_first_then_those_that_were_used_last(repo: Builder, tmp_path: Path) -> None:
    repo.commit({"a.py": "x = 1\n"})
    for age, name in enumerate(["new", "old", "older"]):
        repo.worktree(tmp_path / name, branch=name)
        for file in ("index", "HEAD"):
            os.utime(repo.path / ".git/worktrees" / name / file, (1_000 - age, 1_000 - age))
    me = repo.worktree(tmp_path / "me", branch="me")
    assert siblings(me, most=3) == (
        ["main", "new", "old"],
        (Skipped(what=f"worktree {tmp_path / 'older'}", reason="only the 3 that were used last are looked at"),),
    )


def test_another_worktree_is_asked_without_the_variables_of_a_hook(
    repo: Builder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit({"a.py": "x = 1\n"})
    repo.worktree(tmp_path / "linked", branch="topic").write({"a.py": "x = 2\n"})
    linked = listed(repo)[1]
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "nothing"))
    monkeypatch.setenv("GIT_DIR", str(tmp_path))
    assert linked.git.run("diff", "--name-only").text == "a.py"
    assert linked.git.run("rev-parse", "--show-toplevel").text == str(linked.path)


def test_the_git_directory_of_a_submodule_is_no_worktree(repo: Builder, tmp_path: Path) -> None:
    library = Builder.create(tmp_path / "library")
    library.commit({"l.py": "x = 1\n"})
    repo.commit({"a.py": "x = 1\n"})
    repo.submodule("lib", library)
    inside = Builder(repo.path / "lib")
    linked = inside.worktree(tmp_path / "linked", branch="topic")
    assert siblings(linked) == ([], ())
    assert siblings(inside) == (["topic"], ())
