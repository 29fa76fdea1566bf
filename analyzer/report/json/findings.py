"""The one shape that a finding has in every document."""

from agentguard.analyzer.model.findings import Finding, Related
from agentguard.analyzer.report.json.values import Document, Json, named, text


def finding_document(finding: Finding) -> Document:
    """Builds the one shape that a finding has in every document."""
    place, sibling = finding.location, finding.sibling
    location: Json = None
    if place is not None:
        location = {
            **named("path", place.path),
            "side": str(place.side),
            "line": place.line,
            "end_line": place.end_line,
            "symbol": text(place.symbol),
        }
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": str(finding.severity),
        "confidence": str(finding.confidence),
        "message": text(finding.message),
        "help": text(finding.help),
        "location": location,
        "related": [_related(related) for related in finding.related],
        "commit": finding.commit,
        "sibling": {"name": text(sibling.name), "commit": sibling.commit} if sibling else None,
        "undone_commit": finding.undone_commit,
        "restored": {"by": finding.restored.by} if finding.restored else None,
        "fingerprint": finding.fingerprint,
        "suppressed": text(finding.suppressed),
    }


def _related(related: Related) -> Document:
    place = {**named("path", related.path), "side": str(related.side), "line": related.line}
    return {**place, "note": text(related.note)}
