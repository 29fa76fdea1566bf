import pytest

from agentguard.analyzer.git.repository import Repository
from agentguard.coordinator.journal import switch
from tests.cli.run import Done, Runner
from tests.journal.shared import ONE, OTHER, by, install_front
from tests.support.builder import Builder

ONLY = ("--select", "AG101,AG105", "--base", "HEAD")


@pytest.fixture
def swept(repo: Builder) -> Builder:
    """A session swept up two files, and another one had staged a third."""
    repo.commit({"a.py": "1\n", "b.py": "1\n", "c.py": "1\n"})
    install_front(repo)
    repo.write({"a.py": "2\n", "b.py": "2\n", "c.py": "2\n"})
    by(repo, OTHER).git("add", "c.py")
    by(repo, ONE).git("add", "-A")
    return repo


@pytest.mark.usefixtures("swept")
def test_what_a_sweep_and_another_session_staged_is_told_before_a_commit(
    cli: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUDE_CODE_SESSION_ID", ONE.id)
    assert cli("check", *ONLY) == Done(
        1,
        "the change: error AG101 broad-staging: `git add -A` staged 2 of 3 files without naming them (a.py, b.py)\n"
        "    also: a.py  staged without being named\n"
        "          b.py  same\n"
        "    help: take them out: `git restore --staged -- a.py b.py`, then commit again\n"
        "the change: error AG105 mixed-index: 1 staged file was staged by another session of Codex (c.py)\n"
        "    also: c.py  staged by somebody else\n"
        "    help: name those that belong to this commit: `git commit -- PATH...`\n"
        "\n2 errors in 3 files, 0.0 s\n",
        "",
    )


@pytest.mark.usefixtures("swept")
def test_a_person_is_told_on_request(cli: Runner) -> None:
    assert cli("check", *ONLY).out.splitlines()[-1] == "1 warning, 1 note (-v shows them) in 3 files, 0.0 s"


def test_a_branch_and_a_journal_that_is_off_have_no_staged_files_to_tell_of(
    cli: Runner, swept: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUDE_CODE_SESSION_ID", ONE.id)
    clean = "nothing found in {} files, 0.0 s\n"
    assert cli("check", "main", "--select", "AG101,AG105").out == clean.format(3)
    with Repository.open(swept.path) as repository:
        switch(repository.place, on=False)
    assert cli("check", *ONLY).out == clean.format(3)
