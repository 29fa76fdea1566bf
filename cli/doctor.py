"""`agentguard doctor`."""

import os

import click

from agentguard.cli.console import Console, Format
from agentguard.cli.options import Failing, fail_options, open_repository, shared_options
from agentguard.cli.rendering import render_doctor
from agentguard.cli.summaries import help_text
from agentguard.coordinator.setup.doctor import examine

_EXAMPLES = [("", "does the protection work here?"), ("--fix", "and mend what `agentguard init` would do otherwise")]
_WHAT = """
Each door is tried in a repository that is made for it and thrown away, with the hooks and the settings of this one: an
agent that asks for `git add -A`, a sweep that is staged, a commit of it, in a linked worktree too. Nothing is tried
in this repository.
"""
_EXIT = "Exits with 1 where a door is open or something is wrong (see --fail-on), with 2 where it cannot be examined."


@click.command("doctor", help=help_text("doctor", _EXAMPLES, _WHAT, _EXIT))
@click.option("--fix", is_flag=True, help="Mend before what can be mended, as `agentguard init` would do it.")
@fail_options("error")
@shared_options(Format.TEXT, Format.JSON)
def command(console: Console, *, fix: bool, failing: Failing) -> int:
    """Runs `agentguard doctor`."""
    with open_repository(console) as repository:
        report = examine(repository, os.environ, fix=fix)
    console.answer(render_doctor(report, console))
    return failing.code_of(ailment.severity for ailment in report.ailments)
