from hypothesis import given
from hypothesis import strategies as st

from agentguard.analyzer.printable import printable, printable_lines


@given(st.text())
def test_what_is_not_printable_is_replaced_and_nothing_else(text: str) -> None:
    line = printable(text)
    assert line.isprintable()
    assert [new for old, new in zip(text, line, strict=True) if old != new] == ["\ufffd"] * (
        sum(not character.isprintable() for character in text)
    )


@given(st.lists(st.text()))
def test_lines_stay_apart(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert printable_lines(text).split("\n") == [printable(line) for line in text.split("\n")]
