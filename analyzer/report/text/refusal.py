"""What a hook says: the findings as `check` shows them, bounded, and whether it refuses."""

from collections.abc import Iterator

from agentguard.analyzer.counts import number
from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.model.findings import CheckReport, Finding, Severity
from agentguard.analyzer.model.value import replace
from agentguard.analyzer.report.clean import clean
from agentguard.analyzer.report.text.findings import lines_of
from agentguard.analyzer.report.text.style import Style, finish
from agentguard.analyzer.report.values import by_severity, in_order

_MOST = 10
_ABOUT = {
    "pre-commit": "this commit",
    "pre-merge-commit": "this merge",
    "pre-push": "this push",
    "reference-transaction": "this commit",
}


def refusal(report: CheckReport, *, stage: str, refusing: int, about: str = "") -> str:
    """Returns what stderr gets; empty where nothing is worth a look.

    Args:
        report: the findings.
        stage: the hook.
        refusing: how many of the findings refuse.
        about: what was judged, where a hook judges several things.
    """
    shown = [one for one in report.findings if one.suppressed is None and one.severity is not Severity.NOTE]
    return finish(_lines(shown, stage, refusing, about)) if shown else ""


def _lines(shown: list[Finding], stage: str, refusing: int, about: str) -> Iterator[str]:
    style = Style()
    ordered = by_severity(in_order(shown))
    for finding in ordered[:_MOST]:
        yield from lines_of(_bounded(finding), style)
    if len(ordered) > _MOST:
        yield f"and {number(len(ordered) - _MOST, 'more finding')}"
    where = f" ({clean(about)})" if about else ""
    what = _ABOUT.get(stage, "this") + where
    if refusing:
        why = f"`agentguard explain {ordered[0].rule}` says why"
        yield f"agentguard refuses {what}: {number(refusing, 'finding')}; {why}"
    else:
        yield f"agentguard lets {what} through with {number(len(ordered), 'finding')}"


def _bounded(finding: Finding) -> Finding:
    """Leaves out all but some of the other places that a finding names; its message has their number."""
    return finding if len(finding.related) <= _MOST else replace(finding, related=finding.related[:_MOST])


def error_lines(error: AgentguardError) -> str:
    """Returns what is wrong and what mends it."""
    lines = [f"error: {clean(error.message, 2_000)}"]
    if error.hint:
        lines.append(f"hint: {clean(error.hint, 2_000)}")
    return finish(lines)
