from pathlib import Path

import pytest

from tests.hooks.git.plain import install, run_hook
from tests.support.builder import Attempt, Builder

SETTINGS = "".join(f"setting_{number} = value_{number}\n" for number in range(12))
TUNED = SETTINGS.replace("value", "tuned")


@pytest.fixture
def shared(repo: Builder, tmp_path: Path) -> Builder:
    """A clone of a shared repository, on which a colleague has tuned the settings."""
    Builder.create(tmp_path / "shared.git", bare=True)
    repo.git("remote", "add", "origin", str(tmp_path / "shared.git"))
    repo.commit({"config.txt": SETTINGS, "app.py": "x = 1\n"}, "Start")
    repo.commit({"config.txt": TUNED}, "Tune for the new servers")
    repo.git("push", "--quiet", "--set-upstream", "origin", "main")
    install(repo, "pre-push")
    return repo


def codes(done: Attempt) -> list[str]:
    return [word for line in done.err.splitlines() for word in line.split() if word.startswith("AG") and len(word) == 5]


def test_a_branch_that_is_fine_is_pushed_without_a_word(shared: Builder) -> None:
    shared.branch("topic")
    shared.commit({"app.py": "x = 2\n"}, "app: two")
    assert shared.attempt("push", "--quiet", "origin", "topic") == Attempt(0, "", "")


def test_a_new_branch_that_takes_back_what_has_landed_is_refused(shared: Builder) -> None:
    shared.branch("topic")
    shared.commit({"config.txt": SETTINGS, "app.py": "login\n"}, "Add a login page")
    done = shared.attempt("push", "origin", "topic")
    assert (done.code, codes(done)) == (1, ["AG206"])
    assert "agentguard refuses this push (refs/heads/topic): 1 finding; " in done.err
    assert shared.git("ls-remote", "origin", "refs/heads/topic") == ""


def test_a_branch_that_was_made_from_what_the_target_has_changed_since_is_refused(shared: Builder) -> None:
    shared.branch("topic")
    shared.commit({"app.py": "x = 2\n"}, "app: two\n\nAgentguard-Reads: config.txt")
    shared.switch("main")
    shared.commit({"config.txt": TUNED + "more = 1\n"}, "More settings")
    done = shared.attempt("push", "origin", "topic")
    assert (done.code, codes(done)) == (1, ["AG203"])


def test_what_is_pushed_to_the_target_is_judged_from_what_is_there(shared: Builder) -> None:
    shared.commit({"config.txt": SETTINGS, "app.py": "login\n"}, "Add a login page")
    assert codes(shared.attempt("push", "origin", "main")) == ["AG206"]


def test_a_forced_push_that_drops_what_others_have_landed_is_refused(shared: Builder) -> None:
    shared.git("reset", "--quiet", "--hard", "HEAD~1")
    shared.commit({"app.py": "x = 3\n"}, "app: three")
    done = shared.attempt("push", "--force", "origin", "main")
    assert (done.code, codes(done)) == (1, ["AG206"])


def test_a_forced_push_of_a_rebased_branch_is_fine(shared: Builder) -> None:
    shared.branch("topic", "HEAD~1")
    shared.commit({"app.py": "x = 2\n"}, "app: two")
    shared.git("push", "--quiet", "origin", "topic")
    shared.git("rebase", "--quiet", "main")
    assert shared.attempt("push", "--quiet", "--force", "origin", "topic") == Attempt(0, "", "")


def test_deletions_tags_and_what_is_there_already_have_nothing_to_judge(shared: Builder) -> None:
    shared.git("push", "--quiet", "origin", "main:refs/heads/old")
    shared.commit({"config.txt": SETTINGS, "app.py": "login\n"}, "Add a login page")
    shared.git("tag", "-a", "v1", "-m", "one")
    assert shared.attempt("push", "--quiet", "origin", "--delete", "old") == Attempt(0, "", "")
    assert shared.attempt("push", "--quiet", "origin", "v1") == Attempt(0, "", "")
    assert shared.attempt("push", "--quiet", "origin", "HEAD~1:refs/heads/main") == Attempt(0, "", "")


def test_a_history_of_its_own_is_pushed_and_told_of(shared: Builder) -> None:
    shared.git("checkout", "--quiet", "--orphan", "pages")
    shared.commit({"index.html": "<p>\n"}, "pages")
    done = shared.attempt("push", "--quiet", "origin", "pages")
    said = "agentguard did not look at refs/heads/pages: it shares no history with main\n"
    assert done == Attempt(0, "", said)


def test_several_branches_are_judged_each_and_the_push_is_refused_as_a_whole(shared: Builder) -> None:
    shared.branch("good")
    shared.commit({"app.py": "x = 2\n"}, "app: two")
    shared.branch("bad", "main")
    shared.commit({"config.txt": SETTINGS, "app.py": "login\n"}, "Add a login page")
    done = shared.attempt("push", "origin", "good", "bad")
    assert (done.code, codes(done), "refs/heads/bad" in done.err, "refs/heads/good" in done.err) == (
        1,
        ["AG206"],
        True,
        False,
    )


def test_frameworks_tell_by_variables_what_is_pushed(shared: Builder) -> None:
    before = shared.head()
    after = shared.commit({"config.txt": SETTINGS, "app.py": "login\n"}, "Add a login page")
    told = {
        "PRE_COMMIT_FROM_REF": before,
        "PRE_COMMIT_TO_REF": after,
        "PRE_COMMIT_REMOTE_BRANCH": "refs/heads/main",
    }
    assert codes(run_hook(shared, "pre-push", variables=told)) == ["AG206"]


def test_lines_that_are_none_of_gits_are_an_error(shared: Builder) -> None:
    done = run_hook(shared, "pre-push", "origin", "url", stdin=b"nonsense\n")
    assert (done.code, done.err.splitlines()[0]) == (2, "error: what git tells of a push cannot be read")
