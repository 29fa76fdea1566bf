"""`agentguard schema`."""

import json

import click

from agentguard.analyzer.schemas import load_schema
from agentguard.cli.console import Console, Format
from agentguard.cli.options import shared_options
from agentguard.cli.summaries import help_text

_EXAMPLES = [("check", ""), ("audit-commit -o audit-commit.schema.json", "")]
_NAME = "NAME is the word between `agentguard.` and `/1` in the field `schema` of the document."


@click.command("schema", help=help_text("schema", _EXAMPLES, _NAME))
@click.argument("name")
@shared_options(Format.JSON)
def command(console: Console, *, name: str) -> int:
    """Runs `agentguard schema`."""
    console.answer(json.dumps(load_schema(name), indent=2) + "\n")
    return 0
