"""Renders findings as SARIF 2.1.0, within what GitHub code scanning reads."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from agentguard.analyzer.model.changes import Skipped
from agentguard.analyzer.model.findings import (
    AuditFinding,
    AuditReport,
    CheckReport,
    CommitReport,
    CommitSummary,
    Finding,
)
from agentguard.analyzer.model.pairs import OverlapReport
from agentguard.analyzer.model.rules import Rule
from agentguard.analyzer.report.clean import MAX_HELP, clean
from agentguard.analyzer.report.json.values import Document
from agentguard.analyzer.report.values import FindingsReport, findings_of, in_order, newest_first

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_ROOT = "%SRCROOT%"
_MOST_RELATED = 50


def render(report: FindingsReport, rules: Sequence[Rule], version: str) -> str:
    """Renders a report as one SARIF log.

    Args:
        report: what was found.
        rules: the metadata of every rule that may occur.
        version: agentguard's own.
    """
    run: Document = {
        "tool": {
            "driver": {
                "name": "agentguard",
                "version": version,
                "semanticVersion": version,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "automationDetails": {"id": f"agentguard/{_category(report)}/"},
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
        "columnKind": "utf16CodeUnits",
        "invocations": [
            {"executionSuccessful": True, "toolExecutionNotifications": [_notification(one) for one in report.skipped]}
        ],
        "results": list(_results(report, rules)),
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, sort_keys=True) + "\n"


def _category(report: FindingsReport) -> str:
    match report:
        case CheckReport():
            return "check"
        case OverlapReport():
            return "overlap"
        case AuditReport() | CommitReport():
            return "audit"


def _results(report: FindingsReport, rules: Sequence[Rule]) -> Iterator[Document]:
    """Yields the results; findings of one fingerprint are numbered."""
    index = {rule.code: at for at, rule in enumerate(rules)}
    seen: Counter[str] = Counter()
    for entry in _entries(report):
        identity = entry.finding.fingerprint
        seen[identity] += 1
        yield _result(entry, index, f"{identity}:{seen[identity]}")


def _entries(report: FindingsReport) -> Iterator[AuditFinding]:
    """Yields every finding with its commit."""
    match report:
        case AuditReport():
            yield from newest_first(report.findings)
        case CommitReport():
            for finding in in_order(report.findings):
                yield AuditFinding(finding=finding, commit=report.commit)
        case CheckReport() | OverlapReport():
            head = report.head if isinstance(report, CheckReport) else None
            nobody = CommitSummary(id=head or "", author="", agent=None, date="", subject="", files=0)
            for finding in findings_of(report):
                yield AuditFinding(finding=finding, commit=nobody)


def _rule(rule: Rule) -> Document:
    text = f"{rule.why}\n\n{rule.remedy}"
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.why},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": str(rule.severity)},
        "properties": {"tags": [str(rule.anomaly)] if rule.anomaly else []},
    }


def _result(entry: AuditFinding, index: Mapping[str, int], fingerprint: str) -> Document:
    finding = entry.finding
    text = clean(finding.message) + (f"\nhelp: {clean(finding.help, MAX_HELP)}" if finding.help else "")
    result: Document = {
        "ruleId": finding.rule,
        "level": str(finding.severity),
        "message": {"text": text},
        "locations": [_location(entry)],
        "relatedLocations": list(_related(finding)),
        "partialFingerprints": {
            "agentguardFingerprint/v1": finding.fingerprint,
            "primaryLocationLineHash": fingerprint,
        },
        "properties": _properties(entry),
    }
    if finding.rule in index:
        result["ruleIndex"] = index[finding.rule]
    if finding.suppressed is not None:
        result["suppressions"] = [{"kind": "external", "justification": clean(finding.suppressed)}]
    return result


def _location(entry: AuditFinding) -> Document:
    """The place of the finding; one about a whole commit names the commit and, where it can, a file of it."""
    place = entry.finding.location
    if place is not None:
        symbol: Document = {"logicalLocations": [{"fullyQualifiedName": clean(place.symbol)}]} if place.symbol else {}
        return {"physicalLocation": _physical(place.path, place.line, place.end_line), **symbol}
    commit = entry.finding.commit or entry.commit.id or "uncommitted"
    location: Document = {"logicalLocations": [{"fullyQualifiedName": commit, "kind": "commit"}]}
    if entry.finding.related:
        location["physicalLocation"] = _physical(entry.finding.related[0].path)
    return location


def _related(finding: Finding) -> Iterator[Document]:
    for number, place in enumerate(finding.related[:_MOST_RELATED], start=1):
        text = clean(place.note) or "see here"
        yield {"id": number, "physicalLocation": _physical(place.path, place.line), "message": {"text": text}}


def _physical(path: str, line: int | None = None, end_line: int | None = None) -> Document:
    uri = quote(path.encode("utf-8", "surrogateescape"), safe="/")
    region: Document = {}
    if line is not None:
        region = {"region": {"startLine": line, **({"endLine": end_line} if end_line and end_line >= line else {})}}
    return {"artifactLocation": {"uri": uri, "uriBaseId": _ROOT}, **region}


def _properties(entry: AuditFinding) -> Document:
    finding, commit = entry.finding, entry.commit
    properties: Document = {"confidence": str(finding.confidence)}
    if finding.commit or commit.date:
        properties["commit"] = finding.commit or commit.id
    if finding.sibling is not None:
        properties["sibling"] = clean(finding.sibling.name)
    if finding.undone_commit is not None:
        properties["undone_commit"] = finding.undone_commit
    if finding.restored is not None:
        properties["restored"] = {"by": finding.restored.by}
    if commit.date:
        who: Document = {"author": clean(commit.author), "agent": clean(commit.agent) if commit.agent else None}
        properties.update({**who, "date": commit.date, "subject": clean(commit.subject)})
    return properties


def _notification(skipped: Skipped) -> Document:
    return {"level": "note", "message": {"text": f"skipped {clean(skipped.what)}: {clean(skipped.reason)}"}}
