"""`agentguard uninstall`."""

import click

from agentguard.analyzer.model.setup import SetupReport
from agentguard.cli.console import Console, Format
from agentguard.cli.options import open_repository, shared_options
from agentguard.cli.rendering import render_setup
from agentguard.cli.summaries import help_text
from agentguard.coordinator.setup.apply import apply_plan
from agentguard.coordinator.setup.removal import plan_uninstall

_EXAMPLES = [("--dry-run", "what would it take out?"), ("", "take out what `agentguard init` put in")]
_WHAT = """
Files that nobody has edited since are byte for byte what they were before `agentguard init`; from the others our
entries are taken out. Hooks that were there before get their names back.
"""
_EXIT = "Exits with 0 where nothing of ours is left, with 1 where something has to be taken out by hand."


@click.command("uninstall", help=help_text("uninstall", _EXAMPLES, _WHAT, _EXIT))
@click.option("--dry-run", is_flag=True, help="Show what would be changed as a patch, and change nothing.")
@shared_options(Format.TEXT, Format.JSON)
def command(console: Console, *, dry_run: bool) -> int:
    """Runs `agentguard uninstall`."""
    with open_repository(console) as repository:
        plan = plan_uninstall(repository)
        if not dry_run:
            apply_plan(repository, plan)
    console.answer(render_setup(SetupReport(command="uninstall", plan=plan, applied=not dry_run), console))
    return int(bool(plan.skipped))
