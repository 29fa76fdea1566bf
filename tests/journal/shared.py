"""A repository in which the real hook writes the journal, and several sessions work."""

import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

from agentguard.analyzer.engine.check import CheckRequest, check
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.findings import Finding
from agentguard.analyzer.model.journal import Deed, Journal, JournalEntry, Session
from agentguard.coordinator.journal import note, read_journal
from tests.support.builder import Builder

CHECKOUT = Path(__file__).resolve().parent.parent.parent
FRONT = CHECKOUT / "hooks" / "native" / "post-index-change"
ONE, OTHER = Session(id="one", host="Claude"), Session(id="other", host="Codex")
_VARIABLES = {"Claude": "CLAUDE_CODE_SESSION_ID", "Codex": "CODEX_THREAD_ID"}


def install_front(repo: Builder, shell: str = "sh") -> None:
    """Puts the hook where git looks for it, to be run by one shell."""
    hook(repo, "post-index-change", f'exec {shell} {shlex.quote(str(FRONT))} "$@"')


def hook(repo: Builder, name: str, script: str) -> None:
    path = Path(repo.git("rev-parse", "--path-format=absolute", "--git-path", f"hooks/{name}"))
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def told_file(repo: Builder) -> Path:
    return repo.path.parent / "told"


def judge_commits(repo: Builder) -> None:
    """Has every commit judged by both rules."""
    script = Path(__file__).with_name("hook.py")
    words = shlex.join([sys.executable, str(script), str(told_file(repo))])
    hook(repo, "pre-commit", f"PYTHONPATH={shlex.quote(str(CHECKOUT / '.dev'))} exec {words}")


def by(repo: Builder, session: Session | None) -> Builder:
    """Returns the same repository as a session sees it."""
    extra = {} if session is None else {_VARIABLES[session.host or ""]: session.id}
    return Builder(repo.path, clock=repo.clock, extra=extra)


@dataclass(frozen=True)
class Commit:
    """What became of a commit, and what it was told."""

    made: bool
    told: str


def commit(repo: Builder, *words: str, folder: str = ".") -> Commit:
    """Makes a commit in the way of a session, with the hooks."""
    before = repo.git("rev-parse", "--verify", "--quiet", "HEAD", check=False)
    told_file(repo).unlink(missing_ok=True)
    repo.git("-C", folder, "commit", *words, check=False)
    told = told_file(repo)
    made = repo.git("rev-parse", "--verify", "--quiet", "HEAD", check=False) != before
    return Commit(made=made, told=told.read_text("utf-8", "surrogateescape") if told.exists() else "not judged")


def journal(repo: Builder) -> Journal:
    with Repository.open(repo.path) as repository:
        return read_journal(repository.place)


def edited(repo: Builder, session: Session, *paths: str) -> None:
    entries = [JournalEntry(deed=Deed.EDITED, session=session, time=2**62, path=path) for path in paths]
    with Repository.open(repo.path) as repository:
        note(repository.place, entries)


def ended(repo: Builder, session: Session) -> None:
    with Repository.open(repo.path) as repository:
        note(repository.place, [JournalEntry(deed=Deed.ENDED, session=session, time=2**62, path="")])


def found(repo: Builder, session: Session | None = ONE) -> list[Finding]:
    """Judges what is staged while no commit is in progress."""
    with Repository.open(repo.path) as repository:
        asked = CheckRequest(select=("AG101", "AG105"), journal=read_journal(repository.place), session=session)
        return list(check(repository, asked, stdin=bytes).findings)


def told(repo: Builder, session: Session | None = ONE) -> list[str]:
    return [f"{one.severity} {one.rule}: {one.message} | {one.help}" for one in found(repo, session)]
