from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.git import Repository
from tests.support.builder import Builder

NAMES = st.sampled_from(["a", "b", "a/x", "a/y", "d/e/x", "d/e", "d.x", "d-x"])
FILES = st.dictionaries(NAMES, st.sampled_from(["1", "2", "3"]), max_size=6)


def write_tree(repo: Builder, files: dict[str, str]) -> str:
    """Writes a tree; where a name is a folder too, the file gives way."""
    folders = {name[:end] for name in files for end in range(len(name)) if name[end] == "/"}
    repo.git("read-tree", "--empty")
    for name, content in files.items():
        if name not in folders:
            blob = repo.git("hash-object", "-w", "--stdin", stdin=content.encode())
            repo.git("update-index", "--add", "--cacheinfo", f"100644,{blob},{name}")
    return repo.git("write-tree")


@settings(max_examples=15)
@given(FILES, FILES)
def test_a_listing_made_from_another_one_is_that_of_git(old: dict[str, str], new: dict[str, str]) -> None:
    with TemporaryDirectory() as folder:
        repo = Builder.create(Path(folder))
        before, after = write_tree(repo, old), write_tree(repo, new)
        with Repository.open(repo.path) as repository, Repository.open(repo.path) as fresh:
            listed = repository.list_tree(before)
            derived, asked = repository.list_tree(after), fresh.list_tree(after)
            assert list(derived.items()) == list(asked.items())
            differences = repository.tree_differences(before, after)
            assert {path: (listed.get(path), asked.get(path)) for path in differences} == differences
            assert {path for path in listed.keys() | asked.keys() if listed.get(path) != asked.get(path)} == set(
                differences
            )


def test_trees_that_differ_in_many_folders_are_listed_by_git(repo: Builder) -> None:
    one = repo.commit({f"folder{number}/file": "1\n" for number in range(120)})
    other = repo.commit({f"folder{number}/file": "2\n" for number in range(120)})
    with Repository.open(repo.path) as repository:
        first, second = repository.list_tree(one), repository.list_tree(other)
        assert list(first) == list(second)
        assert not set(first.values()) & set(second.values())
        assert len(repository.tree_differences(one, other)) == 120


def test_a_folder_that_is_lost_is_an_error(repo: Builder) -> None:
    one = repo.commit({"sub/a": "1\n", "b": "1\n"})
    other = repo.commit({"sub/a": "2\n"})
    lost = repo.git("rev-parse", "HEAD:sub")
    (repo.path / f".git/objects/{lost[:2]}/{lost[2:]}").unlink()
    with Repository.open(repo.path) as repository:
        with pytest.raises(AgentguardError) as caught:
            repository.tree_differences(one, other)
        assert caught.value.message == f"the tree of {lost[:12]} is missing or damaged"
