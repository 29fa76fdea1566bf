"""`agentguard overlap` as text: the matrix, then pair by pair why, and who should land first."""

from collections.abc import Iterator

from agentguard.analyzer.counts import number
from agentguard.analyzer.model.overlap import Relation
from agentguard.analyzer.model.pairs import OverlapReport, PairReport, PairVerdict
from agentguard.analyzer.report.clean import clean
from agentguard.analyzer.report.pairs import advice, sides_of_pair, verdicts, worst_first
from agentguard.analyzer.report.text.findings import counts, is_shown, lines_of, skipped_lines
from agentguard.analyzer.report.text.matrix import matrix_lines
from agentguard.analyzer.report.text.style import Style
from agentguard.analyzer.report.values import by_severity, in_order

_MOST_REASONS = 6


def overlap_lines(report: OverlapReport, style: Style) -> Iterator[str]:
    """Yields the matrix, each pair that is not clear, worst first, and the sums; a single pair needs no matrix."""
    if not report.pairs:
        yield f"nothing to compare: {number(len(report.tasks), 'piece')} of work"
        return
    alone = len(report.pairs) == 1
    if not alone:
        yield from matrix_lines(report, style)
    for pair in worst_first(report.pairs):
        if style.verbose or pair.verdict is not PairVerdict.CLEAR or alone:
            if not alone:
                yield ""
            yield from _pair_lines(pair, style)
    if style.quiet:
        return
    yield ""
    yield f"{verdicts(report)}; {counts(report.findings, style)}, {report.seconds:.1f} s"
    yield from skipped_lines(report.skipped, style)


def _pair_lines(pair: PairReport, style: Style) -> Iterator[str]:
    names = f"{clean(pair.a)} {style.sign('times')} {clean(pair.b)}"
    yield f"{style.bold(names)}   {style.verdict(pair.verdict, str(pair.verdict))}{_how(pair)}"
    shown = [one for one in by_severity(in_order(pair.findings)) if is_shown(one, style)]
    most = len(shown) if style.verbose else _MOST_REASONS
    for finding in shown[:most]:
        yield from lines_of(finding, style, indent="    ", sides=sides_of_pair(pair))
    if len(shown) > most:
        yield style.dim(f"    and {number(len(shown) - most, 'reason')} more (-v shows them)")
    todo = advice(pair)
    if todo:
        yield f"    {style.sign('arrow')} {clean(todo)}"


def _how(pair: PairReport) -> str:
    if pair.relation is Relation.SEQUENTIAL:
        return ", one was made on top of the other"
    if pair.merges_cleanly is None:
        return ", though not merged"
    return ", though git merges it" if pair.merges_cleanly and pair.verdict is not PairVerdict.CLEAR else ""
