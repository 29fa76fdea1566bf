from pathlib import Path

import pytest

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.git import Repository
from tests.support.builder import Builder
from tests.support.wrapper import GitWrapper


def blob(repo: Builder, content: bytes) -> str:
    return repo.git("hash-object", "-w", "--stdin", stdin=content)


def damage(repo: Builder, name: str) -> None:
    path = repo.path / ".git/objects" / name[:2] / name[2:]
    path.chmod(0o644)
    path.write_bytes(b"damaged")


def test_contents_come_in_the_order_asked_whatever_they_hold(repo: Builder) -> None:
    contents = [b"", b"\n", b"one\ntwo\n", b"\0\xff", b"x" * 300_000]
    names = [blob(repo, content) for content in contents]
    with Repository.open(repo.path) as repository:
        assert list(repository.objects.read_many(names)) == list(zip(names, contents, strict=True))


def test_kind_and_size_are_told_without_the_content(repo: Builder) -> None:
    head = repo.commit({"a": "12\n"})
    tree = repo.git("rev-parse", "HEAD^{tree}")
    with Repository.open(repo.path) as repository:
        asked = [head, f"{head}^{{tree}}", f"{head}:a", "0" * 40, f"{head}:none"]
        assert [info and (info.kind, info.size) for _, info in repository.objects.info_many(asked)] == [
            ("commit", len(repo.git("cat-file", "commit", head)) + 1),
            ("tree", len(repo.git("cat-file", "tree", tree))),
            ("blob", 3),
            None,
            None,
        ]
        assert repository.tree(head) == repository.tree(tree) == tree


def test_more_questions_than_a_pipe_holds_are_answered(repo: Builder) -> None:
    name = blob(repo, b"x" * 100_000)
    head = repo.commit({"a": "1\n"})
    long = f"{head}:{'p' * 4_000}"
    with Repository.open(repo.path) as repository:
        assert [content and len(content) for _, content in repository.objects.read_many([name, long] * 100)] == [
            100_000,
            None,
        ] * 100


def test_answers_that_nobody_reads_do_not_reach_the_next_question(repo: Builder) -> None:
    one, other = blob(repo, b"one"), blob(repo, b"other")
    with Repository.open(repo.path) as repository:
        asked = repository.objects.read_many([one, other, one])
        assert next(asked) == (one, b"one")
        asked.close()
        assert repository.objects.read(other) == b"other"


def test_a_damaged_object_is_none_and_those_behind_it_are_read(repo: Builder, git_wrapper: GitWrapper) -> None:
    names = [blob(repo, content) for content in (b"first", b"bad", b"last")]
    damage(repo, names[1])
    git_wrapper.record()
    with Repository.open(repo.path) as repository:
        assert [content for _, content in repository.objects.read_many(names)] == [b"first", None, b"last"]


def test_a_missing_tree_is_an_error_with_the_way_out(repo: Builder) -> None:
    head = repo.commit({"a": "1\n"})
    damage(repo, repo.git("rev-parse", "HEAD^{tree}"))
    with Repository.open(repo.path) as repository, pytest.raises(AgentguardError) as caught:
        repository.tree(head)
    assert caught.value.message == f"the tree of {head[:12]} is missing or damaged"


def test_a_name_with_a_new_line_is_refused_before_git_sees_it(repo: Builder) -> None:
    with Repository.open(repo.path) as repository, pytest.raises(ValueError, match="has a new line"):
        repository.objects.read("HEAD\ncontents HEAD")


@pytest.fixture
def partial(repo: Builder, tmp_path: Path) -> Builder:
    """A clone without any blob that would leave a mark if somebody asked its origin for one."""
    repo.commit({"a": "1\n", "b": "1\n"}, "first")
    repo.commit({"a": "2\n"}, "second")
    clone = repo.clone(tmp_path / "partial", "--filter=blob:none", "--no-checkout")
    clone.git("config", "remote.origin.uploadpack", f"touch {tmp_path / 'fetched'}; git-upload-pack")
    return clone


def test_a_blob_that_a_partial_clone_lacks_is_none_and_not_fetched(
    partial: Builder, tmp_path: Path, git_wrapper: GitWrapper
) -> None:
    before = partial.objects()
    head = partial.head()
    git_wrapper.record()
    with Repository.open(partial.path) as repository:
        names = [entry.id for entry in repository.list_tree(head).values()]
        asked = [head, *names, head]
        assert [info and info.kind for _, info in repository.objects.info_many(asked)] == [
            "commit",
            None,
            None,
            "commit",
        ]
        assert [content for _, content in repository.objects.read_many(names)] == [None, None]
    assert [words for _, words in git_wrapper.started if words.startswith("cat-file")] == ["cat-file --batch-command"]
    assert partial.objects() == before
    assert not (tmp_path / "fetched").exists()


def test_the_log_of_a_partial_clone_needs_no_blob(partial: Builder, tmp_path: Path) -> None:
    before = partial.objects()
    with Repository.open(partial.path) as repository:
        assert repository.is_partial
        assert [(commit.subject, commit.paths) for commit in repository.log("HEAD")] == [
            ("second", ["a"]),
            ("first", ["a", "b"]),
        ]
    assert partial.objects() == before
    assert not (tmp_path / "fetched").exists()


def test_a_clone_without_trees_says_what_it_needs(repo: Builder, tmp_path: Path) -> None:
    repo.commit({"a": "1\n"}, "first")
    clone = repo.clone(tmp_path / "treeless", "--filter=tree:0", "--no-checkout")
    before = clone.objects()
    with Repository.open(clone.path) as repository, pytest.raises(AgentguardError) as caught:
        list(repository.log("HEAD"))
    assert caught.value.message.startswith("the partial clone lacks what its history needs: ")
    hint = "`git fetch --refetch --filter=blob:none` gets the trees of a partial clone without the contents"
    assert caught.value.hint == hint
    assert clone.objects() == before


def test_a_tree_that_is_not_here_says_how_to_get_it(repo: Builder) -> None:
    with Repository.open(repo.path) as repository:
        for ask in (repository.tree, repository.list_tree):
            with pytest.raises(AgentguardError) as caught:
                ask("1" * 40)
            assert caught.value.message == "the tree of 111111111111 is missing or damaged"
