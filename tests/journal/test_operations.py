import pytest

from tests.journal.shared import ONE, OTHER, by, commit, install_front, judge_commits, told
from tests.support.builder import Builder


@pytest.fixture
def diverged(repo: Builder) -> Builder:
    """Two branches that change the same line of one file, and a file each."""
    repo.commit({"same.py": "1\n", "a.py": "1\n", "b.py": "1\n"})
    repo.branch("side")
    repo.commit({"same.py": "side\n", "b.py": "side\n"})
    repo.switch("main")
    repo.commit({"same.py": "main\n"})
    install_front(repo)
    judge_commits(repo)
    return repo


@pytest.mark.parametrize(
    ("words", "what"),
    [(("merge", "side"), "merge"), (("cherry-pick", "side"), "pick"), (("rebase", "main", "side"), "rebase")],
    ids=["merge", "cherry-pick", "rebase"],
)
def test_a_sweep_that_settles_conflicts_is_judged_for_other_files_only(
    diverged: Builder, words: tuple[str, ...], what: str
) -> None:
    one = by(diverged, ONE)
    one.git(*words, check=False)
    diverged.write({"same.py": "both\n", "a.py": "of another\n"})
    one.git("add", "-A")
    advice = "take it out: `git restore --staged -- a.py`, then commit again"
    assert told(one) == [f"error AG101: `git add -A` staged 1 of 3 files without naming it (a.py) | {advice}"], what
    one.git("restore", "--staged", "a.py")
    assert commit(one, "-m", what).made


def test_a_merge_that_another_session_began_can_be_concluded(diverged: Builder) -> None:
    by(diverged, OTHER).git("merge", "side", check=False)
    diverged.write({"same.py": "both\n"})
    one = by(diverged, ONE)
    one.git("add", "same.py")
    assert told(one) == []


def test_during_a_merge_no_commit_of_single_paths_is_proposed(diverged: Builder) -> None:
    diverged.write({"a.py": "of another\n"})
    one = by(diverged, ONE)
    one.git("merge", "side", check=False)
    by(diverged, OTHER).git("add", "a.py")
    diverged.write({"same.py": "both\n"})
    one.git("add", "same.py")
    assert told(one) == [
        (
            "error AG105: 1 staged file was staged by another session of Codex (a.py)"
            " | take them out: `git restore --staged -- a.py`, then commit again; "
            "who staged them has to do so once more"
        )
    ]


@pytest.mark.parametrize("words", [("revert", "--no-commit", "HEAD"), ("cherry-pick", "--no-commit", "side~1")])
def test_what_git_brings_itself_is_no_sweep(diverged: Builder, words: tuple[str, ...]) -> None:
    one = by(diverged, ONE)
    one.git(*words, check=False)
    assert told(one) == []


def test_a_stash_that_comes_back_with_its_index_is_no_sweep(diverged: Builder) -> None:
    one = by(diverged, ONE)
    diverged.write({"a.py": "2\n"})
    one.git("add", "a.py")
    one.git("stash", "--quiet")
    one.git("stash", "pop", "--quiet", "--index")
    assert diverged.git("diff", "--cached", "--name-only") == "a.py"
    assert told(one) == []


def test_the_commit_that_is_amended_is_judged_no_more(diverged: Builder) -> None:
    diverged.write({"a.py": "2\n", "b.py": "2\n"})
    one = by(diverged, ONE)
    one.git("add", "-u")
    one.git("commit", "--quiet", "-m", "x", "--", "a.py", "b.py")
    diverged.write({"same.py": "2\n"})
    one.git("add", "same.py")
    assert commit(one, "--amend", "--no-edit").told == ""


def test_a_checkout_of_another_commits_file_is_no_sweep(diverged: Builder) -> None:
    one = by(diverged, ONE)
    one.git("checkout", "--quiet", "side", "--", "b.py")
    assert told(one) == []


def test_what_is_only_announced_is_not_staged(diverged: Builder) -> None:
    diverged.write({"new.py": "1\n"})
    one = by(diverged, ONE)
    one.git("add", "--intent-to-add", ".")
    assert told(one) == []
    one.git("add", "new.py")
    assert told(one) == []
