import os
from pathlib import Path

import pytest

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.git import Repository
from tests.support.builder import Builder
from tests.support.wrapper import GitWrapper


@pytest.fixture
def committed(repo: Builder) -> Builder:
    repo.commit({"a.py": "x = 1\n", "sub/b.py": "y = 1\n"}, "first")
    return repo


def subjects(path: Path) -> list[str]:
    with Repository.open(path) as repository:
        return [commit.subject for commit in repository.log("HEAD")]


def test_a_subfolder_belongs_to_the_repository_around_it(committed: Builder) -> None:
    with Repository.open(committed.path / "sub") as repository:
        assert repository.root == committed.path
        assert repository.place.common_dir == committed.path / ".git"
        assert repository.name == "repo"
        assert list(repository.list_tree(repository.commit("HEAD"))) == ["a.py", "sub/b.py"]


def test_the_current_folder_is_the_default(committed: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(committed.path / "sub")
    with Repository.open() as repository:
        assert repository.root == committed.path


def test_a_relative_path_is_read_from_the_current_folder(committed: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(committed.path)
    with Repository.open(Path("sub")) as repository:
        assert repository.root == committed.path


def test_a_linked_worktree_shares_all_but_its_own_folder(committed: Builder, tmp_path: Path) -> None:
    linked = committed.worktree(tmp_path / "linked", branch="work")
    linked.commit({"c.py": "z = 1\n"}, "second")
    with Repository.open(linked.path / "sub") as repository:
        assert repository.root == linked.path
        assert repository.place.common_dir == committed.path / ".git"
        assert repository.place.index == committed.path / ".git/worktrees/linked/index"
        assert repository.name == "repo"
        assert repository.worktrees() == (committed.path, linked.path)
    assert subjects(linked.path) == ["second", "first"]


def test_a_bare_repository_has_no_worktree(committed: Builder, tmp_path: Path) -> None:
    bare = committed.clone(tmp_path / "bare.git", "--bare")
    with Repository.open(bare.path) as repository:
        assert repository.root is None
        assert repository.name == "bare"
        assert repository.objects.read(f"{committed.head()}:a.py") == b"x = 1\n"
    assert subjects(bare.path) == ["first"]


def test_inside_the_git_folder_a_repository_counts_as_bare(committed: Builder) -> None:
    with Repository.open(committed.path / ".git") as repository:
        assert repository.root is None
        assert repository.commit("HEAD") == committed.head()


def test_a_submodule_is_a_repository_of_its_own(committed: Builder, tmp_path: Path) -> None:
    outer = Builder.create(tmp_path / "outer")
    outer.submodule("vendor/repo", committed)
    with Repository.open(outer.path / "vendor/repo/sub") as repository:
        assert repository.root == outer.path / "vendor/repo"
        assert repository.name == "repo"
        assert repository.commit("HEAD") == committed.head()


@pytest.mark.parametrize("name", ['colon:quote"tab\t', "new\nline", "-dash", "bytes\udcff", "::", "blank  "])
def test_a_repository_can_lie_under_any_name(tmp_path: Path, name: str) -> None:
    repo = Builder.create(tmp_path / name)
    head = repo.commit({"a.py": "x = 1\n"}, "first")
    with Repository.open(repo.path) as repository:
        assert repository.root == repo.path
        assert repository.objects.read(f"{head}:a.py") == b"x = 1\n"
        assert [commit.paths for commit in repository.log("HEAD")] == [["a.py"]]
        assert repository.place.index == repo.path / ".git/index"


def test_a_symlink_to_a_repository_opens_it(committed: Builder, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(committed.path)
    with Repository.open(tmp_path / "link") as repository:
        assert repository.commit("HEAD") == committed.head()


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_the_empty_tree_is_that_of_the_hash(tmp_path: Path, object_format: str) -> None:
    repo = Builder.create(tmp_path / "repo", object_format=object_format)
    with Repository.open(repo.path) as repository:
        assert repository.empty_tree == repo.git("hash-object", "-t", "tree", os.devnull)
        assert repository.diff_trees(repository.empty_tree, repository.empty_tree) == b""


def test_a_folder_outside_of_any_repository_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(AgentguardError) as caught:
        Repository.open(tmp_path)
    assert caught.value.message.startswith(f"no git repository at `{tmp_path}`: fatal: not a git repository")
    assert caught.value.hint == "run agentguard inside a repository, or name one with `-C DIR`"


def test_a_folder_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(AgentguardError, match="no folder named"):
        Repository.open(tmp_path / "none")


def test_a_repository_of_another_user_is_refused_with_gits_own_way_out(
    committed: Builder, git_wrapper: GitWrapper
) -> None:
    git_wrapper.install("export GIT_TEST_ASSUME_DIFFERENT_OWNER=1")
    with pytest.raises(AgentguardError, match="detected dubious ownership") as caught:
        Repository.open(committed.path)
    assert f"git config --global --add safe.directory {committed.path}" in caught.value.message


def test_a_repository_without_commits_says_so(repo: Builder) -> None:
    with Repository.open(repo.path) as repository, pytest.raises(AgentguardError) as caught:
        repository.commit("HEAD")
    assert caught.value.message == "the repository has no commits yet"


def test_a_detached_head_is_a_commit_like_others(committed: Builder) -> None:
    committed.git("switch", "--quiet", "--detach")
    committed.commit({"a.py": "x = 2\n"}, "detached")
    assert subjects(committed.path) == ["detached", "first"]


def test_an_orphan_branch_has_a_history_of_its_own(committed: Builder) -> None:
    committed.git("switch", "--quiet", "--orphan", "island")
    committed.commit({"i.py": "i = 1\n"}, "island")
    with Repository.open(committed.path) as repository:
        assert [commit.subject for commit in repository.log("HEAD")] == ["island"]
        assert repository.merge_base("main", "island") is None


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("mian", "did you mean `main`?"),
        ("\x1b[1m", "`git branch --all` lists the branches; `git fetch` gets those of the remote"),
    ],
)
def test_a_revision_that_names_nothing_is_an_error(committed: Builder, typed: str, hint: str) -> None:
    with Repository.open(committed.path) as repository, pytest.raises(AgentguardError) as caught:
        repository.commit(typed)
    assert caught.value.hint == hint
    assert "\x1b" not in caught.value.message


def test_processes_and_folders_end_with_the_repository(committed: Builder, git_wrapper: GitWrapper) -> None:
    git_wrapper.record()
    with Repository.open(committed.path) as repository:
        repository.objects.info(committed.head())
        folder = repository.isolated.cwd
        assert folder.is_dir()
        assert git_wrapper.started[-1][1] == "cat-file --batch-command"
    assert git_wrapper.alive() == []
    assert not folder.exists()


def test_a_log_that_is_not_read_to_its_end_leaves_no_process(committed: Builder, git_wrapper: GitWrapper) -> None:
    git_wrapper.record()
    with Repository.open(committed.path) as repository:
        log = repository.log("HEAD")
        next(log)
        log.close()
        assert git_wrapper.started != []
        assert git_wrapper.alive() == []
