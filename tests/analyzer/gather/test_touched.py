import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentguard.analyzer.gather.touched import compare_versions, touched_symbols
from agentguard.analyzer.symbols import read_source

SOURCE = """\
import os

LIMIT = 3


class Client:
    name = "x"

    def send(self):
        def retry():
            return 1

        return retry()

    def close(self):
        return 2


def main():
    return 3
"""
LINES = SOURCE.splitlines(keepends=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LIMIT = 3", {"LIMIT"}),
        ("return 1", {"Client.send.retry"}),
        ("return retry()", {"Client.send"}),
        ('name = "x"\n', {"Client.name"}),
        ("class Client:", {"Client"}),
        ("import os\n", set()),
        ("        return 2\n\n\ndef main", {"Client.close", "main"}),
        ("return", {"Client.send.retry", "Client.send", "Client.close", "main"}),
        ("nowhere", set()),
        ("", set()),
        (None, set()),
    ],
)
def test_a_text_touches_the_innermost_symbols_around_it(text: str | None, expected: set[str]) -> None:
    assert touched_symbols("a.py", SOURCE.encode(), text) == expected


def test_line_ends_do_not_matter() -> None:
    content = SOURCE.replace("\n", "\r\n").encode()
    assert touched_symbols("a.py", content, "        return 2\n\n\ndef main") == {"Client.close", "main"}


def test_a_file_that_no_grammar_knows_has_no_symbols() -> None:
    assert touched_symbols("a.bin", b"x = 1\n", "x = 1") == frozenset()
    assert touched_symbols("a.py", None, "x = 1") == frozenset()
    assert compare_versions("a.bin", b"x = 1\n", b"x = 2\n") is None


@given(st.integers(0, len(LINES) - 1), st.integers(1, 6))
def test_each_line_of_a_text_touches_the_smallest_symbol_around_it(first: int, count: int) -> None:
    text = "".join(LINES[first : first + count])
    if SOURCE.count(text) != 1 or not text.strip():
        return
    symbols = [one for one in read_source("a.py", SOURCE.encode(), "python").file.symbols if one.name]
    expected = set()
    for line in range(first + 1, first + 1 + text.rstrip("\n").count("\n") + 1):
        around = [one for one in symbols if one.lines.first <= line <= one.lines.last]
        expected |= {min(around, key=lambda one: one.lines.last - one.lines.first).name} if around else set()
    assert touched_symbols("a.py", SOURCE.encode(), text) == expected
