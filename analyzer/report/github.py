"""Renders findings as GitHub annotations: workflow commands in the log of a job."""

from collections.abc import Iterator

from agentguard.analyzer.counts import number
from agentguard.analyzer.model.findings import Finding, Severity
from agentguard.analyzer.report.clean import MAX_HELP, clean
from agentguard.analyzer.report.folders import group_paths
from agentguard.analyzer.report.text.findings import counts, place
from agentguard.analyzer.report.text.style import Style
from agentguard.analyzer.report.values import FindingsReport, by_severity, findings_of

# GitHub shows no more than ten annotations of a kind from one step and drops the others without a word.
LIMIT = 10
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(report: FindingsReport) -> str:
    """Renders annotations worst first; what GitHub would drop follows as plain lines of the log."""
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: FindingsReport) -> Iterator[str]:
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
    properties = {"title": f"{finding.rule} {finding.name}", **_file(finding)}
    where = f"{place(finding)}: " if finding.location is None and finding.commit else ""
    lines = [where + clean(finding.message), *_also(finding)]
    if finding.help:
        lines.append(f"help: {clean(finding.help, MAX_HELP)}")
    listed = ",".join(f"{key}={_property(value)}" for key, value in sorted(properties.items()))
    return f"::{_COMMANDS[finding.severity]} {listed}::{_data(chr(10).join(lines))}"


def _file(finding: Finding) -> dict[str, str]:
    """Names the file under which GitHub shows the annotation; for a whole commit the first that the finding lists."""
    where = finding.location
    if where is None:
        return {"file": clean(finding.related[0].path)} if finding.related else {}
    lines = {"line": where.line, "endLine": where.end_line if where.line else None}
    return {"file": clean(where.path), **{key: str(line) for key, line in lines.items() if line}}


def _also(finding: Finding) -> Iterator[str]:
    for related in finding.related:
        if related.line:
            yield f"also: {clean(related.path)}:{related.line}: {clean(related.note)}"
    groups = group_paths((clean(related.path), related.note) for related in finding.related if not related.line)
    for group in groups[:LIMIT]:
        files = f"{group.files:,} " if group.files > 1 else ""
        yield f"also: {files}{group.label}: {clean(group.reason)}"
    if len(groups) > LIMIT:
        yield f"also: {sum(group.files for group in groups[LIMIT:]):,} more"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
