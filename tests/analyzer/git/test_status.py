import pytest

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.git.status import Dirty, dirty
from tests.support.builder import Builder


def read(repo: Builder, **asked: object) -> list[Dirty]:
    return list(dirty(Repository.open(repo.path).git, **asked))  # type: ignore[arg-type]  # a test's own words


def test_what_is_not_committed_is_told_with_where_it_differs(repo: Builder) -> None:
    repo.commit({"a.py": "1\n", "b.py": "1\n", "gone.py": "1\n", ".gitignore": "*.log\n"})
    repo.write({"a.py": "2\n", "b.py": "2\n", "gone.py": None, "new/\udcff x.py": "1\n", "x.log": ""})
    repo.git("add", "b.py")
    repo.write({"b.py": "3\n"})
    one = repo.git("rev-parse", "HEAD:a.py")
    assert read(repo) == [
        Dirty(path="a.py", is_changed=True, head_id=one),
        Dirty(path="b.py", is_staged=True, is_changed=True, head_id=one),
        Dirty(path="gone.py", is_changed=True, head_id=one),
        Dirty(path="new/\udcff x.py", is_changed=True, is_untracked=True),
    ]


def test_a_conflict_counts_as_both(repo: Builder) -> None:
    repo.commit({"a.py": "1\n"})
    repo.branch("side")
    repo.commit({"a.py": "2\n"})
    repo.switch("main")
    repo.commit({"a.py": "3\n"})
    repo.git("merge", "side", check=False)
    assert read(repo) == [Dirty(path="a.py", is_staged=True, is_changed=True)]


def test_pathspecs_count_from_the_folder_in_which_they_are_typed(repo: Builder) -> None:
    repo.commit({"src/a.py": "1\n", "b.py": "1\n"})
    repo.write({"src/a.py": "2\n", "b.py": "2\n"})
    assert [one.path for one in read(repo, folder=repo.path / "src", pathspecs=["."])] == ["src/a.py"]
    assert [one.path for one in read(repo, folder=repo.path / "src", pathspecs=[":/"])] == ["b.py", "src/a.py"]


def test_folders_without_anything_that_git_knows_are_one(repo: Builder) -> None:
    repo.commit({"src/a.py": "1\n"})
    repo.write({"src/b.py": "1\n", "new/a.py": "1\n", "new/b.py": "1\n"})
    assert [one.path for one in read(repo, untracked="normal")] == ["new/", "src/b.py"]
    assert read(repo, untracked="no") == []


def test_a_wrong_pathspec_is_an_error(repo: Builder) -> None:
    repo.commit({"a.py": "1\n"})
    with pytest.raises(AgentguardError, match="exit code 128"):
        read(repo, pathspecs=[":(nonsense)x"])
