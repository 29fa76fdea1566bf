"""However git stores its index, and wherever HEAD stands."""

from pathlib import Path

import pytest

from agentguard.analyzer.sessions import session_of
from tests.journal.shared import ONE, by, install_front, told
from tests.support.builder import Builder

SWEPT = (
    "error AG101: `git add -A` staged 1 of 2 files without naming it (b.py)"
    " | take it out: `git restore --staged -- b.py`, then commit again"
)


def sweep(repo: Builder) -> Builder:
    """A session stages one file by name and another one with everything."""
    repo.write({"a.py": "2\n", "b.py": "2\n"})
    one = by(repo, ONE)
    one.git("add", "a.py")
    one.git("add", "-A")
    return one


@pytest.fixture
def noted(repo: Builder) -> Builder:
    repo.commit({"a.py": "1\n", "b.py": "1\n", "in/c.py": "1\n", "out/d.py": "1\n"})
    install_front(repo)
    return repo


def test_ids_of_sha256(tmp_path: Path) -> None:
    repo = Builder.create(tmp_path / "repo", object_format="sha256")
    repo.commit({"a.py": "1\n", "b.py": "1\n"})
    install_front(repo)
    assert told(sweep(repo)) == [SWEPT]


@pytest.mark.parametrize(
    "words",
    [
        ("update-index", "--index-version", "4"),
        ("update-index", "--split-index"),
        ("sparse-checkout", "set", "--cone", "--sparse-index", "in"),
        ("update-index", "--untracked-cache", "--force-untracked-cache"),
        ("switch", "--quiet", "--detach"),
    ],
    ids=["version 4", "split", "sparse", "untracked cache", "detached"],
)
def test_kinds_of_indexes(noted: Builder, words: tuple[str, ...]) -> None:
    noted.git(*words)
    assert told(sweep(noted)) == [SWEPT]


def test_a_submodule_that_has_moved_is_swept_like_a_file(noted: Builder, tmp_path: Path) -> None:
    library = Builder.create(tmp_path / "library")
    library.commit({"lib.py": "1\n"})
    noted.submodule("lib", library)
    Builder(noted.path / "lib", clock=noted.clock).commit({"lib.py": "2\n"})
    one = by(noted, ONE)
    one.git("add", "-A")
    assert [line.partition(" |")[0] for line in told(one)] == [
        "error AG101: `git add -A` staged 1 file without naming it (lib)"
    ]


def test_a_journal_without_snapshots_goes_by_the_words(noted: Builder) -> None:
    one = sweep(noted)
    for snapshot in (noted.path / ".git/agentguard/journal/snapshots").iterdir():
        snapshot.unlink()
    assert told(one) == [SWEPT]


def test_hostile_sessions_and_names_come_to_nothing_worse_than_a_message(noted: Builder) -> None:
    noted.write({"\x1b[31mred\udcff\n.py": "1\n"})
    one = Builder(noted.path, extra={"AGENTGUARD_SESSION": "\x1b]0;title\x07\n$(touch x)\t" + "y" * 5_000})
    one.git("add", "-A")
    assert told(one, session_of(one.extra)) == [
        (
            "error AG101: `git add -A` staged 1 file without naming it (\N{REPLACEMENT CHARACTER}[31mred"
            "\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}.py) | `git restore --staged -- "
            "$':(literal)\\033[31mred\\377\\012.py'`, then `git add` those that belong to this commit, by name"
        )
    ]
    assert [line.split()[1] for line in told(one)] == ["AG105:"]
