"""How well verdicts on pairs agree with the truth."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from statistics import median

from agentguard.analyzer.model.findings import Severity
from agentguard.analyzer.model.pairs import PairVerdict
from evaluation.pairs.cases import Truth
from evaluation.pairs.judge import Judged

_Alarm = Callable[[Judged], bool]
_Z = 1.96
_TEXT_CONFLICT = "AG201"


def wilson(hits: int, count: int) -> tuple[float, float]:
    """Returns the 95 % interval of a share.

    The score interval of E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927.
    """
    if not count:
        return 0.0, 1.0
    share, square = hits / count, _Z * _Z
    middle = share + square / (2 * count)
    spread = _Z * math.sqrt(share * (1 - share) / count + square / (4 * count * count))
    scale = 1 + square / count
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def share(hits: int, count: int) -> str:
    """Writes a share with its interval, such as `0.950 (0.88 to 0.98)`; a dash where there is nothing to share."""
    if not count:
        return "-"
    low, high = wilson(hits, count)
    return f"{hits / count:.3f} ({low:.2f} to {high:.2f})"


def verdict_table(judged: Sequence[Judged]) -> str:
    """Returns a row for each kind of pair: what was said, and how many have a finding of each severity."""
    lines = [
        "| repository | pairs | truth | n | conflict | risk | clear | with an error | with a warning | right |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for (repository, kind, truth), own in _grouped(judged):
        said = [sum(one.verdict is verdict for one in own) for verdict in PairVerdict]
        severe = [sum(_has(one, severity) for one in own) for severity in (Severity.ERROR, Severity.WARNING)]
        numbers = " | ".join(str(number) for number in (len(own), *said, *severe))
        right = share(sum(is_right(one) for one in own), len(own))
        lines.append(f"| {repository} | {kind} | {truth} | {numbers} | {right} |")
    return "\n".join(lines)


def predictor_table(judged: Sequence[Judged]) -> str:
    """Returns a row for each simple rule and for agentguard: precision, recall, alarms on pairs that are clear."""
    lines = ["| | alarms | precision | recall | alarms per 100 clear pairs |", "|---|---|---|---|---|"]
    bad = [one for one in judged if one.pair.truth is not Truth.CLEAR]
    clear = [one for one in judged if one.pair.truth is Truth.CLEAR]
    for name, alarm in _alarms(judged):
        hits, false = (sum(alarm(one) for one in own) for own in (bad, clear))
        rate = f"{100 * false / len(clear):.1f}" if clear else "-"
        row = (str(hits + false), share(hits, hits + false), share(hits, len(bad)), rate)
        lines.append(f"| {name} | {' | '.join(row)} |")
    return "\n".join(lines)


def rule_table(judged: Sequence[Judged]) -> str:
    """Returns a row for each rule and severity.

    Pairs that git cannot merge count for the rule on text conflicts alone, the others for all other rules.
    """
    lines = [
        "| rule | severity | pairs | of them not clear | precision | share of the broken pairs | per 100 clear pairs |",
        "|---|---|---|---|---|---|---|",
    ]
    rules = sorted({finding.rule for one in judged for finding in one.findings})
    for rule in rules:
        wanted = Truth.CONFLICT if rule == _TEXT_CONFLICT else Truth.BROKEN
        own = [one for one in judged if rule == _TEXT_CONFLICT or one.pair.truth is not Truth.CONFLICT]
        for severity in Severity:
            hit = [one for one in own if _has(one, severity, rule)]
            if hit:
                lines.append(f"| {rule} | {severity} | {_rule_row(own, hit, wanted)} |")
    return "\n".join(lines)


def time_line(judged: Sequence[Judged]) -> str:
    """Says how long `agentguard overlap` took for a pair."""
    times = sorted(one.seconds for one in judged)
    if not times:
        return "no pair"
    return (
        f"{len(times)} pairs, {1000 * median(times):.0f} ms a pair in the middle, "
        f"{1000 * times[len(times) * 95 // 100]:.0f} ms at 95 %, {1000 * times[-1]:.0f} ms at most"
    )


def is_right(one: Judged) -> bool:
    """Tells whether a verdict fits the truth; a broken pair may be called a risk, since the doubt is enough."""
    match one.pair.truth:
        case Truth.CONFLICT:
            return one.verdict is PairVerdict.CONFLICT
        case Truth.BROKEN:
            return one.verdict is not PairVerdict.CLEAR
        case Truth.CLEAR:
            return one.verdict is PairVerdict.CLEAR


def _rule_row(own: Sequence[Judged], hit: Sequence[Judged], wanted: Truth) -> str:
    right = sum(one.pair.truth is wanted for one in hit)
    asked = sum(one.pair.truth is wanted for one in own)
    clear = sum(one.pair.truth is Truth.CLEAR for one in own)
    false = sum(one.pair.truth is Truth.CLEAR for one in hit)
    rate = f"{100 * false / clear:.1f}" if clear else "-"
    return f"{len(hit)} | {right} | {share(right, len(hit))} | {share(right, asked)} | {rate}"


def _alarms(judged: Sequence[Judged]) -> Iterator[tuple[str, _Alarm]]:
    for name in judged[0].simple if judged else ():
        yield name, lambda one, name=name: one.simple[name]  # type: ignore[misc]
    yield "**agentguard, worse than clear**", lambda one: one.verdict is not PairVerdict.CLEAR
    yield "**agentguard, an error**", lambda one: _has(one, Severity.ERROR)


def _has(one: Judged, severity: Severity, rule: str | None = None) -> bool:
    return any(finding.severity is severity and rule in {None, finding.rule} for finding in one.findings)


def _grouped(judged: Sequence[Judged]) -> list[tuple[tuple[str, str, Truth], list[Judged]]]:
    groups: dict[tuple[str, str, Truth], list[Judged]] = defaultdict(list)
    for one in judged:
        groups[one.pair.repository, one.pair.kind, one.pair.truth].append(one)
        groups["all", one.pair.kind, one.pair.truth].append(one)
    several = len({one.pair.repository for one in judged}) > 1
    return [(key, own) for key, own in sorted(groups.items()) if several or key[0] != "all"]
