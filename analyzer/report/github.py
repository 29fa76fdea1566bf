"""Renders findings as GitHub annotations: workflow commands in the log of a job."""

from collections.abc import Iterator

from agentguard.analyzer.model.findings import AuditReport, CheckReport, CommitReport, Finding, Severity
from agentguard.analyzer.report.clean import clean
from agentguard.analyzer.report.text.findings import counts, place
from agentguard.analyzer.report.text.style import Style
from agentguard.analyzer.report.values import by_severity, findings_of, number

# GitHub shows no more than ten annotations of a kind from one step and drops the others without a word.
LIMIT = 10
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(report: CheckReport | AuditReport | CommitReport) -> str:
    """Renders annotations worst first; what GitHub would drop follows as plain lines of the log."""
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: CheckReport | AuditReport | CommitReport) -> Iterator[str]:
    findings = findings_of(report)
    active = by_severity(finding for finding in findings if finding.suppressed is None)
    dropped: list[Finding] = []
    for severity in Severity:
        same = [finding for finding in active if finding.severity is severity]
        yield from map(_annotation, same[:LIMIT])
        dropped += same[LIMIT:]
    for finding in dropped:
        yield f"agentguard: {place(finding)}: {finding.severity} {finding.rule} {clean(finding.message)}"
    more = (
        f"; {number(len(dropped), 'finding')} only in this log, GitHub annotates {LIMIT} of a kind" if dropped else ""
    )
    yield f"agentguard: {counts(findings, Style(verbose=True))}{more}"


def _annotation(finding: Finding) -> str:
    properties = {"title": f"{finding.rule} {finding.name}"}
    message = clean(finding.message)
    if finding.location is not None:
        where = finding.location
        properties["file"] = clean(where.path)
        properties.update({"line": str(where.line)} if where.line else {})
        properties.update({"endLine": str(where.end_line)} if where.line and where.end_line else {})
    elif finding.commit:
        message = f"{place(finding)}: {message}"
    for related in finding.related:
        line = f":{related.line}" if related.line else ""
        message += f"\nalso: {clean(related.path)}{line}: {clean(related.note)}"
    if finding.help:
        message += f"\nhelp: {clean(finding.help)}"
    listed = ",".join(f"{key}={_property(value)}" for key, value in sorted(properties.items()))
    return f"::{_COMMANDS[finding.severity]} {listed}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
