from contextlib import suppress
from time import perf_counter

from hypothesis import given
from hypothesis import strategies as st

from agentguard.analyzer.undo.alignment import TooDifferentError, align

_VERSIONS = st.lists(st.integers(0, 6), max_size=30)


@given(_VERSIONS, _VERSIONS)
def test_pairs_are_of_equal_lines_and_do_not_cross(old: list[int], new: list[int]) -> None:
    pairs = [(place, partner) for place, partner in enumerate(align(old, new)) if partner >= 0]
    assert all(old[place] == new[partner] for place, partner in pairs)
    assert [partner for _, partner in pairs] == sorted({partner for _, partner in pairs})


@given(_VERSIONS)
def test_a_version_is_paired_with_itself_line_by_line(lines: list[int]) -> None:
    assert align(lines, lines) == list(range(len(lines)))


@given(_VERSIONS, _VERSIONS, _VERSIONS)
def test_what_both_versions_begin_and_end_with_is_paired(head: list[int], tail: list[int], between: list[int]) -> None:
    new = [*head, *(line + 100 for line in between), *tail]
    assert align(head + tail, new)[: len(head)] == list(range(len(head)))


def test_a_moved_line_stays_where_most_of_its_neighbours_are() -> None:
    assert align([1, 2, 3, 4, 5], [2, 3, 4, 5, 1]) == [-1, 0, 1, 2, 3]


def test_repeated_lines_are_paired_in_order() -> None:
    assert align([7, 7, 1, 7], [7, 2, 7, 7]) == [0, 2, -1, 3]


def test_versions_that_have_everything_in_other_places_end_in_time() -> None:
    lines = [number % 50 for number in range(20_000)]
    started = perf_counter()
    with suppress(TooDifferentError):
        align(lines, lines[::-1])
    assert perf_counter() - started < 5
