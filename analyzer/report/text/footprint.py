"""`agentguard footprint` as text."""

from collections.abc import Iterator

from agentguard.analyzer.model.footprint import FileFootprint, Footprint
from agentguard.analyzer.model.symbols import Reference, Strength, SymbolChange
from agentguard.analyzer.report.clean import clean
from agentguard.analyzer.report.text.findings import SHORT, skipped_lines
from agentguard.analyzer.report.text.style import Style, table
from agentguard.analyzer.report.values import number


def footprint_lines(report: Footprint, style: Style) -> Iterator[str]:
    """Yields what is written and read, file by file; reads of unknown or untouched lines only when verbose."""
    base = report.base[:SHORT] if report.base else "nothing"
    head = report.head[:SHORT] if report.head else "uncommitted"
    reads = [read for read in report.reads if style.verbose or _is_shown(read)]
    sums = (number(len(report.files), "file"), number(len(report.writes), "symbol") + " written")
    yield f"{base}..{head}  {', '.join(sums)}, {number(len(report.reads), 'read')}"
    if report.files:
        yield ""
        yield style.bold("files")
        files = sorted(report.files, key=lambda file: file.change.path)
        yield from table([_file(file) for file in files], style, indent="  ", right=frozenset({2, 3}))
    if report.writes:
        yield ""
        yield style.bold("writes")
        writes = sorted(report.writes, key=lambda write: (write.path, write.lines.first if write.lines else 0))
        yield from table([_write(write) for write in writes], style, indent="  ")
    if reads:
        yield ""
        yield style.bold("reads")
        reads.sort(key=lambda read: (read.path, read.line, read.name))
        yield from table([_read(read) for read in reads], style, indent="  ")
    hidden = len(report.reads) - len(reads)
    if hidden:
        yield style.dim(f"  {number(hidden, 'read')} more, weak or defined elsewhere (-v shows them)")
    if report.skipped:
        yield ""
        yield from skipped_lines(report.skipped, style)


def _is_shown(read: Reference) -> bool:
    return read.strength is Strength.STRONG and read.target is not None


def _file(file: FileFootprint) -> tuple[str, ...]:
    change = file.change
    counts = ("binary", "") if change.binary else (f"+{change.added or 0}", f"-{change.deleted or 0}")
    return (str(change.status), str(file.category), *counts, _renamed(change.path, change.old_path))


def _write(write: SymbolChange) -> tuple[str, ...]:
    symbol = _renamed(write.symbol or "(module)", write.old_symbol)
    moved = f" from {clean(write.old_path)}" if write.old_path and write.old_path != write.path else ""
    lines = f":{write.lines.first}-{write.lines.last}" if write.lines else ""
    return (str(write.change), str(write.kind), symbol, f"{clean(write.path)}{lines}{moved}")


def _read(read: Reference) -> tuple[str, ...]:
    target = f"{clean(read.target.path)}::{clean(read.target.symbol)}".removesuffix("::") if read.target else "?"
    return (str(read.strength), clean(read.name), f"{clean(read.path)}:{read.line}", target)


def _renamed(new: str, old: str | None) -> str:
    return f"{clean(old)} -> {clean(new)}" if old and old != new else clean(new)
