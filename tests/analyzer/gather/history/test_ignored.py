from collections.abc import Iterable
from pathlib import Path

import pytest

from agentguard.analyzer.gather.history.ignored import ignore_files
from agentguard.analyzer.git import Repository
from tests.support.builder import Builder


def ignored(repo: Builder, paths: Iterable[str]) -> set[str]:
    with (
        Repository.open(repo.path) as repository,
        ignore_files(repository, repository.tree(repository.commit("main"))) as files,
    ):
        return set(files.matches(paths))


def test_ignore_files_of_every_folder_count(repo: Builder) -> None:
    repo.commit({".gitignore": "*.log\n/build/\n", "docs/.gitignore": "!keep.log\n*.tmp\n", "build.py": "x\n"})
    asked = ["sub/b.log", "build/x.o", "sub/build/x.o", "docs/a/keep.log", "docs/a/x.tmp", "sub/x.tmp", "sub/b.py"]
    assert ignored(repo, asked) == {"sub/b.log", "build/x.o", "docs/a/x.tmp"}


def test_a_folder_that_the_commit_keeps_was_meant_to_be_there(repo: Builder) -> None:
    repo.commit({".gitignore": "*.log\n", "kept/a.log": "x\n"})
    assert ignored(repo, ["kept/a.log", "kept/b.log", "b.log", "other/b.log"]) == {"other/b.log"}


def test_neither_worktree_nor_settings_of_the_user_count(
    repo: Builder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit({".gitignore": "*.log\n"})
    repo.write({".gitignore": "*.txt\n", "sub/.gitignore": "*\n"})
    (repo.path / ".git/info").mkdir(exist_ok=True)
    (repo.path / ".git/info/exclude").write_text("*.md\n")
    (tmp_path / "ignore").write_text("*.py\n")
    (tmp_path / "config").write_text(f"[core]\nexcludesFile = {tmp_path / 'ignore'}\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    assert ignored(repo, ["d/a.log", "d/a.txt", "sub/a", "d/a.md", "d/a.py"]) == {"d/a.log"}


def test_odd_names_are_asked_as_they_are(repo: Builder) -> None:
    repo.commit({".gitignore": "*.log\n"})
    names = [":(top)x", "-x", "new\nline", "b\udcff", "[x]", "*", "ü", '"q"']
    odd = [f"{name}/{name}.log" for name in names]
    assert ignored(repo, odd) == set(odd)


@pytest.mark.parametrize("path", ["../x.log", "/etc/x.log", "a//x.log", ".git/x.log", "sub/.GIT/x.log", "x" * 300])
def test_a_name_that_leads_elsewhere_is_not_asked(repo: Builder, path: str) -> None:
    repo.commit({".gitignore": "*\n"})
    assert ignored(repo, [path]) == set()


def test_an_ignore_file_that_is_a_link_is_not_followed(repo: Builder, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("*\n")
    (repo.path / ".gitignore").symlink_to(tmp_path / "elsewhere")
    repo.git("add", ".gitignore")
    repo.commit(None, "link")
    assert ignored(repo, ["sub/a.py"]) == set()


def test_a_repository_without_ignore_files_ignores_nothing(repo: Builder) -> None:
    repo.commit({"a.py": "x\n"})
    assert ignored(repo, ["sub/a.log", "sub/b"]) == set()
    assert ignored(repo, []) == set()
