"""`agentguard overlap`."""

import click

from agentguard.analyzer.engine.overlap import OverlapRequest, overlap
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

_EXAMPLES = [
    ("", "all linked worktrees, uncommitted edits included"),
    ("auth watchdog pipeline", "three branches"),
    ("auth fix.patch", "a branch and a patch"),
    ("auth search=HEAD~3..HEAD", "a range, with a name for the output"),
]
_NAMES = "NAME=SPEC gives a piece of work a name."
_EXIT = "Exits with 1 where an error is found (see --fail-on), with 2 where a SPEC could not be read."


@click.command("overlap", help=help_text("overlap", _EXAMPLES, f"{SPEC.strip()} {_NAMES}", _EXIT))
@click.argument("specs", metavar="[SPEC SPEC...]", nargs=-1)
@click.option("--base", metavar="REV", help="Compare with this revision instead of the target branch.")
@rule_options
@fail_options("error")
@shared_options(*Format)
def command(console: Console, *, specs: tuple[str, ...], base: str | None, rules: RuleChoice, failing: Failing) -> int:
    """Runs `agentguard overlap`."""
    request = OverlapRequest(specs=specs, base=base, select=rules.select, ignore=rules.ignore)
    with open_repository(console) as repository:
        report = overlap(repository, request, stdin=read_stdin)
    console.answer(render_findings(report, console))
    return failing.exit_code(report.findings)
