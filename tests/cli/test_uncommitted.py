"""Two of the incidents that agentguard is for, as `agentguard check` in a linked worktree tells them."""

from pathlib import Path
from time import time_ns

import pytest

from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.journal import Deed, JournalEntry, Session
from agentguard.coordinator.journal import note
from tests.cli.run import Done, Runner
from tests.support.builder import Builder

SPEC = "# Auth\n\n## Tokens\n\nlast an hour\n"


@pytest.fixture
def task(repo: Builder, cli: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Builder:
    """A linked worktree in which an agent works."""
    del cli
    monkeypatch.setenv("CLAUDE_CODE_SESSION_ID", "s1")
    repo.commit({"config.py": "HOST = 1\nTOKEN = 2\n", "docs/auth.md": SPEC})
    return repo.worktree(tmp_path / "task", branch="task")


def check(task: Builder, cli: Runner, *arguments: str) -> Done:
    return cli("-C", str(task.path), "check", *arguments)


def test_an_edit_that_nobody_committed_stops_a_commit_that_would_undo_it(
    repo: Builder, task: Builder, cli: Runner
) -> None:
    repo.write({"config.py": "HOST = 1\nTOKEN = 3\n"})
    task.write({"config.py": "HOST = 9\nTOKEN = 2\n"})
    task.git("add", "config.py")
    there = f"git -C {repo.path}"
    where = f"in the worktree of `main` (`{repo.path}`), which this one never saw"
    commands = f'{there} add -- config.py && {there} commit -m "chore: pre-dispatch baseline" -- config.py'
    done = check(task, cli, "-q")
    assert done.code == 1
    assert done.out.splitlines() == [
        f"config.py: error AG106 dirty-baseline: has uncommitted edits {where}",
        f"    help: they have to be committed there first: `{commands}`; then commit here, and `git rebase main`",
    ]


def test_a_specification_that_the_journal_saw_read_before_it_changed_is_told(
    repo: Builder, task: Builder, cli: Runner
) -> None:
    blob = task.git("rev-parse", "HEAD:docs/auth.md")
    with Repository.open(task.path) as repository:
        session = Session(id="s1", host="Claude")
        entry = JournalEntry(deed=Deed.READ, session=session, time=time_ns(), path="docs/auth.md", blob=blob)
        note(repository.place, [entry])
    task.commit({"login.py": "def login():\n    return 1\n"})
    commit = repo.commit({"docs/auth.md": SPEC.replace("an hour", "a day")}, "tokens last longer")
    done = check(task, cli, "-q")
    what = "read `docs/auth.md` before main changed it (changed the section `Auth > Tokens`)"
    assert done.code == 0
    assert done.out.splitlines() == [
        f"docs/auth.md: warning AG204 stale-use: the session behind this change {what}",
        f'    also: docs/auth.md  changed since, by {commit[:10]} "tokens last longer"',
        "    help: read it again: `git show main:docs/auth.md`",
    ]
