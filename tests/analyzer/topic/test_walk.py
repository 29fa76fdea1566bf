import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentguard.analyzer.topic.walk import FILE_FEATURES, file_features, logistic, shares

seeds = st.lists(st.floats(-20, 20), min_size=2, max_size=8)


@st.composite
def commits(draw: st.DrawFn) -> tuple[list[list[float]], list[float]]:
    odds = draw(seeds)
    ties = [[0.0] * len(odds) for _ in odds]
    for i in range(len(odds)):
        for j in range(i):
            ties[i][j] = ties[j][i] = draw(st.floats(0, 1))
    return ties, odds


@given(seeds)
def test_shares_add_up_to_one(odds: list[float]) -> None:
    assert sum(shares(odds)) == pytest.approx(1.0)


@given(st.floats(allow_nan=False))
def test_a_probability_is_one_for_any_score(value: float) -> None:
    assert 0.0 < logistic(value) < 1.0


@given(commits())
def test_each_file_has_every_number(commit: tuple[list[list[float]], list[float]]) -> None:
    rows = file_features(*commit)
    assert [len(row) for row in rows] == [len(FILE_FEATURES)] * len(commit[1])


def test_the_order_of_files_does_not_matter() -> None:
    ties = [[0.0, 0.9, 0.1], [0.9, 0.0, 0.2], [0.1, 0.2, 0.0]]
    turned = [[ties[2 - i][2 - j] for j in range(3)] for i in range(3)]
    rows = file_features(ties, [2.0, -1.0, 0.5])
    for row, other in zip(rows, reversed(file_features(turned, [0.5, -1.0, 2.0])), strict=True):
        assert row == pytest.approx(other)


def test_the_walk_reaches_what_is_tied_to_the_seed() -> None:
    ties = [[0.0, 0.9, 0.0, 0.0], [0.9, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.9], [0.0, 0.0, 0.9, 0.0]]
    walked = [row[FILE_FEATURES.index("walk")] for row in file_features(ties, [5.0, -5.0, -5.0, -5.0])]
    assert walked[0] >= walked[1] > walked[2]
