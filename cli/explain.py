"""`agentguard explain`."""

import click

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.rules import Rule
from agentguard.analyzer.report import json
from agentguard.analyzer.report.text import finish, page_lines
from agentguard.analyzer.rules.page import page
from agentguard.analyzer.rules.selection import select_rules
from agentguard.cli.console import Console, Format
from agentguard.cli.options import shared_options
from agentguard.cli.summaries import help_text

_EXAMPLES = [("AG102", ""), ("off-topic-files", "the same rule by its name")]


@click.command("explain", help=help_text("explain", _EXAMPLES))
@click.argument("rule")
@shared_options(Format.TEXT, Format.JSON, Format.MARKDOWN)
def command(console: Console, *, rule: str) -> int:
    """Runs `agentguard explain`."""
    found = _rule(rule)
    match console.format:
        case Format.JSON:
            console.answer(json.render_rule(found, page(found)))
        case Format.MARKDOWN:
            console.answer(page(found))
        case _:
            console.answer(finish(page_lines(page(found), console.style())))
    return 0


def _rule(word: str) -> Rule:
    rules = select_rules((word,), (), Config())
    if len(rules) > 1:
        codes = ", ".join(rule.code for rule in rules)
        raise AgentguardError(f"`{word}` is the beginning of {len(rules)} rules", f"name one of them: {codes}")
    return rules[0]
