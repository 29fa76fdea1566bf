from pathlib import Path

import pytest

from agentguard.analyzer.engine.check import CheckRequest, check
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.findings import Finding, Location, Severity, Sibling
from agentguard.analyzer.model.journal import Deed, Journal, JournalEntry, Session
from tests.support.builder import Builder

ME = Session(id="s1", host="Claude")
SPEC = "# Auth\n\nintro\n\n## Tokens\n\nlast an hour\n"
FILES = {"docs/auth.md": SPEC, "auth.toml": "[tokens]\nttl = 1\n", "lib.py": "x = 1\n", "README.md": "# One\n\ntext\n"}


def read(repo: Builder, path: str, session: Session = ME, *, at: str = "HEAD") -> JournalEntry:
    blob = repo.git("rev-parse", f"{at}:{path}")
    return JournalEntry(deed=Deed.READ, session=session, time=1, path=path, blob=blob)


def found(
    repo: Builder, *entries: JournalEntry, session: Session | None = ME, spec: str | None = None
) -> list[Finding]:
    journal = Journal(entries=entries)
    request = CheckRequest(spec=spec, select=("AG203", "AG204"), journal=journal, session=session)
    with Repository.open(repo.path) as repository:
        return list(check(repository, request, stdin=bytes).findings)


def told(repo: Builder, *entries: JournalEntry, session: Session | None = ME) -> list[tuple[str, Severity, str]]:
    return [(one.rule, one.severity, one.message) for one in found(repo, *entries, session=session)]


@pytest.fixture
def task(repo: Builder, tmp_path: Path) -> Builder:
    repo.commit(FILES)
    linked = repo.worktree(tmp_path / "task", branch="task")
    linked.commit({"app.py": "y = 1\n"})
    return linked


def test_a_specification_that_was_read_before_it_changed_is_told(repo: Builder, task: Builder) -> None:
    entry = read(task, "docs/auth.md")
    commit = repo.commit({"docs/auth.md": SPEC.replace("an hour", "a day")}, "tokens last longer")
    (finding,) = found(task, entry)
    what = "(changed the section `Auth > Tokens`)"
    assert (finding.rule, finding.severity) == ("AG204", Severity.WARNING)
    assert finding.message == f"the session behind this change read `docs/auth.md` before main changed it {what}"
    assert finding.help == "read it again: `git show main:docs/auth.md`"
    assert finding.location == Location(path="docs/auth.md")
    assert finding.sibling == Sibling(name="main", commit=commit)
    assert [one.note for one in finding.related] == [f'changed since, by {commit[:10]} "tokens last longer"']


@pytest.mark.parametrize(
    ("path", "content", "severity"),
    [
        ("auth.toml", "[tokens]\nttl = 2\n", Severity.WARNING),
        ("auth.toml", "[tokens]\nttl = 1\nmax = 2\n", Severity.NOTE),
        ("lib.py", "x = 2\n", Severity.NOTE),
        ("README.md", "# One\n\nother\n", Severity.NOTE),
    ],
    ids=["a setting", "a new setting", "code", "what all read"],
)
def test_what_sessions_rely_on_is_a_warning(
    repo: Builder, task: Builder, path: str, content: str, severity: Severity
) -> None:
    entry = read(task, path)
    repo.commit({path: content})
    assert [(rule, level) for rule, level, _ in told(task, entry)] == [("AG204", severity)]


def test_what_was_read_again_or_never_is_not_told(repo: Builder, task: Builder) -> None:
    entry = read(task, "docs/auth.md")
    repo.commit({"docs/auth.md": SPEC.replace("an hour", "a day"), "auth.toml": "[tokens]\nttl = 2\n"})
    assert told(task, entry, read(repo, "docs/auth.md")) == []


def test_only_comments_and_layout_are_no_news(repo: Builder, task: Builder) -> None:
    entry = read(task, "auth.toml")
    repo.commit({"auth.toml": "# why\n[tokens]\nttl  =  1\n"})
    assert told(task, entry) == []


def test_reads_of_another_session_do_not_count_unless_nobody_knows_whose_change_it_is(
    repo: Builder, task: Builder
) -> None:
    entry = read(task, "docs/auth.md", Session(id="s2"))
    repo.commit({"docs/auth.md": SPEC.replace("an hour", "a day")})
    assert told(task, entry) == []
    assert len(told(task, entry, session=None)) == 1


def test_reads_of_a_subagent_are_its_session_s(repo: Builder, task: Builder) -> None:
    entry = read(task, "docs/auth.md", Session(id="s1", subagent="a"))
    repo.commit({"docs/auth.md": SPEC.replace("an hour", "a day")})
    assert len(told(task, entry)) == 1


def test_what_the_change_has_is_not_told(repo: Builder, task: Builder) -> None:
    entry = read(task, "docs/auth.md")
    repo.commit({"docs/auth.md": SPEC.replace("an hour", "a day")})
    task.git("merge", "--quiet", "--no-edit", "main")
    repo.commit({"other.py": "x = 1\n"})
    assert told(task, entry) == []


def test_a_file_that_the_change_writes_is_told_as_such(repo: Builder, task: Builder) -> None:
    entry = read(task, "docs/auth.md")
    task.commit({"docs/auth.md": SPEC.replace("intro", "introduction")})
    repo.commit({"docs/auth.md": SPEC.replace("an hour", "a day")})
    assert [rule for rule, _, _ in told(task, entry)] == ["AG203"]


def test_a_file_that_is_gone_from_the_target_is_told(repo: Builder, task: Builder) -> None:
    entry = read(task, "docs/auth.md")
    repo.commit({"docs/auth.md": None})
    message = "the session behind this change read `docs/auth.md` before main changed it"
    assert told(task, entry) == [("AG204", Severity.WARNING, message)]


def test_the_journal_of_this_worktree_says_nothing_of_another_branch(repo: Builder, task: Builder) -> None:
    entry = read(task, "docs/auth.md")
    repo.commit({"docs/auth.md": SPEC.replace("an hour", "a day")})
    task.git("switch", "--quiet", "--detach", "main~1")
    assert found(task, entry, spec="task") == []
