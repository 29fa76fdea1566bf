from collections.abc import Collection, Mapping
from pathlib import Path

import pytest

from agentguard.analyzer.commandline.git import read_git
from agentguard.analyzer.gather.staging.commit import Committing
from agentguard.analyzer.git.trees import TreeEntry
from agentguard.analyzer.model.commands import Breadth
from agentguard.analyzer.model.journal import GitProcess

OLD, NEW = (TreeEntry(0o100644, letter * 40) for letter in "ab")
INDEX, LOCK, NEXT = Path("/git/index"), Path("/git/index.lock"), Path("/git/next-index-7.lock")
# `a` was not staged before, `b` was.
BEFORE = {"a": OLD, "b": NEW}
NOW = {"a": NEW, "b": NEW}


def committing(words: str, own: Path, *, exact: bool = True) -> Committing:
    argv = ("git", *words.split(" "))
    process = GitProcess(argv=argv, is_exact=exact)
    return Committing(call=read_git(argv[1:]), process=process, session=None, index=INDEX, own=own)


def look(index: Path, paths: Collection[str]) -> Mapping[str, TreeEntry]:
    assert index == INDEX
    return {path: BEFORE[path] for path in paths}


def breadths(one: Committing) -> dict[str, Breadth]:
    return {path: origin.breadth for path, origin in one.origins(NOW, look, "/top").items()}


@pytest.mark.parametrize(
    ("words", "own", "expected"),
    [
        ("commit -m x", INDEX, {}),
        ("commit -a", LOCK, {"a": Breadth.SWEEP}),
        ("commit -i a", LOCK, {"a": Breadth.NAMED}),
        ("commit -i b", LOCK, {"a": Breadth.NONE, "b": Breadth.NAMED}),
        ("commit -p", LOCK, {"a": Breadth.NONE}),
        ("commit --interactive", LOCK, {"a": Breadth.NONE}),
        ("commit a b", NEXT, {"a": Breadth.NAMED, "b": Breadth.NAMED}),
        ("commit .", NEXT, {"a": Breadth.SWEEP}),
        ("commit . b", NEXT, {"a": Breadth.SWEEP, "b": Breadth.NAMED}),
        ("commit -a --no-verify", INDEX, {"a": Breadth.SWEEP}),
    ],
)
def test_what_comes_in_by_the_words_of_a_commit(words: str, own: Path, expected: dict[str, Breadth]) -> None:
    assert breadths(committing(words, own)) == expected


@pytest.mark.parametrize(
    ("words", "own", "expected"),
    [
        ("commit -m never use -a or . here", INDEX, {}),
        ("commit -m mend a", INDEX, {}),
        ("commit -am all of it", LOCK, {"a": Breadth.SWEEP}),
        ("commit -m mend the . at the end a", NEXT, {"a": Breadth.NAMED}),
        ("commit -m all of it .", NEXT, {"a": Breadth.SWEEP}),
    ],
)
def test_words_that_are_told_without_their_quotes_are_held_against_the_index(
    words: str, own: Path, expected: dict[str, Breadth]
) -> None:
    assert breadths(committing(words, own, exact=False)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("commit -m x", ("commit", "-m", "x")),
        ("commit --amend --no-edit --", ("commit", "--amend", "--no-edit")),
        ("commit -am x", ("commit", "-m", "x")),
        ("commit --amend -m x -- a", ("commit", "--amend", "-m", "x")),
        ("commit -a", ("commit",)),
    ],
)
def test_the_same_commit_of_single_paths(words: str, expected: tuple[str, ...]) -> None:
    assert committing(words, LOCK).words_for_names == expected


def test_words_that_are_told_without_their_quotes_are_not_repeated() -> None:
    assert committing("commit -m two words", INDEX, exact=False).words_for_names == ("commit",)
