import pytest

from agentguard.analyzer.git import Repository
from agentguard.analyzer.sources import Sources, Store
from agentguard.analyzer.symbols import Reading
from tests.support.builder import Builder


@pytest.fixture
def two(repo: Builder) -> tuple[str, str]:
    """Two commits that share `a.py`, and differ in `b.py`."""
    first = repo.commit({"a.py": "def f():\n    pass\n", "b.py": "x = 1\n", "c.py": "def broken(:\n"}, "first")
    return first, repo.commit({"b.py": "x = 2\n", "big.py": "x = 1\n" * 100}, "second")


def reading(sources: Sources, path: str) -> Reading:
    found = sources.reading(path)
    assert found is not None
    return found


def test_trees_that_share_a_store_parse_a_version_of_a_file_once(repo: Builder, two: tuple[str, str]) -> None:
    with Repository.open(repo.path) as repository:
        store = Store(repository)
        old, new = (Sources(repository, commit, store=store) for commit in two)
        assert reading(old, "a.py") is reading(new, "a.py")
        assert reading(old, "b.py") is not reading(new, "b.py")


def test_what_is_forgotten_is_read_again_and_its_tables_are_kept(repo: Builder, two: tuple[str, str]) -> None:
    with Repository.open(repo.path) as repository:
        store = Store(repository, most_bytes=1)
        sources = Sources(repository, two[1], store=store)
        first, tables = reading(sources, "a.py"), sources.source("a.py")
        assert sources.content("b.py") == b"x = 2\n"
        assert sources.source("a.py") is tables
        again = reading(sources, "a.py")
        assert again is not first
        assert again.file == first.file
        assert [first.tokens(symbol) for symbol in first.file.symbols] == [
            again.tokens(symbol) for symbol in again.file.symbols
        ]


def test_why_a_file_was_skipped_is_known_after_it_is_forgotten(repo: Builder, two: tuple[str, str]) -> None:
    with Repository.open(repo.path) as repository:
        sources = Sources(repository, two[1], store=Store(repository, max_bytes=100, most_bytes=1))
        assert sources.why_skipped("big.py") is None
        assert sources.source("big.py") is None
        assert sources.content("a.py") is not None
        assert sources.why_skipped("big.py") == "larger than 100 bytes"


def test_a_file_that_was_only_fetched_is_not_parsed_to_forget_it(
    repo: Builder, two: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agentguard.analyzer.symbols.read_source", pytest.fail)
    with Repository.open(repo.path) as repository:
        sources = Sources(repository, two[1], store=Store(repository, most_bytes=1))
        sources.prefetch(sources.paths)
        assert sources.why_skipped("a.py") is None


def test_a_listing_stands_for_a_tree(repo: Builder, two: tuple[str, str]) -> None:
    with Repository.open(repo.path) as repository:
        entries = repository.list_tree(two[0])
        sources = Sources(repository, lambda: {"other.py": entries["a.py"]})
        assert sources.paths == {"other.py"}
        assert sources.content("other.py") == b"def f():\n    pass\n"
        assert sources.content("a.py") is None
