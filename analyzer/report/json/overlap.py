"""The document of `agentguard overlap`."""

from agentguard.analyzer.model.pairs import OverlapReport, PairReport, TaskSummary
from agentguard.analyzer.report.json.findings import finding_document
from agentguard.analyzer.report.json.values import Document, named, skipped_list
from agentguard.analyzer.report.pairs import worst_first
from agentguard.analyzer.report.values import count, in_order


def overlap_document(report: OverlapReport) -> Document:
    """Builds the document of `agentguard overlap`."""
    return {
        "tasks": [_task(task) for task in report.tasks],
        "pairs": [_pair(pair) for pair in worst_first(report.pairs)],
        "summary": count(report.findings),
        "seconds": round(report.seconds, 3),
        "skipped": skipped_list(report.skipped),
    }


def _task(task: TaskSummary) -> Document:
    return {
        **named("name", task.name),
        "base": task.base,
        "head": task.head,
        "files": task.files,
        "symbols": task.symbols,
    }


def _pair(pair: PairReport) -> Document:
    return {
        **named("a", pair.a),
        **named("b", pair.b),
        "base": pair.base,
        "relation": str(pair.relation),
        "verdict": str(pair.verdict),
        "merges_cleanly": pair.merges_cleanly,
        "findings": [finding_document(finding) for finding in in_order(pair.findings)],
    }
