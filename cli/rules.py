"""`agentguard rules`."""

import click

from agentguard.analyzer.report import json, markdown
from agentguard.analyzer.report.text import finish, rule_lines
from agentguard.analyzer.rules import RULES
from agentguard.cli.console import Console, Format
from agentguard.cli.options import shared_options
from agentguard.cli.summaries import help_text

_EXAMPLES = [("", "one line a rule"), ("--json", "with reasons and remedies, for programs")]


@click.command("rules", help=help_text("rules", _EXAMPLES))
@shared_options(Format.TEXT, Format.JSON, Format.MARKDOWN)
def command(console: Console) -> int:
    """Runs `agentguard rules`."""
    match console.format:
        case Format.JSON:
            console.answer(json.render_rules(RULES))
        case Format.MARKDOWN:
            console.answer(markdown.render_rules(RULES))
        case _:
            console.answer(finish(rule_lines(RULES, console.style())))
    return 0
