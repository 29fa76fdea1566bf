import pytest

from tests.analyzer.topic.projects import AREAS, project, work
from tests.hooks.git.plain import install
from tests.support.builder import Attempt, Builder

MESSAGE = "auth: renew the token at login"


@pytest.fixture
def staged(repo: Builder) -> Builder:
    """The work of four tasks, staged at once."""
    project(repo)
    install(repo, "pre-commit")
    repo.write({path: text for area in AREAS for path, text in work(area, 9).items()})
    repo.git("add", *AREAS)
    return repo


def test_the_work_of_other_tasks_is_refused_with_the_command_that_takes_it_out(staged: Builder) -> None:
    done = staged.attempt("commit", "-m", MESSAGE)
    lines = done.err.splitlines()
    said = "12 of 16 files do not belong to the topic (billing/ 4, report/ 4, search/ 4)"
    assert (done.code, lines[0]) == (1, f"the change: warning AG102 off-topic-files: {said}")
    assert lines[-2:] == [
        "    help: commit them by themselves: `git restore --staged -- billing report search`",
        "agentguard refuses this commit: 1 finding; `agentguard explain AG102` says why",
    ]


def test_what_the_advice_leaves_is_committed(staged: Builder) -> None:
    staged.git("restore", "--staged", "--", "billing", "report", "search")
    assert staged.attempt("commit", "--quiet", "-m", MESSAGE) == Attempt(0, "", "")
    assert staged.git("show", "--name-only", "--format=", "HEAD").splitlines() == sorted(work("auth", 9))


def test_a_reason_in_the_message_waives_it(staged: Builder) -> None:
    reason = "Agentguard-Allow: AG102 one rename in all areas"
    assert staged.attempt("commit", "--quiet", "-m", MESSAGE, "-m", reason) == Attempt(0, "", "")


def test_a_sweep_that_is_mended_by_a_new_commit_in_its_place_is_taken(staged: Builder) -> None:
    staged.git("commit", "--quiet", "--no-verify", "-m", MESSAGE)
    refused = staged.attempt("commit", "--amend", "-m", MESSAGE, "--allow-empty")
    assert refused.code == 0  # only the message is made anew
    staged.git("restore", "--staged", "--source=HEAD^", "--", "billing", "report", "search")
    assert staged.attempt("commit", "--quiet", "--amend", "--no-edit") == Attempt(0, "", "")


def test_the_files_of_one_task_with_more_than_a_few_files_are_one_piece_of_work(staged: Builder) -> None:
    staged.git("reset", "--quiet")
    staged.git("add", "auth")
    assert staged.attempt("commit", "--quiet", "-m", "x") == Attempt(0, "", "")


def test_the_picking_of_a_large_commit_is_no_sweep_again(staged: Builder) -> None:
    staged.git("stash", "--quiet")
    staged.branch("side")
    staged.git("stash", "pop", "--quiet", "--index")
    staged.git("commit", "--quiet", "--no-verify", "-m", MESSAGE)
    staged.switch("main")
    staged.git("cherry-pick", "--no-commit", "side")
    staged.git("update-ref", "CHERRY_PICK_HEAD", "side")
    assert staged.attempt("commit", "--quiet", "--no-edit").code == 0
