"""`agentguard check` as text."""

from collections.abc import Iterator

from agentguard.analyzer.counts import number
from agentguard.analyzer.model.findings import CheckReport
from agentguard.analyzer.report.text.findings import counts, finding_lines, skipped_lines
from agentguard.analyzer.report.text.style import Style


def check_lines(report: CheckReport, style: Style) -> Iterator[str]:
    """Yields the findings, then one line that sums up."""
    findings = list(finding_lines(report.findings, style))
    yield from findings
    if style.quiet:
        return
    if findings:
        yield ""
    where = f"in {number(report.files, 'file')}" if report.files else "since nothing is changed"
    yield f"{counts(report.findings, style)} {where}, {report.seconds:.1f} s"
    yield from skipped_lines(report.skipped, style)
