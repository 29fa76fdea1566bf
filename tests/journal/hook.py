"""Run by git in place of the real pre-commit hook: judges what is staged by the two rules, and tells it to a file."""

import os
import sys
from pathlib import Path

from agentguard.analyzer.engine.check import CheckRequest, check
from agentguard.analyzer.git.ancestor import git_ancestor
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.findings import Severity
from agentguard.analyzer.sessions import session_of
from agentguard.coordinator.journal import is_off, read_journal

with Repository.open() as repository:
    request = CheckRequest(
        base="HEAD" if repository.find_commit("HEAD") else None,
        select=("AG101", "AG105"),
        journal=None if is_off(repository.place) else read_journal(repository.place),
        session=session_of(os.environ),
        committing=git_ancestor(os.environ),
    )
    report = check(repository, request, stdin=bytes)
told = [f"not looked at: {one.what}: {one.reason}" for one in report.skipped]
told += [f"{one.severity} {one.rule}: {one.message} | {one.help}" for one in report.findings]
Path(sys.argv[1]).write_text("\n".join(told), "utf-8", "surrogateescape")
raise SystemExit(any(one.severity is Severity.ERROR for one in report.findings))
