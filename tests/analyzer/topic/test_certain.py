from dataclasses import replace
from pathlib import Path

import pytest

from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.history import with_past
from agentguard.analyzer.topic.certain import certainly_off
from agentguard.analyzer.topic.pieces import Piece, pieces_of_record
from tests.analyzer.topic.projects import opened, project, work
from tests.support.builder import Builder


def added(path: str) -> Piece:
    return Piece(path, path, "A", "", "1" * 40, 0o100644)


@pytest.mark.parametrize(
    "path",
    [
        "src/__pycache__/a.cpython-311.pyc",
        "reports/metrics_eb41dfde-682e-4b54-a5ad-e56d063d3199.json",
        "out/token-usage-1755116456878.csv",
        ".claude/checkpoints/1755355277.json",
    ],
)
def test_what_programs_leave_behind_is_off_topic(path: str) -> None:
    assert set(certainly_off([added(path)], "auth: renew the token", None)) == {path}


@pytest.mark.parametrize(
    "path",
    [
        "src/token.py",
        "news/8EC51B95-AFCC-4955-A416-5435650C8D15.trivial",
        "db/migrations/1699999999_add_token.sql",
        "tests/fixtures/1755116456878.json",
        ".github/workflows/logs/ci.yml",
        "data/20231115.csv",
    ],
)
def test_what_people_write_is_not(path: str) -> None:
    assert certainly_off([added(path)], "auth: renew the token", None) == {}


def edited(path: str) -> Piece:
    return replace(added(path), status="M", old_id="1" * 40)


@pytest.mark.parametrize(
    ("path", "found"), [(".claude-flow/metrics/agents.json", True), ("dist/app.whl", False), (".idea/app.iml", False)]
)
def test_state_that_a_program_writes_at_every_run_is_off_topic_when_edited_too(path: str, found: bool) -> None:
    other = replace(added("auth/token.py"), status="M", old_id="2" * 40)
    assert (set(certainly_off([edited(path), other], "auth: renew the token", None)) == {path}) is found


def test_state_that_was_tracked_before_is_the_topic_where_there_is_nothing_else() -> None:
    pieces = [edited(".claude-flow/metrics/agents.json"), added(".claude-flow/metrics/tasks.json")]
    assert set(certainly_off(pieces, "Checkpoint", None)) == {".claude-flow/metrics/tasks.json"}


def test_who_removes_what_programs_leave_behind_is_on_topic() -> None:
    gone = replace(added("htmlcov/index.html"), status="D", old_id="1" * 40, new_id="")
    assert certainly_off([gone], "Accidentally checked in a coverage report", None) == {}


def test_a_file_that_the_message_spells_out_is_meant() -> None:
    assert certainly_off([added("out/1755116456878.csv")], "Keep out/1755116456878.csv as a sample", None) == {}


@pytest.mark.parametrize(("message", "found"), [("auth: renew", 4), ("Roll back the report", 0)])
def test_an_older_state_is_off_topic_unless_the_message_says_so(tmp_path: Path, message: str, found: int) -> None:
    repo = project(Builder.create(tmp_path / "repo"))
    repo.commit(work("report", 2), message)
    with opened(repo) as (_, commit, past):
        assert len(certainly_off(pieces_of_record(commit), commit.message, past)) == found


def test_a_copy_of_a_commit_on_another_branch_undoes_nothing(repo: Builder) -> None:
    repo.commit({"a.py": "x = 0\n", "b.py": "y = 0\n"}, "root")
    repo.branch("one")
    repo.commit({"a.py": "x = 1\n"}, "x is one")
    repo.commit({"a.py": "x = 2\n"}, "x is two")
    repo.git("switch", "--quiet", "--create", "other", "main")
    repo.clock += 2 * 3_600
    copy = repo.commit({"a.py": "x = 1\n", "b.py": "y = 1\n"}, "x and y are one")
    repo.git("merge", "--quiet", "--no-ff", "--strategy=ours", "-m", "merge", "one")
    with Repository.open(repo.path) as repository:
        log = with_past(repository.log("HEAD"), wanted=lambda commit: commit.id == copy)
        ((commit, past),) = ((commit, past) for commit, past in log if past is not None)
        assert [entry.subject for entry in past.touching("a.py")] == ["x is two", "x is one", "root"]
        assert certainly_off(pieces_of_record(commit), commit.message, past) == {}
