import pytest

from tests.hooks.git.plain import AGENT, install
from tests.journal.shared import install_front
from tests.support.builder import Attempt, Builder

SETTINGS = "".join(f"setting_{number} = value_{number}\n" for number in range(12))
TUNED = SETTINGS.replace("value", "tuned")


@pytest.fixture
def sides(repo: Builder) -> Builder:
    """Main has tuned the settings; a branch has written a page beside it."""
    repo.commit({"config.txt": SETTINGS, "app.py": "x = 1\n"}, "Start")
    repo.branch("page")
    repo.commit({"page.py": "page = 1\n"}, "Add a page")
    repo.switch("main")
    repo.commit({"config.txt": TUNED}, "Tune for the new servers")
    install(repo, "pre-commit", "pre-merge-commit")
    repo.clock += 3_600
    return repo


def rules(done: Attempt) -> list[str]:
    return [line.split(": ", 1)[1].split(" ")[1] for line in done.err.splitlines() if ": warning AG" in line]


def test_a_merge_that_keeps_both_sides_is_made(sides: Builder) -> None:
    assert sides.attempt("merge", "--quiet", "-m", "Land the page", "page") == Attempt(0, "", "")


def test_a_merge_that_drops_a_side_is_refused(sides: Builder) -> None:
    sides.switch("page")
    sides.clock += 3_600
    done = sides.attempt("merge", "--strategy", "ours", "-m", "Take in main", "main")
    assert (done.code, rules(done)) == (1, ["AG206"])
    assert "agentguard refuses this merge: 1 finding; " in done.err


def test_a_branch_that_takes_back_what_has_landed_does_not_land(sides: Builder) -> None:
    sides.branch("login")
    sides.commit({"config.txt": SETTINGS, "login.py": "login = 1\n"}, "Add a login page")
    sides.switch("main")
    sides.clock += 3_600
    before = sides.head()
    done = sides.attempt("merge", "--no-ff", "-m", "Land the login page", "login")
    assert (done.code, rules(done)) == (1, ["AG206"])
    assert sides.head() == before


def test_taking_in_the_target_says_nothing_of_what_others_did_there(sides: Builder) -> None:
    sides.commit({"config.txt": SETTINGS}, "Wording")
    sides.switch("page")
    sides.clock += 3_600
    assert sides.attempt("merge", "--quiet", "-m", "Take in main", "main") == Attempt(0, "", "")


def test_a_conflict_that_was_solved_for_one_side_is_refused_when_it_is_committed(sides: Builder) -> None:
    sides.switch("page")
    sides.commit({"config.txt": SETTINGS.replace("setting_3 = value_3", "setting_3 = mine")}, "Set one of my own")
    sides.clock += 3_600
    assert sides.attempt("merge", "-m", "Take in main", "main").code == 1
    sides.git("checkout", "--quiet", "--ours", "config.txt")
    sides.git("add", "config.txt")
    done = sides.attempt("commit", "--no-edit")
    assert (done.code, rules(done)) == (1, ["AG206"])


def test_a_conflict_that_was_solved_for_both_is_committed(sides: Builder) -> None:
    sides.switch("page")
    sides.commit({"config.txt": SETTINGS.replace("setting_3 = value_3", "setting_3 = mine")}, "Set one of my own")
    sides.clock += 3_600
    assert sides.attempt("merge", "-m", "Take in main", "main").code == 1
    sides.write({"config.txt": TUNED.replace("setting_3 = tuned_3", "setting_3 = mine")})
    sides.git("add", "config.txt")
    assert sides.attempt("commit", "--quiet", "--no-edit") == Attempt(0, "", "")


def test_a_sweep_that_settles_a_conflict_is_refused_for_what_the_merge_does_not_bring(sides: Builder) -> None:
    install_front(sides)
    sides.switch("page")
    sides.commit({"config.txt": SETTINGS.replace("setting_3 = value_3", "setting_3 = mine")}, "Set one of my own")
    sides.extra.update(AGENT)
    assert sides.attempt("merge", "-m", "Take in main", "main").code == 1
    sides.write({"config.txt": TUNED.replace("setting_3 = tuned_3", "setting_3 = mine"), "notes.md": "of another\n"})
    sides.git("add", "-A")
    assert sides.attempt("commit", "--quiet", "--no-edit") == Attempt(
        1,
        "",
        "the change: error AG101 broad-staging: `git add -A` staged 1 of 2 files without naming it (notes.md)\n"
        "    also: notes.md  staged without being named\n"
        "    help: take it out: `git restore --staged -- notes.md`, then commit again\n"
        "agentguard refuses this commit: 1 finding; `agentguard explain AG101` says why\n",
    )
    sides.git("restore", "--staged", "--", "notes.md")
    assert sides.attempt("commit", "--quiet", "--no-edit") == Attempt(0, "", "")


def test_rebasing_picking_and_reverting_go_on_as_ever(sides: Builder) -> None:
    sides.switch("page")
    sides.git("rebase", "--quiet", "main")
    tuned = sides.git("rev-parse", "main")
    sides.git("revert", "--no-edit", tuned)
    sides.git("revert", "--no-commit", "HEAD")
    assert sides.attempt("commit", "--quiet", "--no-edit") == Attempt(0, "", "")
    assert sides.git("show", "HEAD:config.txt") == TUNED.removesuffix("\n")


def test_a_merge_of_many_is_left_alone_and_told_of(sides: Builder) -> None:
    for name in ("one", "two"):
        sides.branch(name, "HEAD")
        sides.commit({f"{name}.py": "x = 1\n"}, name)
        sides.switch("main")
    assert sides.attempt("merge", "--quiet", "-m", "all", "one", "two").code == 0
