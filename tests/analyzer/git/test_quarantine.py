import os
from collections.abc import Callable
from pathlib import Path

import pytest

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.git import Repository
from agentguard.analyzer.git.quarantine import quarantine
from tests.support.builder import Builder


@pytest.fixture
def forked(repo: Builder) -> Builder:
    """Two branches that edit the same line."""
    repo.commit({"a.py": "x = 1\n", "sub/b.py": "y = 1\n"}, "first")
    repo.branch("work")
    repo.commit({"a.py": "x = 2\n"}, "theirs")
    repo.switch("main")
    repo.commit({"a.py": "x = 3\n"}, "ours")
    return repo


def worktree(repo: Builder) -> dict[str, str]:
    """Content by path of the tree that the worktree makes."""
    with Repository.open(repo.path) as repository, quarantine(repository) as held:
        tree, _ = held.worktree_tree()
        entries = held.repository.list_tree(tree)
        contents = held.repository.objects.read_many(entry.id for entry in entries.values())
        return {path: os.fsdecode(content or b"") for path, (_, content) in zip(entries, contents, strict=True)}


def staged(repo: Builder) -> list[str]:
    with Repository.open(repo.path) as repository, quarantine(repository) as held:
        return list(held.repository.list_tree(held.index_tree()[0]))


@pytest.mark.parametrize("command", ["merge", "rebase", "cherry-pick"])
def test_a_merge_a_rebase_or_a_pick_in_progress_is_read(forked: Builder, command: str) -> None:
    forked.git(command, "work", check=False)
    forked.write({"new.py": "n = 1\n"})
    assert set(worktree(forked)) == {"a.py", "new.py", "sub/b.py"}
    assert staged(forked) == ["a.py", "sub/b.py"]


def test_a_lock_that_somebody_holds_is_in_nobodys_way(forked: Builder) -> None:
    lock = forked.path / ".git/index.lock"
    lock.touch()
    forked.write({"a.py": "x = 9\n"})
    assert worktree(forked)["a.py"] == "x = 9\n"
    assert lock.exists()


@pytest.mark.parametrize(
    "prepare",
    [
        pytest.param(lambda r: r.git("update-index", "--split-index"), id="split index"),
        pytest.param(lambda r: r.git("update-index", "--index-version", "4"), id="index version 4"),
        pytest.param(lambda r: r.git("update-index", "--untracked-cache"), id="untracked cache"),
        pytest.param(lambda r: r.git("update-index", "--assume-unchanged", "sub/b.py"), id="assume unchanged"),
        pytest.param(lambda r: r.git("config", "feature.manyFiles", "true"), id="many files"),
        pytest.param(lambda r: r.git("pack-refs", "--all"), id="packed refs"),
    ],
)
def test_every_shape_of_an_index_is_read(forked: Builder, prepare: Callable[[Builder], object]) -> None:
    prepare(forked)
    forked.write({"new.py": "n = 1\n"})
    forked.git("add", "new.py")
    forked.write({"a.py": "x = 9\n"})
    assert worktree(forked) == {"a.py": "x = 9\n", "new.py": "n = 1\n", "sub/b.py": "y = 1\n"}
    assert staged(forked) == ["a.py", "new.py", "sub/b.py"]


@pytest.mark.parametrize("options", [(), ("--sparse-index",)], ids=["full index", "sparse index"])
def test_files_outside_of_a_sparse_checkout_are_not_deleted(forked: Builder, options: tuple[str, ...]) -> None:
    forked.git("sparse-checkout", "set", "--cone", *options, "elsewhere")
    forked.write({"a.py": "x = 9\n"})
    assert not (forked.path / "sub").exists()
    assert worktree(forked) == {"a.py": "x = 9\n", "sub/b.py": "y = 1\n"}


def test_a_staged_new_file_that_is_gone_again_is_not_in_the_worktree(forked: Builder) -> None:
    forked.write({"new.py": "n = 1\n"})
    forked.git("add", "--intent-to-add", "new.py")
    assert worktree(forked)["new.py"] == "n = 1\n"
    (forked.path / "new.py").unlink()
    assert "new.py" not in worktree(forked)


def test_a_dirty_submodule_is_its_commit(forked: Builder, tmp_path: Path) -> None:
    other = Builder.create(tmp_path / "other")
    other.commit({"x": "1\n"})
    forked.submodule("module", other)
    (forked.path / "module/x").write_text("dirty\n")
    with Repository.open(forked.path) as repository, quarantine(repository) as held:
        tree, skipped = held.worktree_tree()
        assert held.repository.list_tree(tree)["module"] == (0o160000, other.head())
        assert skipped == ()


def test_a_file_that_cannot_be_read_is_named(forked: Builder) -> None:
    os.mkfifo(forked.path / "pipe")
    (forked.path / "socket-like").symlink_to("/nowhere")
    assert set(worktree(forked)) == {"a.py", "sub/b.py", "socket-like"}


def test_the_worktree_of_a_repository_without_commits_is_read(repo: Builder) -> None:
    repo.write({"a.py": "x = 1\n"})
    assert worktree(repo) == {"a.py": "x = 1\n"}
    assert staged(repo) == []


def test_an_index_that_cannot_be_read_is_an_error(forked: Builder) -> None:
    (forked.path / ".git/index").unlink()
    (forked.path / ".git/index").mkdir()
    with Repository.open(forked.path) as repository, quarantine(repository) as held:
        with pytest.raises(AgentguardError) as caught:
            held.index_tree()
        assert caught.value.message == f"`{forked.path}/.git/index` cannot be read: Is a directory"
