"""`agentguard init`."""

import click

from agentguard.analyzer.gather.settings import load_settings
from agentguard.analyzer.model.setup import SetupReport
from agentguard.cli.console import Console, Format
from agentguard.cli.options import open_repository, shared_options
from agentguard.cli.rendering import render_setup
from agentguard.cli.summaries import help_text
from agentguard.coordinator.setup.agents import SETTINGS
from agentguard.coordinator.setup.apply import apply_plan
from agentguard.coordinator.setup.plan import InitRequest, plan_init

_EXAMPLES = [
    ("--dry-run", "what would it change?"),
    ("", "install for the agents that are in use here"),
    ("--agent claude", "install for one that has left no trace yet"),
    ("--local", "write nothing that is committed"),
]
_WHAT = """
Adds agentguard to the settings of the agents, to pre-commit, prek or lefthook where they are used, and to git's own
hooks. What is there stays: files of others get our entry and nothing else, hooks of others go on being called. A second
run changes nothing; `agentguard uninstall` takes out exactly what was put in; `agentguard doctor` proves that it works.
"""
_EXIT = "Exits with 0 where all is installed, with 2 where it cannot be; then nothing was changed."


@click.command("init", help=help_text("init", _EXAMPLES, _WHAT, _EXIT))
@click.option("--dry-run", is_flag=True, help="Show what would be changed as a patch, and change nothing.")
@click.option(
    "--agent",
    "agents",
    type=click.Choice(list(SETTINGS)),
    multiple=True,
    help="Install for this agent, instead of those whose files are here; repeatable.",
)
@click.option("--local", is_flag=True, help="Write nothing that is committed: it guards this clone alone.")
@click.option("--net", is_flag=True, help="Refuse commits with `--no-verify` as well.")
@shared_options(Format.TEXT, Format.JSON)
def command(console: Console, *, dry_run: bool, agents: tuple[str, ...], local: bool, net: bool) -> int:
    """Runs `agentguard init`."""
    with open_repository(console) as repository:
        trailers = load_settings(repository).config.hooks.trailers
        request = InitRequest(agents=agents, local=local, net=net, trailers=trailers)
        plan = plan_init(repository, request)
        if not dry_run:
            apply_plan(repository, plan)
    console.answer(render_setup(SetupReport(command="init", plan=plan, applied=not dry_run), console))
    return 0
