"""The document of `agentguard check`."""

from agentguard.analyzer.model.findings import CheckReport
from agentguard.analyzer.report.json.findings import finding_document
from agentguard.analyzer.report.json.values import Document, skipped_list, text
from agentguard.analyzer.report.values import count, in_order


def check_document(report: CheckReport) -> Document:
    """Builds the document of `agentguard check`."""
    return {
        "target": text(report.target),
        "base": report.base,
        "head": report.head,
        "findings": [finding_document(finding) for finding in in_order(report.findings)],
        "summary": count(report.findings),
        "files": report.files,
        "seconds": round(report.seconds, 3),
        "skipped": skipped_list(report.skipped),
    }
