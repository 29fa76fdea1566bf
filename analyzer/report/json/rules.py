"""The documents of `agentguard rules` and `agentguard explain`."""

from agentguard.analyzer.model.rules import Rule
from agentguard.analyzer.report.json.values import Document


def rule_document(rule: Rule) -> Document:
    """Builds what a program may know of a rule."""
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": str(rule.severity),
        "anomaly": str(rule.anomaly) if rule.anomaly else None,
        "summary": rule.summary,
        "why": rule.why,
        "remedy": rule.remedy,
        "needs": sorted(rule.needs),
    }
