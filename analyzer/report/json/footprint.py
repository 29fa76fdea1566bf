"""The document of `agentguard footprint`."""

from agentguard.analyzer.model.footprint import FileFootprint, Footprint
from agentguard.analyzer.model.symbols import Call, Reference, SymbolChange
from agentguard.analyzer.report.json.values import Document, named, skipped_list, text


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
        "skipped": skipped_list(report.skipped),
    }


def _file(file: FileFootprint) -> Document:
    change = file.change
    return {
        **named("path", change.path),
        **named("old_path", change.old_path),
        "status": str(change.status),
        "added": change.added,
        "deleted": change.deleted,
        "binary": change.binary,
        "category": str(file.category),
        "language": file.language,
    }


def _write(write: SymbolChange) -> Document:
    return {
        **named("path", write.path),
        **named("old_path", write.old_path),
        "symbol": text(write.symbol),
        "old_symbol": text(write.old_symbol),
        "kind": str(write.kind),
        "change": str(write.change),
        "lines": [write.lines.first, write.lines.last] if write.lines else None,
    }


def _read(read: Reference) -> Document:
    target = {**named("path", read.target.path), "symbol": text(read.target.symbol)} if read.target else None
    return {
        **named("path", read.path),
        "line": read.line,
        "name": text(read.name),
        "target": target,
        "strength": str(read.strength),
        "call": _call(read.call) if read.call else None,
    }


def _call(call: Call) -> Document:
    return {"positional": call.positional, "keywords": [text(name) for name in call.keywords], "star": call.star}
