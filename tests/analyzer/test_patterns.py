import re
from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentguard.analyzer.config.patterns import LONGEST_LINE, pattern_mistake

SLOW = "it could take seconds on one line; possessive repetitions (`*+`, `++`) never go back and cost nothing"
NESTED = "a repetition or a choice stands in a repeated group, which may take for ever"
FOREIGN = "only groups `(`, `(?:` and `(?P<name>` and no references to groups can be bounded in time"
HOSTILE = ("a" * LONGEST_LINE, "ab" * (LONGEST_LINE // 2), " " * LONGEST_LINE, "x" * LONGEST_LINE, '"' * LONGEST_LINE)


@pytest.mark.parametrize(
    "pattern",
    [
        r'@app\.(?:get|post|put|delete|patch)\(\s*"([^"]+)"',
        r"path\(\s*'([^']+)'\s*,",
        r"/(\d{4})_",
        r'error_code\s*=\s*"(?P<code>E\d{3,4})"',
        r"(?:ab)*(c)",
        r"\s*+\s*+\s*+\s*+(\w++)",
        r"([)\]]+)",
        r"(\d+)|x",
        r"(a{})",
    ],
)
def test_patterns_of_the_usual_kind_are_sound(pattern: str) -> None:
    assert pattern_mistake(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        (r"(a+)+b", NESTED),
        (r"(?:a|a)*(b)", NESTED),
        (r"(?:a?){30}(b)", NESTED),
        (r"(?:(?:a|b)c)*(d)", NESTED),
        (r".*.*.*(.*)x", SLOW),
        (r".{0,99}.{0,99}.{0,99}(.{0,99})x", SLOW),
        ("a?" * 40 + "(b)", SLOW),
        ("(?:a|a)" * 28 + "(b)", SLOW),
        (r"(\w)\1", FOREIGN),
        (r"(?=a)(b)", FOREIGN),
        (r"(?<=a)(b)", FOREIGN),
        (r"(?i)(b)", FOREIGN),
        (r"abc", "it has 0 groups; the one group is what must be unique, `(?:` makes none"),
        (r"(a)(b)", "it has 2 groups; the one group is what must be unique, `(?:` makes none"),
        (r"(a", "it is no regular expression: missing ), unterminated subpattern at position 0"),
        ("([[a])", "it is no regular expression: Possible nested set at position 2"),
        ("(" + "a" * 200 + ")", "it is longer than 200 characters"),
    ],
)
def test_what_may_take_too_long_or_is_none_is_told(pattern: str, told: str) -> None:
    assert pattern_mistake(pattern) == told


@given(st.text(alphabet='ab.*+?{}()[]|\\:1,^w" ', max_size=24).map(lambda text: f"({text})"))
def test_no_sound_pattern_takes_long_on_one_line(pattern: str) -> None:
    if pattern_mistake(pattern) is None:
        expression = re.compile(pattern)
        started = thread_time()
        for line in HOSTILE:
            expression.search(line)
        assert thread_time() - started < 5
