"""The list of rules as text."""

from collections.abc import Iterable, Iterator

from agentguard.analyzer.model.rules import Rule
from agentguard.analyzer.report.text.style import Style, table


def rule_lines(rules: Iterable[Rule], style: Style) -> Iterator[str]:
    """Yields one line a rule."""
    rows = [(rule.code, rule.name, style.severity(rule.severity), rule.summary) for rule in rules]
    yield from table(rows, style, shrink=3)
    if style.quiet:
        return
    yield ""
    yield style.dim("agentguard explain CODE tells why a rule exists and what to do")
