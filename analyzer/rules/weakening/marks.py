"""Finds the lines that switch a test off, or that make it pass whatever happens."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from agentguard.analyzer.rules.weakening.code import TestFile

_PYTHON_MARK = re.compile(
    r"^\s*@(?:pytest\.)?mark\.(?P<pytest>skip|xfail)\b|^\s*@(?:unittest\.)?(?P<unittest>skip|expectedFailure)(?![\w.])"
)
_CONDITION = re.compile(r"\bxfail\(\s*(?!reason\b|strict\b|raises\b|run\b|\))\S|\bcondition\s*=")
_WHOLE_FILE = re.compile(r"^pytestmark\s*=.*\bmark\.(?:skip|xfail)\b(?!if)")
_PYTHON_CALL = re.compile(
    r"^(?P<indent>\s+)(?:pytest\.(?:skip|xfail)\(|self\.skipTest\(|raise\s+(?:unittest\.)?SkipTest\b)"
)
_OTHER = {
    "js": re.compile(r"\b(?:it|test|describe|context)\.(?:skip|todo|failing)\b|^\s*x(?:it|test|describe)\("),
    "go": re.compile(r"^\t(?:t|b)\.Skip(?:Now|f)?\("),
    "rs": re.compile(r"^\s*#\[ignore\b"),
    "java": re.compile(r"^\s*@(?:Disabled|Ignore)\b"),
    "rb": re.compile(r"^\s*(?:skip|pending|xit)\b"),
}
_EMPTY = re.compile(
    r"^\s*assert\s+(?:True|1)\s*(?:,.*|#.*)?$|^\s*self\.assertTrue\(\s*True\s*\)|\bexpect\(true\)\.toBe\(true\)|^\s*assert\b.*\bor\s+True\s*$"
)
_OPENS = re.compile(r"^(?P<indent>\s*)(?:async\s+)?def\s")


class Mark(NamedTuple):
    """A line that weakens a test: its number, its text, and whether it switches the test off or empties it."""

    line: int
    text: str
    skips: bool


def marks(file: TestFile) -> Iterator[Mark]:
    """Yields the lines of a test file that weaken it; what depends on a platform or a version does not count."""
    language = file.language
    lines = file.text.split("\n")
    for number, line in enumerate(lines, 1):
        if _EMPTY.search(line):
            yield Mark(number, line.strip(), skips=False)
        elif (
            _skips_python(lines, number, line)
            if language == "py"
            else language in _OTHER and _OTHER[language].search(line)
        ):
            yield Mark(number, line.strip(), skips=True)


def _skips_python(lines: list[str], number: int, line: str) -> bool:
    if _WHOLE_FILE.search(line):
        return True
    if _PYTHON_MARK.search(line):
        following = lines[number].strip() if line.rstrip().endswith("(") and number < len(lines) else ""
        return not _CONDITION.search(line.rstrip() + following)
    call = _PYTHON_CALL.search(line)
    return call is not None and _is_first_level(lines, number, len(call["indent"]))


def _is_first_level(lines: list[str], number: int, indent: int) -> bool:
    """Tells whether a line stands right in a function, under no condition."""
    for line in reversed(lines[: number - 1]):
        before = len(line) - len(line.lstrip())
        if line.strip() and before < indent:
            return _OPENS.match(line) is not None
    return False
