"""Writes reports in the format that was asked for."""

from agentguard.analyzer.model.findings import AuditReport, CheckReport, CommitReport
from agentguard.analyzer.model.footprint import Footprint
from agentguard.analyzer.report import json, text
from agentguard.cli.console import Console, Format


def render_footprint(report: Footprint, console: Console) -> str:
    """Renders a footprint, which has no findings: as text or JSON."""
    return json.render(report) if console.format is Format.JSON else text.render(report, console.style())


def render_findings(report: CheckReport | AuditReport | CommitReport, console: Console) -> str:
    """Renders a report of findings in any format; what only one format needs is imported for it."""
    match console.format:
        case Format.TEXT:
            return text.render(report, console.style())
        case Format.JSON:
            return json.render(report)
        case Format.SARIF:
            from importlib.metadata import version  # noqa: PLC0415

            from agentguard.analyzer.report import sarif  # noqa: PLC0415
            from agentguard.analyzer.rules import RULES  # noqa: PLC0415

            return sarif.render(report, RULES, version("agentguard"))
        case Format.GITHUB:
            from agentguard.analyzer.report import github  # noqa: PLC0415

            return github.render(report)
        case Format.MARKDOWN:
            from agentguard.analyzer.report import markdown  # noqa: PLC0415

            return markdown.render(report)
