"""`agentguard footprint`."""

import click

from agentguard.analyzer.engine.footprint import footprint
from agentguard.cli.console import Console, Format
from agentguard.cli.options import open_repository, read_stdin, shared_options
from agentguard.cli.rendering import render_footprint
from agentguard.cli.summaries import SPEC, help_text

_EXAMPLES = [
    ("", "the current worktree, uncommitted edits included"),
    ("HEAD", "the last commit"),
    ("my-branch", "a branch since it left the target"),
    ("- --base HEAD < fix.patch", "a patch"),
]


@click.command("footprint", help=help_text("footprint", _EXAMPLES, SPEC))
@click.argument("spec", required=False)
@click.option("--base", metavar="REV", help="Compare with this revision instead of the target branch.")
@click.option("--staged", is_flag=True, help="Only what is staged, on top of HEAD.")
@shared_options(Format.TEXT, Format.JSON)
def command(console: Console, *, spec: str | None, base: str | None, staged: bool) -> int:
    """Runs `agentguard footprint`."""
    with open_repository(console) as repository:
        report = footprint(repository, spec=spec, base=base, staged=staged, stdin=read_stdin)
    console.answer(render_footprint(report, console))
    return 0
