"""The documents of `agentguard audit`: of a history, and of one commit."""

from collections.abc import Sequence

from agentguard.analyzer.model.findings import AuditFinding, AuditReport, CommitReport
from agentguard.analyzer.model.topic import OffTopic, Verdict
from agentguard.analyzer.report.clean import replace_undecodable
from agentguard.analyzer.report.json.findings import finding_document
from agentguard.analyzer.report.json.values import Document, exact_bytes, named, skipped_list, text
from agentguard.analyzer.report.values import count, in_order, newest_first


def audit_document(report: AuditReport) -> Document:
    """Builds the document of `agentguard audit`."""
    return {
        "repository": text(report.repository),
        "range": text(report.range),
        "commits": report.commits,
        "first_date": report.first_date,
        "last_date": report.last_date,
        "shallow": report.shallow,
        "seconds": round(report.seconds, 3),
        "candidates": report.candidates,
        "candidate_seconds": round(report.candidate_seconds, 3),
        "verdicts": {str(verdict): report.verdicts.get(verdict, 0) for verdict in Verdict},
        "by_agent": {replace_undecodable(agent): commits for agent, commits in report.by_agent.items()},
        "findings": [_audit_finding(entry) for entry in newest_first(report.findings)],
        "summary": count(entry.finding for entry in report.findings),
        "skipped": skipped_list(report.skipped),
    }


def commit_document(report: CommitReport) -> Document:
    """Builds the document of `agentguard audit --commit`."""
    return {
        "commit": report.commit.id,
        "author": text(report.commit.author),
        "agent": text(report.commit.agent),
        "date": report.commit.date,
        "subject": text(report.commit.subject),
        "verdict": str(report.split.verdict),
        "reason": text(report.split.reason),
        "confidence": round(report.split.confidence, 3),
        "files": report.commit.files,
        **_split(report.split.on_topic, report.split.off_topic),
        "findings": [finding_document(finding) for finding in in_order(report.findings)],
        "summary": count(report.findings),
        "skipped": skipped_list(report.skipped),
    }


def _audit_finding(entry: AuditFinding) -> Document:
    return {
        **finding_document(entry.finding),
        "commit": entry.finding.commit or entry.commit.id,
        "author": text(entry.commit.author),
        "agent": text(entry.commit.agent),
        "date": entry.commit.date,
        "subject": text(entry.commit.subject),
        "files": entry.commit.files,
        **_split(entry.on_topic, entry.off_topic),
    }


def _split(on_topic: Sequence[str], off_topic: Sequence[OffTopic]) -> Document:
    split: Document = {
        "on_topic": [replace_undecodable(path) for path in sorted(on_topic)],
        "off_topic": [
            {**named("path", off.path), "reason": text(off.reason)}
            for off in sorted(off_topic, key=lambda off: off.path)
        ],
    }
    exact = [exact_bytes(path) for path in sorted(on_topic)]
    return {**split, "on_topic_b64": exact} if any(exact) else split
