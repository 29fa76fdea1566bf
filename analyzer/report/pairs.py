"""What every format says of pieces of parallel work: their order, their verdicts, and who should land first."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from agentguard.analyzer.counts import number
from agentguard.analyzer.model.findings import Finding, Severity, Side
from agentguard.analyzer.model.overlap import Relation
from agentguard.analyzer.model.pairs import OverlapReport, PairReport, PairVerdict
from agentguard.analyzer.model.value import replace

# So many tasks are shown whole; of more, only those that meet somebody.
FEW = 12
# What one side's code uses and the other side changed.
_USES = frozenset({"AG204", "AG205"})
_VERDICTS = tuple(PairVerdict)


def worst_first(pairs: Iterable[PairReport]) -> tuple[PairReport, ...]:
    """Orders pairs by verdict, the worst first, then by their names."""
    return tuple(sorted(pairs, key=lambda pair: (_VERDICTS.index(pair.verdict), pair.a, pair.b)))


def matrix(report: OverlapReport) -> Mapping[tuple[str, str], PairVerdict]:
    """Returns the verdict of every two tasks, by their names in either order."""
    return {names: pair.verdict for pair in report.pairs for names in ((pair.a, pair.b), (pair.b, pair.a))}


def meeting(report: OverlapReport) -> list[str]:
    """Returns the tasks that are not clear of all others, in their order."""
    met = {name for names, verdict in matrix(report).items() if verdict is not PairVerdict.CLEAR for name in names}
    return [task.name for task in report.tasks if task.name in met]


def verdicts(report: OverlapReport) -> str:
    """Counts pairs by verdict: `1 conflict, 2 risks, 3 pairs clear`."""
    found = Counter(pair.verdict for pair in report.pairs)
    bad = [number(found[one], str(one)) for one in (PairVerdict.CONFLICT, PairVerdict.RISK) if found[one]]
    return ", ".join([*bad, f"{number(found[PairVerdict.CLEAR], 'pair')} clear"])


def sides_of_pair(pair: PairReport) -> dict[Side, str]:
    """Names the trees that the findings on a pair are in."""
    return {Side.A: pair.a, Side.B: pair.b, Side.MERGED: "merged"}


def sides_of(finding: Finding) -> dict[Side, str]:
    """Names the trees of a finding on a change that are not the change's own."""
    if finding.sibling is None:
        return {}
    return {Side.B: finding.sibling.name, Side.MERGED: f"merged with {finding.sibling.name}"}


def by_itself(finding: Finding, pair: PairReport | None = None) -> Finding:
    """Puts into the words of a finding whose trees its places are in, for where only words are shown.

    Args:
        finding: as a rule made it.
        pair: the two pieces of work that it is about; None for a finding on a change.
    """
    names = sides_of(finding) if pair is None else sides_of_pair(pair)
    related = tuple(
        replace(one, note=f"{names[one.side]}: {one.note}") if one.side in names else one for one in finding.related
    )
    if pair is None:
        return replace(finding, related=related)
    where = f" (in {names[finding.location.side]})" if finding.location and finding.location.side in names else ""
    return replace(finding, message=f"{pair.a} x {pair.b}{where}: {finding.message}", related=related)


def advice(pair: PairReport) -> str:
    """Says who should land first, the definer before the user.

    Empty where neither uses what the other changes, and where one lands with the other anyway.
    """
    if pair.relation is Relation.SEQUENTIAL:
        return ""
    first = set(_definers(pair))
    if len(first) == 1:
        definer = first.pop()
        user = pair.b if definer == pair.a else pair.a
        return f"let `{definer}` land first, then rebase `{user}` onto it and mend what is listed here"
    if first:
        return "each uses what the other changes: land one, then rebase the other onto it and mend what is listed here"
    return ""


def _definers(pair: PairReport) -> Iterator[str]:
    """Yields, for each use of something that changed, the name of the side that changed it."""
    for finding in pair.findings:
        if finding.rule not in _USES or finding.suppressed is not None or finding.severity is Severity.NOTE:
            continue
        side = finding.location.side if finding.location else None
        if side in {Side.A, Side.B}:
            yield pair.b if side is Side.A else pair.a
        elif finding.sibling is not None:
            yield finding.sibling.name
