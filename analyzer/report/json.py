"""Renders reports as the JSON documents that programs read; the shapes are fixed by the published schemas."""

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence

from agentguard.analyzer.model.changes import Skipped
from agentguard.analyzer.model.findings import AuditFinding, AuditReport, CheckReport, CommitReport, Finding, Related
from agentguard.analyzer.model.footprint import FileFootprint, Footprint
from agentguard.analyzer.model.rules import Rule
from agentguard.analyzer.model.symbols import Call, Reference, SymbolChange
from agentguard.analyzer.model.topic import OffTopic, Verdict
from agentguard.analyzer.report.clean import replace_undecodable
from agentguard.analyzer.report.values import Report, count, in_order, newest_first

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]
Document = dict[str, Json]


def render(report: Report) -> str:
    """Renders any report as one document."""
    match report:
        case Footprint():
            return dump("footprint", footprint_document(report))
        case CheckReport():
            return dump("check", check_document(report))
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


def dump(name: str, document: Document) -> str:
    """Writes a document: keys sorted, and only ASCII, so that no terminal or pipe can hurt it."""
    document = {"schema": f"agentguard.{name}/1", **document}
    return json.dumps(document, indent=2, sort_keys=True) + "\n"


def footprint_document(report: Footprint) -> Document:
    """Builds the document of `agentguard footprint`."""
    files = sorted(report.files, key=lambda file: file.change.path)
    writes = sorted(
        report.writes, key=lambda write: (write.path, write.lines.first if write.lines else 0, write.symbol)
    )
    reads = sorted(report.reads, key=lambda read: (read.path, read.line, read.name))
    return {
        "base": report.base,
        "head": report.head,
        "files": [_file(file) for file in files],
        "writes": [_write(write) for write in writes],
        "reads": [_read(read) for read in reads],
        "skipped": _skipped(report.skipped),
    }


def check_document(report: CheckReport) -> Document:
    """Builds the document of `agentguard check`."""
    return {
        "target": _text(report.target),
        "base": report.base,
        "head": report.head,
        "findings": [finding_document(finding) for finding in in_order(report.findings)],
        "summary": count(report.findings),
        "files": report.files,
        "seconds": round(report.seconds, 3),
        "skipped": _skipped(report.skipped),
    }


def audit_document(report: AuditReport) -> Document:
    """Builds the document of `agentguard audit`."""
    return {
        "repository": _text(report.repository),
        "range": _text(report.range),
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
        "skipped": _skipped(report.skipped),
    }


def commit_document(report: CommitReport) -> Document:
    """Builds the document of `agentguard audit --commit`."""
    return {
        "commit": report.commit.id,
        "author": _text(report.commit.author),
        "agent": _text(report.commit.agent),
        "date": report.commit.date,
        "subject": _text(report.commit.subject),
        "verdict": str(report.split.verdict),
        "reason": _text(report.split.reason),
        "confidence": round(report.split.confidence, 3),
        "files": report.commit.files,
        **_split(report.split.on_topic, report.split.off_topic),
        "findings": [finding_document(finding) for finding in in_order(report.findings)],
        "summary": count(report.findings),
        "skipped": _skipped(report.skipped),
    }


def finding_document(finding: Finding) -> Document:
    """Builds the one shape that a finding has in every document."""
    place, sibling = finding.location, finding.sibling
    location: Json = None
    if place is not None:
        location = {
            **_path("path", place.path),
            "side": str(place.side),
            "line": place.line,
            "end_line": place.end_line,
            "symbol": _text(place.symbol),
        }
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": str(finding.severity),
        "confidence": str(finding.confidence),
        "message": _text(finding.message),
        "help": _text(finding.help),
        "location": location,
        "related": [_related(related) for related in finding.related],
        "commit": finding.commit,
        "sibling": {"name": _text(sibling.name), "commit": sibling.commit} if sibling else None,
        "undone_commit": finding.undone_commit,
        "fingerprint": finding.fingerprint,
        "suppressed": _text(finding.suppressed),
    }


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


def _audit_finding(entry: AuditFinding) -> Document:
    return {
        **finding_document(entry.finding),
        "commit": entry.finding.commit or entry.commit.id,
        "author": _text(entry.commit.author),
        "agent": _text(entry.commit.agent),
        "date": entry.commit.date,
        "subject": _text(entry.commit.subject),
        "files": entry.commit.files,
        **_split(entry.on_topic, entry.off_topic),
    }


def _split(on_topic: Sequence[str], off_topic: Sequence[OffTopic]) -> Document:
    split: Document = {
        "on_topic": [replace_undecodable(path) for path in sorted(on_topic)],
        "off_topic": [
            {**_path("path", off.path), "reason": _text(off.reason)}
            for off in sorted(off_topic, key=lambda off: off.path)
        ],
    }
    exact = [_exact(path) for path in sorted(on_topic)]
    return {**split, "on_topic_b64": exact} if any(exact) else split


def _file(file: FileFootprint) -> Document:
    change = file.change
    return {
        **_path("path", change.path),
        **_path("old_path", change.old_path),
        "status": str(change.status),
        "added": change.added,
        "deleted": change.deleted,
        "binary": change.binary,
        "category": str(file.category),
        "language": file.language,
    }


def _write(write: SymbolChange) -> Document:
    return {
        **_path("path", write.path),
        **_path("old_path", write.old_path),
        "symbol": _text(write.symbol),
        "old_symbol": _text(write.old_symbol),
        "kind": str(write.kind),
        "change": str(write.change),
        "lines": [write.lines.first, write.lines.last] if write.lines else None,
    }


def _read(read: Reference) -> Document:
    target = {**_path("path", read.target.path), "symbol": _text(read.target.symbol)} if read.target else None
    return {
        **_path("path", read.path),
        "line": read.line,
        "name": _text(read.name),
        "target": target,
        "strength": str(read.strength),
        "call": _call(read.call) if read.call else None,
    }


def _call(call: Call) -> Document:
    return {"positional": call.positional, "keywords": [_text(name) for name in call.keywords], "star": call.star}


def _related(related: Related) -> Document:
    place = {**_path("path", related.path), "side": str(related.side), "line": related.line}
    return {**place, "note": _text(related.note)}


def _skipped(skipped: Iterable[Skipped]) -> list[Json]:
    entries = sorted(skipped, key=lambda entry: (entry.what, entry.reason))
    return [{"what": _text(entry.what), "reason": _text(entry.reason)} for entry in entries]


def _text(text: str | None) -> str | None:
    return None if text is None else replace_undecodable(text)


def _path(key: str, path: str | None) -> Document:
    """Names a path; the exact bytes stand beside it where it is not UTF-8."""
    exact = _exact(path) if path is not None else None
    return {key: _text(path), **({f"{key}_b64": exact} if exact else {})}


def _exact(path: str) -> str | None:
    if replace_undecodable(path) == path:
        return None
    return b64encode(path.encode("utf-8", "surrogateescape")).decode("ascii")
