"""`agentguard check`."""

import os
from typing import Any

import click

from agentguard.analyzer.engine.check import CheckRequest, check
from agentguard.analyzer.model.value import replace
from agentguard.analyzer.sessions import session_of
from agentguard.cli.console import Console, Format
from agentguard.cli.options import (
    Failing,
    RuleChoice,
    fail_options,
    open_repository,
    read_stdin,
    rule_options,
    shared_options,
)
from agentguard.cli.rendering import render_findings
from agentguard.cli.summaries import SPEC, help_text
from agentguard.coordinator.journal import is_off, read_journal

_EXAMPLES = [
    ("", "the current branch with what is staged"),
    ("--base HEAD", "only what is staged, before a commit"),
    ("--base origin/main", "in CI, on a pull request"),
    ("my-branch --scope 'src/auth/**'", "was anything else touched?"),
    ("--siblings 'origin/*'", "does it meet other branches?"),
]
_EXIT = "Exits with 1 where an error is found (see --fail-on), with 2 where the check could not be made."


@click.command("check", help=help_text("check", _EXAMPLES, SPEC, _EXIT))
@click.argument("spec", required=False)
@click.option("--base", metavar="REV", help="Compare with this revision instead of the target branch.")
@click.option(
    "--scope", metavar="GLOB", multiple=True, help="The change was meant to touch only these paths; repeatable."
)
@click.option(
    "--sibling", metavar="SPEC", multiple=True, help="Hold it against other work that is under way; repeatable."
)
@click.option(
    "--siblings",
    metavar="GLOB",
    multiple=True,
    help="Hold it against all branches that match, such as 'feature/*', 'origin/*' or 'pull/*/head'; repeatable.",
)
@rule_options
@fail_options("error")
@shared_options(*Format)
def command(console: Console, *, rules: RuleChoice, failing: Failing, **asked: Any) -> int:
    """Runs `agentguard check`; what is asked besides has the names of the request's own attributes."""
    request = CheckRequest(select=rules.select, ignore=rules.ignore, session=session_of(os.environ), **asked)
    with open_repository(console) as repository:
        if request.spec is None and not is_off(repository.place):
            request = replace(request, journal=read_journal(repository.place))
        report = check(repository, request, stdin=read_stdin)
    console.answer(render_findings(report, console))
    return failing.exit_code(report.findings)
