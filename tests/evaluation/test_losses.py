import pytest

from agentguard.analyzer.git.repository import Repository
from evaluation.__main__ import main
from evaluation.losses.cases import Kind, Loss, by_agentguard, by_any_lines, by_blob
from evaluation.losses.history import History
from evaluation.losses.repairs import taken_back
from evaluation.losses.replays import copies, restored
from tests.support.builder import Builder

NAMES = ("host", "port", "pool", "level", "mode", "queue")
LINES = "".join(f"setting_{name} = {number}\n" for number, name in enumerate(NAMES))
EDITED = LINES.replace("setting_port = 1", "setting_port = 8080").replace("setting_pool = 2", "setting_pool = 20")
OWN = EDITED.replace("setting_queue = 5", "setting_queue = 50")


def cases(repo: Builder) -> list[Loss]:
    with Repository.open(repo.path) as repository:
        history = History(repository)
        return [
            *copies(repository, history, "example", count=9, seed=1),
            *restored(history, "example", count=9, seed=1),
            *taken_back(history, "example"),
        ]


def told(found: list[Loss]) -> list[tuple[Kind, str, str]]:
    return [(case.kind, case.commit, case.undone) for case in found]


def test_an_edit_is_made_again_on_the_version_before_the_one_that_came_last(repo: Builder) -> None:
    repo.commit({"a.py": LINES}, "first")
    edit = repo.commit({"a.py": EDITED}, "another port and a larger pool")
    own = repo.commit({"a.py": OWN}, "longer queue")
    (case,) = cases(repo)
    assert told([case]) == [(Kind.COPY, own, edit)]
    assert case.file.after == LINES.replace("setting_queue = 5", "setting_queue = 50").encode()
    assert (by_agentguard(case), by_blob(case), by_any_lines(case)) == (True, False, True)


def test_a_commit_brings_a_file_back_that_it_leaves_alone(repo: Builder) -> None:
    repo.commit({"a.py": LINES}, "first")
    edit = repo.commit({"a.py": EDITED}, "another port and a larger pool")
    other = repo.commit({"b.py": "B = 1\n", "c.py": "C = 1\n"}, "two more modules")
    (case,) = cases(repo)
    assert told([case]) == [(Kind.RESTORED, other, edit)]
    assert (by_agentguard(case), by_blob(case)) == (True, True)


def test_a_repair_shows_the_loss_and_an_announcement_the_decision(repo: Builder) -> None:
    repo.commit({"a.py": LINES}, "first")
    edit = repo.commit({"a.py": EDITED}, "another port and a larger pool")
    lost = repo.commit({"a.py": LINES.replace("setting_queue = 5", "setting_queue = 50")}, "longer queue")
    repo.commit({"a.py": OWN}, "bring back the port and the pool, which got lost", hours=30)
    assert (Kind.REPAIRED, lost, edit) in told(cases(repo))
    decided = repo.commit({"a.py": OWN.replace("= 8080", "= 1").replace("= 20", "= 2")}, "Revert to the old port")
    assert {case.commit for case in cases(repo) if case.kind is Kind.REMOVAL} == {decided}


def test_the_command_prints_a_table(repo: Builder, capsys: pytest.CaptureFixture[str]) -> None:
    repo.commit({"a.py": LINES}, "first")
    repo.commit({"a.py": EDITED}, "another port and a larger pool")
    repo.commit({"a.py": OWN}, "longer queue")
    assert main(["losses", str(repo.path)]) == 0
    assert capsys.readouterr().out == (
        "| judge | made again on an old copy (n = 1) |\n"
        "| --- | --- |\n"
        "| agentguard | 100.0% |\n"
        "| agentguard, messages unread | 100.0% |\n"
        "| byte-identical to before the edit | 0.0% |\n"
        "| two neighbouring added lines gone | 100.0% |\n"
    )
