"""How well verdicts on commands agree with what git does."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from statistics import median

from evaluation.commands.cases import Origin, Truth
from evaluation.commands.verdicts import Judged, Verdict
from evaluation.pairs.scores import share


def summary_table(judged: Sequence[Judged], key: Callable[[Judged], str], title: str) -> str:
    """Returns a row for each value of a key, and one for all: sweeps caught, harmless commands refused."""
    lines = [
        f"| {title} | sweeps | refused | called unknown | missed | harmless | refused wrongly | unknown |",
        "|---|---|---|---|---|---|---|---|",
    ]
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        groups[key(one)].append(one)
    for name, own in (*sorted(groups.items()), *([("all", list(judged))] if len(groups) > 1 else [])):
        lines.append(f"| {name} | {_row(own)} |")
    return "\n".join(lines)


def folder_line(judged: Iterable[Judged]) -> str:
    """Says what became of commands that name a folder: asked of the repository, or refused as a sweep."""
    own = [one for one in judged if one.case.truth is Truth.FOLDER]
    counts = ", ".join(f"{verdict} {_count(own, verdict)}" for verdict in Verdict)
    return f"{len(own)} commands name a folder: {counts}"


def origin_line(judged: Iterable[Judged]) -> str:
    """Says how many labels are who's, and how many commands count for nothing."""
    cases = [one.case for one in judged]
    counts = ", ".join(f"{sum(case.origin is origin for case in cases)} by {origin}" for origin in Origin)
    either = sum(case.truth is Truth.EITHER for case in cases)
    return f"{len(cases)} commands, labels {counts}; {either} for which either answer is right count for nothing"


def time_line(judged: Sequence[Judged]) -> str:
    """Says how long one command takes."""
    times = sorted(1000 * one.seconds for one in judged)
    most = f"{times[len(times) * 99 // 100]:.2f} ms at 99 %, {times[-1]:.1f} ms at most"
    return f"{median(times):.2f} ms a command in the middle, {most}"


def is_wrong(one: Judged) -> bool:
    """Tells whether a verdict is a miss or a false refusal; to pass on what cannot be known is neither."""
    match one.case.truth:
        case Truth.SWEEP:
            return one.verdict is not Verdict.REFUSE
        case Truth.FOLDER:
            return one.verdict is Verdict.ALLOW
        case Truth.HARMLESS:
            return one.verdict is Verdict.REFUSE
        case Truth.EITHER:
            return False


def _row(own: Sequence[Judged]) -> str:
    sweeps = [one for one in own if one.case.truth is Truth.SWEEP]
    harmless = [one for one in own if one.case.truth is Truth.HARMLESS]
    missed = len(sweeps) - _count(sweeps, Verdict.REFUSE) - _count(sweeps, Verdict.UNKNOWN)
    cells = (
        str(len(sweeps)),
        share(_count(sweeps, Verdict.REFUSE), len(sweeps)),
        str(_count(sweeps, Verdict.UNKNOWN)),
        str(missed),
        str(len(harmless)),
        share(_count(harmless, Verdict.REFUSE), len(harmless)),
        str(_count(harmless, Verdict.UNKNOWN)),
    )
    return " | ".join(cells)


def _count(own: Iterable[Judged], verdict: Verdict) -> int:
    return sum(one.verdict is verdict for one in own)
