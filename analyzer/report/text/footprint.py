"""`agentguard footprint` as text."""

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence

from agentguard.analyzer.model.footprint import FileFootprint, Footprint
from agentguard.analyzer.model.symbols import Reference, Strength, SymbolChange, SymbolChangeKind
from agentguard.analyzer.report.clean import clean
from agentguard.analyzer.report.text.findings import SHORT, skipped_lines
from agentguard.analyzer.report.text.style import Style, table
from agentguard.analyzer.report.values import number

_WHOLE = frozenset({SymbolChangeKind.ADDED, SymbolChangeKind.REMOVED})
# What stands between the name of a symbol and those of the symbols in it.
_GAP = re.compile(r"\.| > |\[")


def footprint_lines(report: Footprint, style: Style) -> Iterator[str]:
    """Yields what is written and read, file by file; reads of unknown or untouched lines only when verbose."""
    base = report.base[:SHORT] if report.base else "nothing"
    head = report.head[:SHORT] if report.head else "uncommitted"
    sums = (number(len(report.files), "file"), number(len(report.writes), "symbol") + " written")
    yield f"{base}..{head}   {', '.join(sums)}, {number(len(report.reads), 'read')}"
    files = sorted(report.files, key=lambda file: file.change.path)
    yield from _section("files", [_file(file) for file in files], style, right=frozenset({2, 3}))
    yield from _section("writes", list(_write_rows(report.writes, style)), style)
    reads = [read for read in report.reads if style.verbose or _is_shown(read)]
    yield from _section("reads", list(_read_rows(reads, style)), style)
    if style.quiet:
        return
    hidden = len(report.reads) - len(reads)
    if hidden:
        yield style.dim(
            f"  {number(hidden, 'read')} more, of names defined elsewhere or on untouched lines (-v shows them)"
        )
    if report.skipped:
        yield ""
        yield from skipped_lines(report.skipped, style)


def _section(
    title: str, rows: Sequence[Sequence[str]], style: Style, *, right: frozenset[int] = frozenset()
) -> Iterator[str]:
    if rows:
        yield ""
        yield style.bold(title)
        yield from table(rows, style, indent="  ", right=right)


def _read_rows(reads: Sequence[Reference], style: Style) -> Iterator[tuple[str, ...]]:
    """One row for each name in each file, with all of its lines."""
    lines: dict[tuple[str, ...], list[int]] = {}
    for read in sorted(reads, key=lambda read: (read.path, read.line, read.name)):
        strength = (str(read.strength),) if style.verbose else ()
        lines.setdefault((*strength, clean(read.name), _target(read), clean(read.path)), []).append(read.line)
    for (*cells, path), found in lines.items():
        yield (*cells, f"{path}:{','.join(map(str, dict.fromkeys(found)))}")


def _is_shown(read: Reference) -> bool:
    return read.strength is Strength.STRONG and read.target is not None


def _file(file: FileFootprint) -> tuple[str, ...]:
    change = file.change
    counts = ("binary", "") if change.binary else (f"+{change.added or 0}", f"-{change.deleted or 0}")
    return (str(change.status), str(file.category), *counts, _renamed(change.path, change.old_path))


def _write_rows(writes: Sequence[SymbolChange], style: Style) -> Iterator[tuple[str, ...]]:
    """One row for each symbol; what came or went with the symbol around it is counted there."""
    whole = {(write.path, write.change, write.symbol) for write in writes if write.change in _WHOLE}
    folded: Counter[tuple[str, str, str]] = Counter()
    rows = []
    for write in sorted(writes, key=lambda write: (write.path, write.lines.first if write.lines else 0)):
        outer = None if style.verbose else _outermost(write, whole)
        if outer is None:
            rows.append(write)
        else:
            folded[outer] += 1
    for write in rows:
        inside = folded[write.path, write.change, write.symbol]
        yield _write(write, f"  and {number(inside, 'symbol')} in it" if inside else "")


def _outermost(write: SymbolChange, whole: Container[tuple[str, str, str]]) -> tuple[str, str, str] | None:
    """Returns the outermost symbol around a symbol that came or went as a whole."""
    if write.change in _WHOLE:
        for gap in _GAP.finditer(write.symbol):
            outer = (write.path, write.change, write.symbol[: gap.start()])
            if outer in whole:
                return outer
    return None


def _write(write: SymbolChange, more: str) -> tuple[str, ...]:
    symbol = _renamed(write.symbol or "(module)", write.old_symbol)
    moved = f" from {clean(write.old_path)}" if write.old_path and write.old_path != write.path else ""
    place = f"{clean(write.path)}{_lines(write)}{moved}"
    return (str(write.change), str(write.kind), symbol, place + more)


def _target(read: Reference) -> str:
    if read.target is None:
        return "?"
    return f"{clean(read.target.path)}::{clean(read.target.symbol)}".removesuffix("::")


def _lines(write: SymbolChange) -> str:
    if write.lines is None:
        return ""
    first, last = write.lines.first, write.lines.last
    return f":{first}" if first == last else f":{first}-{last}"


def _renamed(new: str, old: str | None) -> str:
    return f"{clean(old)} -> {clean(new)}" if old and old != new else clean(new)
