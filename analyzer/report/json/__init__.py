"""Renders reports as the JSON documents that programs read; the shapes are fixed by the published schemas."""

from collections.abc import Iterable

from agentguard.analyzer.model.findings import AuditReport, CheckReport, CommitReport
from agentguard.analyzer.model.footprint import Footprint
from agentguard.analyzer.model.pairs import OverlapReport
from agentguard.analyzer.model.rules import Rule
from agentguard.analyzer.report.json.audit import audit_document, commit_document
from agentguard.analyzer.report.json.check import check_document
from agentguard.analyzer.report.json.footprint import footprint_document
from agentguard.analyzer.report.json.overlap import overlap_document
from agentguard.analyzer.report.json.rules import rule_document
from agentguard.analyzer.report.json.values import dump
from agentguard.analyzer.report.values import Report


def render(report: Report) -> str:
    """Renders any report as one document."""
    match report:
        case Footprint():
            return dump("footprint", footprint_document(report))
        case CheckReport():
            return dump("check", check_document(report))
        case OverlapReport():
            return dump("overlap", overlap_document(report))
        case AuditReport():
            return dump("audit", audit_document(report))
        case CommitReport():
            return dump("audit-commit", commit_document(report))


def render_rules(rules: Iterable[Rule]) -> str:
    """Renders the list of rules."""
    return dump("rules", {"rules": [rule_document(rule) for rule in rules]})


def render_rule(rule: Rule, page: str) -> str:
    """Renders one rule with its page."""
    return dump("explain", {**rule_document(rule), "page": page})
