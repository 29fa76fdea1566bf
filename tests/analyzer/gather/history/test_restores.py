import pytest

from agentguard.analyzer import undo
from agentguard.analyzer.gather.history.mainline import Mainline
from agentguard.analyzer.gather.history.restores import Restores
from agentguard.analyzer.gather.history.suspects import MAX_EDITS, REACH_DAYS, Suspect
from agentguard.analyzer.git import Repository
from tests.support.builder import Builder

OLD, EDITED, AGAIN = "one\ntwo\n", "one\nedited\n", "one\nedited again\n"


def restores(repo: Builder) -> dict[str, dict[str, list[str]]]:
    """Returns, for the subject of each commit that restores something, its paths with the subjects it undoes."""
    mainline, watch = Mainline(), Restores()
    with Repository.open(repo.path) as repository:
        found: list[Suspect] = []
        for number, commit in enumerate(repository.log("HEAD"), 1):
            found += watch.look(number, commit, mainline.landing_of(commit), asked=True)
        found += watch.rest()
    return {
        one.commit.subject: {file.path: [edit.commit.subject for edit in file.edits] for file in one.files}
        for one in found
    }


def test_the_window_is_that_of_the_look_at_content() -> None:
    assert (REACH_DAYS, MAX_EDITS) == (undo.WINDOW_DAYS, undo.MAX_EDITS)


def test_a_file_that_is_back_at_its_state_before_a_commit_is_told_with_it(repo: Builder) -> None:
    repo.commit({"a.txt": OLD, "b.txt": "b\n"}, "start")
    repo.commit({"a.txt": EDITED}, "edit")
    repo.commit({"a.txt": OLD, "b.txt": "c\n"}, "rewrite")

    assert restores(repo) == {"rewrite": {"a.txt": ["edit"]}}


def test_an_older_version_undoes_every_commit_since(repo: Builder) -> None:
    repo.commit({"a.txt": OLD}, "start")
    repo.commit({"a.txt": EDITED}, "edit")
    repo.commit({"b.txt": "b\n"}, "elsewhere")
    repo.commit({"a.txt": AGAIN}, "edit again")
    repo.commit({"a.txt": OLD}, "rewrite")

    assert restores(repo) == {"rewrite": {"a.txt": ["edit again", "edit"]}}


def test_each_of_two_restores_in_a_row_undoes_the_other(repo: Builder) -> None:
    repo.commit({"a.txt": OLD}, "start")
    repo.commit({"a.txt": EDITED}, "edit")
    repo.commit({"a.txt": OLD}, "rewrite")
    repo.commit({"a.txt": EDITED}, "repair")

    assert restores(repo) == {"rewrite": {"a.txt": ["edit"]}, "repair": {"a.txt": ["rewrite"]}}


def test_a_deletion_is_undone_by_the_same_content(repo: Builder) -> None:
    repo.commit({"a.txt": OLD, "b.txt": "b\n"}, "start")
    repo.commit({"a.txt": None}, "drop")
    repo.commit({"a.txt": OLD}, "rewrite")

    assert restores(repo) == {"rewrite": {"a.txt": ["drop"]}}


def test_an_addition_is_undone_only_beside_an_edit_of_the_same_commit(repo: Builder) -> None:
    repo.commit({"a.txt": OLD}, "start")
    repo.commit({"a.txt": EDITED, "new.txt": "new\n"}, "edit and add")
    repo.commit({"lone.txt": "lone\n"}, "add alone")
    repo.commit({"a.txt": OLD, "new.txt": None, "lone.txt": None}, "rewrite")

    assert restores(repo) == {"rewrite": {"a.txt": ["edit and add"], "new.txt": ["edit and add"]}}


