"""Findings as lines: place, severity, rule, message, then what else there is to see and to do."""

from collections.abc import Iterable, Iterator

from agentguard.analyzer.model.changes import Skipped
from agentguard.analyzer.model.findings import Finding, Severity
from agentguard.analyzer.report.clean import clean
from agentguard.analyzer.report.text.style import Style
from agentguard.analyzer.report.values import by_severity, count, in_order, number

SHORT = 10


def finding_lines(findings: Iterable[Finding], style: Style) -> Iterator[str]:
    """Yields the findings worst first; notes and what is suppressed only when verbose."""
    for finding in by_severity(in_order(findings)):
        if style.verbose or (finding.severity is not Severity.NOTE and finding.suppressed is None):
            yield from _lines(finding, style)


def place(finding: Finding) -> str:
    """Names where a finding is: path and line, else its commit, else the change as a whole."""
    if finding.location is not None:
        line = f":{finding.location.line}" if finding.location.line else ""
        return path(finding.location.path) + line
    return f"commit {finding.commit[:SHORT]}" if finding.commit else "the change"


def path(name: str) -> str:
    """Names a path so that no log reader takes the line for a command of its own."""
    name = clean(name)
    return f"./{name}" if name.startswith("::") else name


def counts(findings: Iterable[Finding], style: Style) -> str:
    """Counts findings in words: `1 error, 2 warnings, 3 notes (-v shows them)`."""
    found = count(findings)
    hidden = "" if style.verbose else " (-v shows them)"
    parts = [
        number(found["error"], "error") if found["error"] else "",
        number(found["warning"], "warning") if found["warning"] else "",
        number(found["note"], "note") + hidden if found["note"] else "",
        f"{found['suppressed']:,} suppressed{hidden}" if found["suppressed"] else "",
    ]
    return ", ".join(part for part in parts if part) or "nothing found"


def skipped_lines(skipped: Iterable[Skipped], style: Style) -> Iterator[str]:
    """Yields what was not looked at; the reasons only when verbose."""
    entries = sorted(skipped, key=lambda entry: (entry.what, entry.reason))
    if entries and not style.verbose:
        yield style.dim(f"{number(len(entries), 'thing')} skipped (-v shows what and why)")
        return
    for entry in entries:
        yield f"skipped {clean(entry.what)}: {clean(entry.reason)}"


def _lines(finding: Finding, style: Style) -> Iterator[str]:
    waived = f" [suppressed: {clean(finding.suppressed)}]" if finding.suppressed is not None else ""
    head = f"{style.severity(finding.severity)} {finding.rule} {finding.name}"
    yield f"{place(finding)}: {head}: {clean(finding.message)}{waived}"
    for related in finding.related:
        line = f":{related.line}" if related.line else ""
        yield f"    also: {clean(related.path)}{line}: {clean(related.note)}"
    if finding.help:
        yield f"    help: {clean(finding.help)}"
