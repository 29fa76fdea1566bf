import pytest

from agentguard.analyzer.model.findings import Finding, Severity
from agentguard.analyzer.model.pairs import PairVerdict
from evaluation.pairs.cases import Pair, Piece, Truth
from evaluation.pairs.judge import Judged
from evaluation.pairs.scores import predictor_table, rule_table, share, verdict_table, wilson


def judged(truth: Truth, verdict: PairVerdict, *findings: tuple[str, Severity], same_file: bool = False) -> Judged:
    piece = Piece(name="a", base="0", head="1")
    return Judged(
        pair=Pair(repository="r", kind="kind", a=piece, b=piece, truth=truth),
        verdict=verdict,
        findings=tuple(Finding(rule=rule, name="n", severity=severity, message="m") for rule, severity in findings),
        simple={"same file": same_file},
        seconds=0.1,
    )


CONFLICT = judged(Truth.CONFLICT, PairVerdict.CONFLICT, ("AG201", Severity.ERROR), same_file=True)
FOUND = judged(Truth.BROKEN, PairVerdict.RISK, ("AG204", Severity.WARNING))
MISSED = judged(Truth.BROKEN, PairVerdict.CLEAR)
QUIET = judged(Truth.CLEAR, PairVerdict.CLEAR, ("AG202", Severity.NOTE), same_file=True)
FALSE = judged(Truth.CLEAR, PairVerdict.RISK, ("AG204", Severity.WARNING))
ALL = (CONFLICT, FOUND, MISSED, QUIET, FALSE)


@pytest.mark.parametrize(
    ("hits", "count", "low", "high"),
    [(0, 0, 0.0, 1.0), (0, 20, 0.0, 0.161), (20, 20, 0.839, 1.0), (5, 10, 0.237, 0.763)],
)
def test_intervals_are_those_of_wilson(hits: int, count: int, low: float, high: float) -> None:
    assert wilson(hits, count) == pytest.approx((low, high), abs=0.001)


def test_a_share_of_nothing_is_a_dash() -> None:
    assert (share(0, 0), share(1, 2)) == ("-", "0.500 (0.09 to 0.91)")


def test_verdicts_are_counted_by_kind_and_truth() -> None:
    assert verdict_table(ALL).splitlines()[2:] == [
        "| r | kind | broken | 2 | 0 | 1 | 1 | 0 | 1 | 0.500 (0.09 to 0.91) |",
        "| r | kind | clear | 2 | 0 | 1 | 1 | 0 | 1 | 0.500 (0.09 to 0.91) |",
        "| r | kind | conflict | 1 | 1 | 0 | 0 | 1 | 0 | 1.000 (0.21 to 1.00) |",
    ]


def test_agentguard_stands_beside_simple_rules() -> None:
    assert predictor_table(ALL).splitlines()[2:] == [
        "| same file | 2 | 0.500 (0.09 to 0.91) | 0.333 (0.06 to 0.79) | 50.0 |",
        "| **agentguard, worse than clear** | 3 | 0.667 (0.21 to 0.94) | 0.667 (0.21 to 0.94) | 50.0 |",
        "| **agentguard, an error** | 1 | 1.000 (0.21 to 1.00) | 0.333 (0.06 to 0.79) | 0.0 |",
    ]


def test_rules_are_counted_by_severity_without_pairs_that_git_cannot_merge() -> None:
    assert rule_table(ALL).splitlines()[2:] == [
        "| AG201 | error | 1 | 1 | 1.000 (0.21 to 1.00) | 1.000 (0.21 to 1.00) | 0.0 |",
        "| AG202 | note | 1 | 0 | 0.000 (0.00 to 0.79) | 0.000 (0.00 to 0.66) | 50.0 |",
        "| AG204 | warning | 2 | 1 | 0.500 (0.09 to 0.91) | 0.500 (0.09 to 0.91) | 50.0 |",
    ]
