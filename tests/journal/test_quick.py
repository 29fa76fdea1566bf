"""What a commit's own hook asks for: warnings and errors, no notes."""

import pytest

from agentguard.analyzer.engine.committing import CommitRequest, judge_commit
from agentguard.analyzer.gather.settings import load_settings
from agentguard.analyzer.git.quarantine import quarantine
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.journal import Session
from agentguard.coordinator.journal import read_journal
from tests.journal.shared import ONE, by, install_front
from tests.support.builder import Builder


def rules(repo: Builder, session: Session | None) -> list[str]:
    with Repository.open(repo.path) as repository, quarantine(repository) as held:
        request = CommitRequest(select=("AG101", "AG105"), journal=read_journal(repository.place), session=session)
        report = judge_commit(held, load_settings(held.repository), request).report
        return [finding.rule for finding in report.findings]


@pytest.fixture
def swept(repo: Builder) -> Builder:
    repo.commit({"a.py": "1\n", "b.py": "1\n"})
    install_front(repo)
    repo.write({"a.py": "2\n"})
    repo.git("add", "-A")
    return repo


def test_a_persons_sweep_is_not_looked_for(swept: Builder) -> None:
    assert rules(swept, None) == []
    assert rules(swept, ONE) == ["AG101"]


def test_a_person_beside_an_agent_is_warned(swept: Builder) -> None:
    swept.write({"b.py": "2\n"})
    by(swept, ONE).git("add", "b.py")
    assert "AG105" in rules(swept, None)


def test_a_persons_sweep_is_looked_for_where_everyones_are_refused(swept: Builder) -> None:
    swept.commit({"agentguard.toml": '[hooks]\napply-to = "everyone"\n'})
    swept.write({"b.py": "2\n"})
    swept.git("add", "-A")
    assert rules(swept, None) == ["AG101"]
