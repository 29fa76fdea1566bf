"""Renders reports for a terminal: the answer first, one line a thing."""

from agentguard.analyzer.model.findings import AuditReport, CheckReport, CommitReport
from agentguard.analyzer.model.footprint import Footprint
from agentguard.analyzer.model.pairs import OverlapReport
from agentguard.analyzer.report.text.audit import audit_lines
from agentguard.analyzer.report.text.check import check_lines
from agentguard.analyzer.report.text.commit import commit_lines
from agentguard.analyzer.report.text.footprint import footprint_lines
from agentguard.analyzer.report.text.overlap import overlap_lines
from agentguard.analyzer.report.text.pages import page_lines
from agentguard.analyzer.report.text.rules import rule_lines
from agentguard.analyzer.report.text.style import Style, finish
from agentguard.analyzer.report.values import Report

__all__ = ["Style", "finish", "page_lines", "render", "rule_lines"]


def render(report: Report, style: Style | None = None) -> str:
    """Renders any report; without a style plain, uncut and not verbose."""
    style = style or Style()
    match report:
        case Footprint():
            lines = footprint_lines(report, style)
        case CheckReport():
            lines = check_lines(report, style)
        case OverlapReport():
            lines = overlap_lines(report, style)
        case AuditReport():
            lines = audit_lines(report, style)
        case CommitReport():
            lines = commit_lines(report, style)
    return finish(lines)
