"""How well splits agree with the truth, one case at a time and summed up."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import mean

from agentguard.analyzer.model.topic import TopicSplit, Verdict
from evaluation.topics.cases import Case, Kind
from evaluation.topics.legitimate import LARGE

_BUCKETS = (0.5, 0.6, 0.7, 0.8, 0.9)
_COLUMNS = "noticed | balanced, verdict alone | listed | found | kept | balanced"
_RULE = "|---|---|---|---|---|---|---|---|"


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One case, judged.

    Attributes:
        repository: its name.
        case: with the truth.
        sweep: whether it was called one.
        listed: whether some of its files were named, in doubt where it was not called a sweep.
        found: share of the off-topic files that were named; 1 where there are none.
        kept: share of the others that were not.
        right: share of the files called off topic that are; 0 where none was called so.
        confidence: of the split.
    """

    repository: str
    case: Case
    sweep: bool
    listed: bool
    found: float
    kept: float
    right: float
    confidence: float

    @property
    def balanced(self) -> float:
        """The mean of off-topic files found and topic files kept."""
        return (self.found + self.kept) / 2

    @property
    def strict(self) -> float:
        """The same of the verdict alone: a commit that is not called a sweep has found nothing and kept everything."""
        return self.balanced if self.sweep else 0.5


def score(repository: str, case: Case, split: TopicSplit | None) -> Score:
    """Compares a split with the truth; None stands for a commit that is left alone."""
    called = {one.path for one in split.off_topic} if split is not None else set()
    paths = set(case.commit.paths)
    off, on = paths & case.off_topic, paths - case.off_topic
    return Score(
        repository=repository,
        case=case,
        sweep=split is not None and split.verdict is Verdict.SWEEP,
        listed=bool(called),
        found=len(off & called) / len(off) if off else 1.0,
        kept=len(on - called) / len(on) if on else 1.0,
        right=len(off & called) / len(called) if called else 0.0,
        confidence=split.confidence if split is not None else 1.0,
    )


def split_table(scores: Sequence[Score]) -> str:
    """Returns a table of cases that have off-topic files: a row a repository, and their mean."""
    lines = [f"| repository | cases | {_COLUMNS} |", _RULE]
    rows = [_split_row(name, own) for name, own in _by_repository(scores)]
    lines += [f"| {name} | {count} | {_numbers(row)} |" for name, count, row in rows]
    if len(rows) > 1:
        means = [mean(row[column] for _, _, row in rows) for column in range(len(rows[0][2]))]
        lines.append(f"| mean of repositories | {len(scores)} | {_numbers(means)} |")
    return "\n".join(lines)


def size_table(scores: Sequence[Score]) -> str:
    """Returns a table of the same by the number of off-topic files."""
    lines = [f"| off-topic files | cases | {_COLUMNS} |", _RULE]
    for low, high in ((3, 9), (10, 19), (20, 39), (40, 10_000)):
        own = [one for one in scores if low <= len(one.case.off_topic) <= high]
        if own:
            name, count, row = _split_row(f"{low} to {high}" if high < 10_000 else f"{low} or more", own)
            lines.append(f"| {name} | {count} | {_numbers(row)} |")
    return "\n".join(lines)


def alarm_table(scores: Sequence[Score]) -> str:
    """Returns a table of legitimate commits: how many were called a sweep, how many had files named in doubt."""
    lines = ["| repository | commits | called a sweep | rate | files named | rate |", "|---|---|---|---|---|---|"]
    for name, own in [*_by_repository(scores), ("all", list(scores))]:
        called, listed = sum(one.sweep for one in own), sum(one.listed for one in own)
        rates = f"{called} | {called / len(own):.1%} | {listed} | {listed / len(own):.1%}"
        lines.append(f"| {name} | {len(own)} | {rates} |")
    return "\n".join(lines)


def reliability_table(scores: Sequence[Score]) -> str:
    """Returns how often files called off topic are, by the confidence of the split."""
    lines = ["| confidence | splits | mean confidence | right |", "|---|---|---|---|"]
    called = [one for one in scores if one.listed]
    for low, high in zip((0.0, *_BUCKETS), (*_BUCKETS, 1.01), strict=True):
        own = [one for one in called if low <= one.confidence < high]
        if own:
            sure, right = mean(one.confidence for one in own), mean(one.right for one in own)
            lines.append(f"| {low:.1f} to {min(high, 1.0):.1f} | {len(own)} | {sure:.2f} | {right:.2f} |")
    return "\n".join(lines)


def large(scores: Iterable[Score]) -> list[Score]:
    """Returns the legitimate commits of many files."""
    return [one for one in scores if one.case.kind is Kind.LEGITIMATE and len(one.case.commit.paths) >= LARGE]


def _by_repository(scores: Sequence[Score]) -> list[tuple[str, list[Score]]]:
    groups: dict[str, list[Score]] = defaultdict(list)
    for one in scores:
        groups[one.repository].append(one)
    return list(groups.items())


def _split_row(name: str, own: Sequence[Score]) -> tuple[str, int, list[float]]:
    columns: tuple[Callable[[Score], float], ...] = (
        lambda one: float(one.sweep),
        lambda one: one.strict,
        lambda one: float(one.listed),
        lambda one: one.found,
        lambda one: one.kept,
        lambda one: one.balanced,
    )
    return name, len(own), [mean(map(column, own)) for column in columns]


def _numbers(row: Sequence[float]) -> str:
    return " | ".join(f"{value:.3f}" for value in row)
