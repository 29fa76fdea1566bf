"""`agentguard footprint` as text: file by file, what is written there and what is read from there."""

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from agentguard.analyzer.counts import number
from agentguard.analyzer.model.footprint import FileFootprint, Footprint
from agentguard.analyzer.model.symbols import Reference, Strength, SymbolChange, SymbolChangeKind
from agentguard.analyzer.report.clean import clean
from agentguard.analyzer.report.text.findings import SHORT, skipped_lines
from agentguard.analyzer.report.text.style import Style, table

_WHOLE = frozenset({SymbolChangeKind.ADDED, SymbolChangeKind.REMOVED})
# What stands between the name of a symbol and those of the symbols in it.
_GAP = re.compile(r"\.| > |\[")
_COUNTS = frozenset({2, 3})
_SYMBOL = 2


class _Detail(NamedTuple):
    """One line below a file: `added | method | Client.retry | 12-20`, or `reads | | src/a.py::f | 3,9`."""

    path: str
    what: str
    kind: str
    symbol: str
    lines: str


def footprint_lines(report: Footprint, style: Style) -> Iterator[str]:
    """Yields the files with their symbols; reads that tell little only when verbose."""
    base = report.base[:SHORT] if report.base else "nothing"
    head = report.head[:SHORT] if report.head else "uncommitted"
    sums = (number(len(report.files), "file"), number(len(report.writes), "symbol") + " written")
    yield f"{base}..{head}   {', '.join(sums)}, {number(len(report.reads), 'read')}"
    own = {(write.path, write.symbol) for write in report.writes if write.change is SymbolChangeKind.ADDED}
    reads = [read for read in report.reads if style.verbose or _is_shown(read, own)]
    details = [*_writes(report.writes, style), *_reads(reads)]
    if report.files or details:
        yield ""
        yield from _file_lines(report.files, details, style)
    if style.quiet:
        return
    hidden = len(report.reads) - len(reads)
    if hidden or report.skipped:
        yield ""
    if hidden:
        yield style.dim(
            f"{number(hidden, 'read')} more: defined elsewhere, added here, or on untouched lines (-v shows them)"
        )
    yield from skipped_lines(report.skipped, style)


def _file_lines(files: Sequence[FileFootprint], details: Sequence[_Detail], style: Style) -> Iterator[str]:
    """Two tables, one in the other, so that all files and all symbols stand under each other."""
    known = sorted(files, key=lambda file: file.change.path)
    others = sorted({detail.path for detail in details} - {file.change.path for file in known})
    rows = [*(_file(file) for file in known), *(("", "", "", "", clean(path)) for path in others)]
    heads = [style.bold(line) for line in table(rows, style, right=_COUNTS)]
    below: dict[str, list[str]] = {}
    lines = table([detail[1:] for detail in details], style, indent="    ", shrink=_SYMBOL)
    for detail, line in zip(details, lines, strict=True):
        below.setdefault(detail.path, []).append(line)
    for head, path in zip(heads, [*(file.change.path for file in known), *others], strict=True):
        yield head
        yield from below.get(path, ())


def _count(lines: int | None) -> str:
    return str(lines) if lines is not None else "?"


def _file(file: FileFootprint) -> tuple[str, ...]:
    change = file.change
    counts = ("binary", "") if change.binary else (f"+{_count(change.added)}", f"-{_count(change.deleted)}")
    return (str(change.status), str(file.category), *counts, _renamed(change.path, change.old_path))


def _writes(writes: Sequence[SymbolChange], style: Style) -> Iterator[_Detail]:
    """One line for each symbol; what came or went with the symbol around it is counted there."""
    whole = {(write.path, write.change, write.symbol) for write in writes if write.change in _WHOLE}
    folded: Counter[tuple[str, str, str]] = Counter()
    shown = []
    for write in sorted(writes, key=lambda write: (write.path, write.lines.first if write.lines else 0)):
        outer = None if style.verbose else _outermost(write, whole)
        if outer is None:
            shown.append(write)
        else:
            folded[outer] += 1
    for write in shown:
        yield _write(write, folded[write.path, write.change, write.symbol])


def _outermost(write: SymbolChange, whole: Container[tuple[str, str, str]]) -> tuple[str, str, str] | None:
    """Returns the outermost symbol around a symbol that came or went as a whole."""
    if write.change in _WHOLE:
        for gap in _GAP.finditer(write.symbol):
            outer = (write.path, write.change, write.symbol[: gap.start()])
            if outer in whole:
                return outer
    return None


def _write(write: SymbolChange, inside: int) -> _Detail:
    symbol = _renamed(write.symbol or "(module)", write.old_symbol)
    moved = f"  from {clean(write.old_path)}" if write.old_path and write.old_path != write.path else ""
    more = f"  and {number(inside, 'symbol')} in it" if inside else ""
    lines = ""
    if write.lines is not None:
        first, last = write.lines.first, write.lines.last
        lines = f"{first}" if first == last else f"{first}-{last}"
    return _Detail(write.path, str(write.change), str(write.kind), symbol, lines + moved + more)


def _is_shown(read: Reference, own: Container[tuple[str, str]]) -> bool:
    """A read tells what a change relies on: known definitions that it did not bring itself, on lines that it wrote."""
    target = read.target
    return read.strength is Strength.STRONG and target is not None and (target.path, target.symbol) not in own


def _reads(reads: Sequence[Reference]) -> Iterator[_Detail]:
    """One line for each name in each file, with all of its lines."""
    lines: dict[tuple[str, str, str], list[int]] = {}
    for read in sorted(reads, key=lambda read: (read.path, read.line, read.name)):
        kind = "" if read.strength is Strength.STRONG else str(read.strength)
        lines.setdefault((read.path, kind, _target(read)), []).append(read.line)
    for (path, kind, target), found in lines.items():
        yield _Detail(path, "reads", kind, target, ",".join(map(str, dict.fromkeys(found))))


def _target(read: Reference) -> str:
    """Names the definition, its file where it is another, and the name in use where it is another."""
    name = clean(read.name)
    if read.target is None:
        return f"{name} (defined elsewhere)"
    path = "" if read.target.path == read.path else clean(read.target.path)
    target = "::".join(part for part in (path, clean(read.target.symbol)) if part) or "(module)"
    last = _GAP.split(clean(read.target.symbol))[-1]
    return target if not last or name.split(".")[-1] == last else f"{target} as {name}"


def _renamed(new: str, old: str | None) -> str:
    return f"{clean(old)} -> {clean(new)}" if old and old != new else clean(new)
