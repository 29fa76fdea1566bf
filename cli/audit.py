"""`agentguard audit`."""

from typing import TypedDict, Unpack

import click

from agentguard.analyzer.engine.audit import AuditRequest, audit
from agentguard.analyzer.engine.commit import audit_commit
from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.gather.settings import load_settings
from agentguard.analyzer.rules.selection import named_rules, select_rules
from agentguard.cli.console import Console, Format
from agentguard.cli.options import (
    Failing,
    RuleChoice,
    fail_options,
    open_repository,
    rule_options,
    shared_options,
)
from agentguard.cli.progress import progress
from agentguard.cli.rendering import render_findings
from agentguard.cli.summaries import help_text

_EXAMPLES = [
    ("", "everything that HEAD contains"),
    ("--since '3 months ago'", ""),
    ("v1.0..main", ""),
    ("--commit 3f9c2ab", "one commit: which files are off topic, and why"),
]
_RANGE = """
RANGE is what `git rev-list` takes: revisions, A..B, REV^!. Exits with 0 whatever is found, unless --fail-on says
otherwise.
"""


class Walk(TypedDict):
    """Which part of a history is judged, and how."""

    since: str | None
    limit: int | None
    jobs: int | None
    deep: bool


@click.command("audit", help=help_text("audit", _EXAMPLES, _RANGE))
@click.argument("words", metavar="[RANGE]...", nargs=-1)
@click.option("--since", metavar="DATE", help="Only commits since then: `2026-01-31`, `3 months ago`.")
@click.option("--limit", metavar="N", type=click.IntRange(min=1), help="Only the newest N commits.")
@click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(min=1),
    help="Processes to work with, as many as processors if not given.",
)
@click.option(
    "--deep", is_flag=True, help="Look at content whatever the log shows: sweeps, edits undone in part, merges."
)
@click.option("--commit", metavar="REV", help="Classify this one commit, whatever its size.")
@rule_options
@fail_options("never")
@shared_options(*Format)
def command(
    console: Console,
    *,
    words: tuple[str, ...],
    commit: str | None,
    rules: RuleChoice,
    failing: Failing,
    **walk: Unpack[Walk],
) -> int:
    """Runs `agentguard audit`."""
    if commit is not None and (words or any(walk.values())):
        message = "`--commit` takes no range, `--since`, `--limit`, `--jobs` or `--deep`"
        raise AgentguardError(message, f"one commit: `agentguard audit --commit {commit}`")
    with open_repository(console) as repository:
        settings = load_settings(repository)
        config = settings.config
        chosen = select_rules(rules.select, rules.ignore, config)
        if commit is not None:
            target = settings.target.commit if settings.target else None
            report = audit_commit(repository, commit=commit, target=target, config=config, rules=chosen)
            console.answer(render_findings(report, console))
            return failing.exit_code(report.findings)
        with progress("commits judged", quiet=console.quiet) as tell:
            request = AuditRequest(range=words, documents="AG208" in named_rules(rules.select), **walk)
            history = audit(repository, request, config=config, rules=chosen, progress=tell)
    console.answer(render_findings(history, console))
    return failing.exit_code([entry.finding for entry in history.findings])