def test_two_branches_that_reach_one_state_undo_nothing(repo: Builder) -> None:
    repo.commit({"a.txt": OLD}, "start")
    repo.branch("other")
    repo.commit({"a.txt": EDITED}, "edit there")
    repo.switch("main")
    repo.commit({"a.txt": AGAIN}, "edit here")
    repo.commit({"a.txt": EDITED}, "edit here as well")
    repo.merge("other")

    assert restores(repo) == {}


@pytest.mark.parametrize(("days", "found"), [(REACH_DAYS - 1, {"rewrite": {"a.txt": ["edit"]}}), (REACH_DAYS + 1, {})])
def test_what_landed_long_before_is_no_matter_of_parallel_work(
    repo: Builder, days: int, found: dict[str, dict[str, list[str]]]
) -> None:
    repo.commit({"a.txt": OLD}, "start")
    repo.commit({"a.txt": EDITED}, "edit")
    repo.commit({"a.txt": OLD}, "rewrite", hours=24 * days)

    assert restores(repo) == found


def test_a_long_history_is_forgotten_step_by_step(repo: Builder) -> None:
    turns = [(f"turn {turn}", {"a.txt": f"{turn % 3}\n", "b.txt": f"{turn}\n"}) for turn in range(1_500)]
    repo.fast_import(turns)
    watch, mainline, largest = Restores(), Mainline(), 0
    with Repository.open(repo.path) as repository:
        for number, commit in enumerate(repository.log("main"), 1):
            list(watch.look(number, commit, mainline.landing_of(commit), asked=True))
            largest = max(largest, len(watch._young) + len(watch._old))

    assert largest < 2 * REACH_DAYS * 24 + 20


def test_ids_of_any_length_are_read(tmp_path_factory: pytest.TempPathFactory) -> None:
    repo = Builder.create(tmp_path_factory.mktemp("sha256") / "repo", object_format="sha256")
    repo.commit({"a.txt": OLD}, "start")
    repo.commit({"a.txt": EDITED}, "edit")
    repo.commit({"a.txt": OLD}, "rewrite")

    assert restores(repo) == {"rewrite": {"a.txt": ["edit"]}}


def test_commits_land_with_the_merge_that_brought_them(repo: Builder) -> None:
    repo.commit({"a.txt": OLD}, "start")
    repo.branch("work")
    repo.commit({"b.txt": "b\n"}, "work")
    repo.branch("deeper")
    repo.commit({"c.txt": "c\n"}, "deeper")
    repo.switch("main")
    repo.merge("work", message="land work")
    repo.merge("deeper", message="land deeper")
    mainline = Mainline()
    with Repository.open(repo.path) as repository:
        log = list(repository.log("HEAD"))
    subjects = {commit.id: commit.subject for commit in log}
    landed = {commit.subject: subjects[mainline.landing_of(commit)] for commit in log}

    assert landed == {
        "land deeper": "land deeper",
        "land work": "land work",
        "deeper": "land deeper",
        "work": "land work",
        "start": "start",
    }


def test_the_mainline_goes_on_behind_a_commit_whose_clock_ran_ahead(repo: Builder) -> None:
    repo.commit({"a.txt": OLD}, "start")
    repo.commit({"a.txt": EDITED}, "first")
    repo.commit({"a.txt": AGAIN}, "ahead", hours=1_000)
    repo.branch("work")
    repo.commit({"c.txt": "c\n"}, "work")
    repo.switch("main")
    repo.commit({"b.txt": "b\n"}, "behind", hours=-900)
    repo.commit({"b.txt": "c\n"}, "later", hours=1_200)
    repo.merge("work", message="land work")
    mainline = Mainline()
    with Repository.open(repo.path) as repository:
        log = list(repository.log("HEAD"))
    subjects = {commit.id: commit.subject for commit in log}
    landed = {commit.subject: subjects[mainline.landing_of(commit)] for commit in log}

    assert [commit.subject for commit in log][3:5] == ["ahead", "behind"]
    assert (landed["behind"], landed["first"], landed["start"]) == ("behind", "first", "start")
