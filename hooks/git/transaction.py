"""The stage `reference-transaction`: judges a commit that went round the hooks before it."""

import os
import sys

from agentguard.analyzer.engine.committing import CommitRequest, judge_made
from agentguard.analyzer.gather.settings import load_settings
from agentguard.analyzer.git.ancestor import git_ancestor
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.sessions import session_of
from agentguard.coordinator.journal import read_journal
from agentguard.coordinator.passed import has_passed, note_passed
from agentguard.hooks.git.answer import GO_ON, Answer, answer
from agentguard.hooks.git.arguments import Arguments

_BRANCHES = "refs/heads/"
_MOST_BYTES = 1_000_000


def reference_transaction(arguments: Arguments) -> Answer:
    """Judges the commit to which git is about to move a branch; every error of ours lets it through.

    A veto here would stop git's own housekeeping, too, and so the front calls only below a `git commit`.
    """
    if arguments.rest[:1] != ("prepared",):
        return GO_ON
    try:
        commits = _commits()
        return _judged(commits[0], arguments) if len(commits) == 1 else GO_ON
    except Exception as error:  # noqa: BLE001 - see above
        from agentguard.coordinator.crash import report_crash  # noqa: PLC0415 - needed only now

        crash = report_crash(error, "agentguard-hook-git", ("reference-transaction", "prepared"))
        return Answer(0, f"agentguard let this commit through unseen: {crash.error.message}\n")


def _commits() -> list[str]:
    """Reads the commits to which branches move."""
    lines = sys.stdin.buffer.read(_MOST_BYTES).decode("utf-8", "surrogateescape").splitlines()
    moves = [line.split(" ", 2) for line in lines]
    return [move[1] for move in moves if len(move) == 3 and move[2].startswith(_BRANCHES) and move[1].strip("0")]


def _judged(commit: str, arguments: Arguments) -> Answer:
    with Repository.open() as repository:
        tree = repository.tree(commit)
        if has_passed(repository.place, tree):
            return GO_ON
        settings = load_settings(repository)
        request = CommitRequest(
            select=arguments.rules,
            journal=read_journal(repository.place) if settings.config.hooks.journal else None,
            session=session_of(os.environ),
            committing=git_ancestor(os.environ),
        )
        given = answer(judge_made(repository, settings, request, commit), settings, arguments)
        if given.code == 0:
            note_passed(repository.place, tree)
        return given
