import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentguard.analyzer.model.findings import Severity
from agentguard.analyzer.report.text.style import Style, columns, cut, finish, table, wrap

PLAIN = Style()
COLOR = Style(color=True)


def test_columns_are_aligned_left_but_for_those_named() -> None:
    rows = [("a", "1", "x"), ("bbb", "20", "y")]
    assert table(rows, PLAIN, indent="  ", right=frozenset({1})) == ["  a     1  x", "  bbb  20  y"]


def test_a_row_may_be_shorter_than_others() -> None:
    assert table([("a",), ("b", "c")], PLAIN) == ["a", "b  c"]


def test_a_table_without_rows_is_empty() -> None:
    assert table([], PLAIN) == []


def test_the_column_that_gives_way_is_cut_and_the_others_stay_aligned() -> None:
    rows = [("a long, long path", "1"), ("short", "2")]
    assert table(rows, Style(width=16), shrink=0) == ["a long, lo...  1", "short          2"]


def test_wide_characters_take_two_columns_and_marks_none() -> None:
    assert (columns("日本"), columns("e\u0301")) == (4, 1)
    assert table([("日本", "x"), ("a", "y")], PLAIN) == ["日本  x", "a     y"]


def test_colour_codes_take_no_column_and_end_where_a_line_is_cut() -> None:
    line = COLOR.bold("abcdefgh")
    assert columns(line) == 8
    assert cut(line, 6) == "\x1b[1mabc...\x1b[0m"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.integers(3, 40))
def test_a_cut_line_is_never_wider_than_asked(line: str, width: int) -> None:
    assert columns(cut(line, width)) <= width


@given(st.lists(st.text("ab", min_size=1, max_size=30)), st.integers(20, 60))
def test_wrapped_words_fit_and_stay_in_order(words: list[str], width: int) -> None:
    lines = wrap(words, Style(width=width), first="on   ", indent="     ")
    assert all(columns(line) <= width for line in lines)
    if not any(line.endswith("...") for line in lines):
        assert " ".join(lines).split()[1:] == words


def test_words_stand_side_by_side_until_the_width_is_used_up() -> None:
    words = ["aaa", "bbb", "ccc"]
    assert wrap(words, Style(width=13), first="on   ", indent="     ") == ["on   aaa  bbb", "     ccc"]
    assert wrap(words, PLAIN, first="on   ", indent="     ") == ["on   aaa  bbb  ccc"]


@pytest.mark.parametrize("severity", Severity)
def test_a_severity_is_a_word_with_and_without_colour(severity: Severity) -> None:
    assert PLAIN.severity(severity) == severity.value
    assert severity.value in COLOR.severity(severity)


def test_nothing_is_painted_as_nothing() -> None:
    assert COLOR.dim("") == ""


def test_a_text_ends_with_one_newline_and_no_line_with_spaces() -> None:
    assert finish(["a  ", "", "b", "", ""]) == "a\n\nb\n"
