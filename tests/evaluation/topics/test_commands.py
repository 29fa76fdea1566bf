from pathlib import Path

import pytest

from evaluation.__main__ import main
from tests.analyzer.topic.projects import project, work
from tests.support.builder import Builder


@pytest.fixture
def repo(tmp_path: Path) -> Builder:
    builder = project(Builder.create(tmp_path / "repo.git"))
    left = {f"billing/report-{number}.json": f"{number}\n" for number in range(5)}
    builder.commit({**left, **work("auth", 9)}, "auth: renew the token at login")
    builder.commit(dict.fromkeys(left), "Remove reports that were committed by mistake")
    return builder


def headings(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [line for line in capsys.readouterr().out.splitlines() if line.startswith("## ")]


def test_each_kind_has_tables(repo: Builder, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cleanups", str(repo.path)]) == 0
    assert headings(capsys)[:1] == ["## Real sweeps, by paths"]


def test_alarms_count_the_whole_history(repo: Builder, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["alarms", str(repo.path)]) == 0
    row = capsys.readouterr().out.splitlines()[4]
    assert row.split(" | ")[1:3] == ["19", "1"]


def test_topics_runs_every_measurement_of_topics(repo: Builder, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["topics", "--count", "2", str(repo.path)]) == 0
    found = headings(capsys)
    assert "## Real sweeps, by content" in found
    assert found[-1] == "## Natural alarms"
