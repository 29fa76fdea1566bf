"""Writes the page of a rule from its own metadata: the text of `agentguard explain` and of docs/rules."""

from collections.abc import Iterator

from agentguard.analyzer.model.findings import Severity
from agentguard.analyzer.model.rules import Example, Rule
from agentguard.analyzer.rules import RULES


def page(rule: Rule) -> str:
    """Writes a rule's page as Markdown."""
    return "\n".join(_lines(rule)) + "\n"


def index() -> str:
    """Writes the page that lists all rules."""
    rows = [
        f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.severity} | {rule.summary} | {rule.anomaly or ''} |"
        for rule in RULES
    ]
    head = ("# Rules", "", "| code | name | severity | finds | stands against |", "|---|---|---|---|---|")
    return "\n".join([*head, *rows]) + "\n"


def _lines(rule: Rule) -> Iterator[str]:
    yield f"# {rule.code} {rule.name}"
    yield ""
    yield f"Finds: {rule.summary}."
    yield ""
    yield f"Severity: {rule.severity}" + (f". Anomaly: {rule.anomaly}." if rule.anomaly else ".")
    yield from ("", "## Why", "", rule.why)
    yield from ("", "## What to do", "", rule.remedy)
    yield from ("", "## Examples")
    for example in rule.examples:
        yield from ("", example.story, "", *_messages(rule, example))
    yield from ("", "## To waive it", "", _waiving(rule))


def _messages(rule: Rule, example: Example) -> Iterator[str]:
    if not example.messages:
        yield "No finding."
    for message in example.messages:
        yield f"> {rule.code} {rule.name}: {message}"


def _waiving(rule: Rule) -> str:
    settings = (
        f'In the settings on the target branch: `[[suppress]]` with `rule = "{rule.name}"`, `paths` and a `reason`.'
    )
    if not rule.code.startswith("AG1"):
        return settings
    is_error = rule.severity is Severity.ERROR
    when = "Where the settings make it a warning or a note" if is_error else "Unless the settings make it an error"
    trailer = f"`Agentguard-Allow: {rule.code} REASON`"
    return f"{settings} {when}, a trailer of the commit message waives it as well: {trailer}."
