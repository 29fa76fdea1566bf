from pathlib import Path

import pytest

from agentguard.analyzer.topic.pieces import Piece
from agentguard.analyzer.topic.reasons import Reasons
from tests.analyzer.topic.projects import opened
from tests.support.builder import Builder


@pytest.fixture
def repo(tmp_path: Path) -> Builder:
    builder = Builder.create(tmp_path / "repo")
    builder.commit({"README.md": "0\n"}, "start")
    for turn in range(4):
        builder.commit({"src/scorer.py": f"{turn}\n", "tests/eval/run.py": f"{turn}\n"}, f"scorer: {turn}")
        builder.commit({"src/scorer.py": f"{turn}.\n", "lib/io.py": f"{turn}\n"}, f"scorer and io: {turn}")
        builder.commit({"src/alone.py": f"{turn}\n"}, f"alone: {turn}")
    builder.commit({"last.txt": "x\n"}, "last")
    return builder


def reason(repo: Builder, path: str, *on_topic: str, status: str = "M", read: bool = True) -> str:
    piece = Piece(path, path, status, "1" * 40, "2" * 40, 0o100644)
    with opened(repo) as (_, _, past):
        return Reasons(on_topic=frozenset(on_topic), past=past, read=read).reason(piece)


def test_a_habit_of_other_company_is_told(repo: Builder) -> None:
    told = "last changed with tests/eval/ 4 of 8 times, never with the topic's files"
    assert reason(repo, "src/scorer.py", "README.md") == told


def test_a_file_that_changes_alone_is_told_so(repo: Builder) -> None:
    assert reason(repo, "src/alone.py", "lib/io.py") == "none of its last 4 changes came with a file of the topic"


def test_company_that_is_usual_is_no_reason(repo: Builder) -> None:
    assert reason(repo, "tests/eval/run.py", "src/scorer.py") == "nothing in the commit refers to it"


def test_a_new_file_in_another_folder_is_told_so(repo: Builder) -> None:
    told = "nothing in the commit refers to it; it is new, in a folder that the topic does not touch"
    assert reason(repo, "ideas/a.md", "src/scorer.py", status="A") == told


def test_where_content_was_not_read_only_paths_speak(repo: Builder) -> None:
    told = "neither its path nor its history fits the message"
    assert reason(repo, "src/new.py", "src/scorer.py", status="A", read=False) == told
