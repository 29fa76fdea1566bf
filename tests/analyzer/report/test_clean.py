import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentguard.analyzer.report.clean import clean, replace_undecodable

ANYTHING = st.text(st.characters())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07x", "x"),
        ("\x1b]8;;http://evil\x1b\\link", "link"),
        ("a\tb\r\nc", "a b  c"),
        ("\u202etxt.exe", "txt.exe"),
        ("zero\u200bwidth", "zerowidth"),
        ("tag\U000e0041", "tag"),
        ("\x9b2J", "2J"),
        ("caf\udce9", "caf\ufffd"),
        ("##[error]x", "## [error]x"),
        ("  padded  ", "padded"),
        ("日本 é", "日本 é"),
    ],
    ids=ascii,
)
def test_text_of_a_repository_is_made_harmless(text: str, expected: str) -> None:
    assert clean(text) == expected


@given(ANYTHING, st.integers(4, 80))
def test_a_clean_text_is_one_printable_line_of_bounded_length(text: str, limit: int) -> None:
    found = clean(text, limit)
    assert len(found) <= limit
    assert "\n" not in found
    assert not {unicodedata.category(character) for character in found} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@given(ANYTHING)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(ANYTHING)
def test_what_was_not_utf8_can_be_written_as_utf8(text: str) -> None:
    assert len(replace_undecodable(text).encode().decode()) == len(text)
