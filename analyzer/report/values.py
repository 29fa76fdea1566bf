"""What every format shares: the reports, their findings in order, and the counts."""

from collections.abc import Iterable

from agentguard.analyzer.model.findings import AuditFinding, AuditReport, CheckReport, CommitReport, Finding, Severity
from agentguard.analyzer.model.footprint import Footprint
from agentguard.analyzer.model.pairs import OverlapReport
from agentguard.analyzer.model.value import replace
from agentguard.analyzer.report.pairs import by_itself, worst_first

FindingsReport = CheckReport | AuditReport | CommitReport | OverlapReport
Report = Footprint | FindingsReport


def findings_of(report: FindingsReport) -> tuple[Finding, ...]:
    """Returns the findings of a report in its own order, each in words that stand by themselves.

    By path, line and rule; in an audit newest commits first, between pieces of work the worst pairs first.
    """
    if isinstance(report, AuditReport):
        return tuple(entry.finding for entry in newest_first(report.findings))
    if isinstance(report, OverlapReport):
        pairs = worst_first(report.pairs)
        return tuple(by_itself(finding, pair) for pair in pairs for finding in in_order(pair.findings))
    return tuple(map(by_itself, in_order(report.findings)))


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Orders findings by path, line and rule."""
    return tuple(sorted(findings, key=_place))


def newest_first(findings: Iterable[AuditFinding]) -> tuple[AuditFinding, ...]:
    """Orders findings by date of their commit, newest first; those of one commit stay together, by path and rule."""
    placed = sorted(findings, key=lambda entry: (entry.commit.id, _place(entry.finding)))
    return tuple(sorted(placed, key=lambda entry: entry.commit.date, reverse=True))


def by_severity(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Orders findings worst first, then as they come."""
    return tuple(sorted(findings, key=lambda finding: finding.severity.rank))


def count(findings: Iterable[Finding]) -> dict[str, int]:
    """Counts findings by severity; what is suppressed counts apart."""
    counts = {**{str(severity): 0 for severity in Severity}, "suppressed": 0}
    for finding in findings:
        counts["suppressed" if finding.suppressed is not None else finding.severity] += 1
    return counts


def without_files(finding: Finding) -> Finding:
    """Leaves out the files of a finding on a whole commit, for where its split has shown them."""
    return finding if finding.location else replace(finding, related=())


def _place(finding: Finding) -> tuple[str, int, str, str]:
    place = finding.location
    return (place.path if place else "", (place.line or 0) if place else 0, finding.rule, finding.message)
