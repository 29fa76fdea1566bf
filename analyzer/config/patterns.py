"""Which regular expressions can be run on a stranger's lines without a limit on time, which Python's engine lacks."""

import re
from dataclasses import dataclass, field
from math import comb
from warnings import catch_warnings, simplefilter

LONGEST_LINE = 160
"""Characters of a line that a pattern is run on."""

_LONGEST_PATTERN = 200
# Steps that the engine may take on one line; it takes some fifty million a second.
_MOST_STEPS = 30_000_000
# A repetition of up to so many counts as that many choices, one of more as unbounded.
_FEW = 10
_REPEAT = re.compile(r"\{(\d*)(?:(,)(\d*))?\}")
_GROUP = re.compile(r"\((?:\?:|\?P<\w+>|(?!\?))")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_SLOW = "it could take seconds on one line; possessive repetitions (`*+`, `++`) never go back and cost nothing"


@dataclass(slots=True)
class _Group:
    """What stands between two parentheses."""

    is_fixed: bool = True


@dataclass(slots=True)
class _Scan:
    """What makes a pattern go back: unbounded repetitions, and how many choices it has besides."""

    unbounded: int = 0
    choices: int = 1
    open: list[_Group] = field(default_factory=lambda: [_Group()])

    @property
    def steps(self) -> int:
        """The most that the engine may try on one line: where to begin, and where each repetition ends."""
        return comb(LONGEST_LINE + self.unbounded + 1, self.unbounded + 1) * self.choices


def pattern_mistake(pattern: str) -> str | None:
    """Returns why a pattern cannot be used: it is no regular expression of one group, or may take too long."""
    if len(pattern) > _LONGEST_PATTERN:
        return f"it is longer than {_LONGEST_PATTERN} characters"
    mistake = _why_slow(pattern)
    if mistake is not None:
        return mistake
    try:
        with catch_warnings():
            # What Python will read in another way one day, it warns of today.
            simplefilter("error")
            groups = re.compile(pattern).groups
    except (re.error, OverflowError, RecursionError, Warning) as error:
        return f"it is no regular expression: {error}"
    return None if groups == 1 else f"it has {groups} groups; the one group is what must be unique, `(?:` makes none"


def _why_slow(pattern: str) -> str | None:
    scan = _Scan()
    place = 0
    while place < len(pattern):
        end, atom = _atom(pattern, place, scan)
        if end is None:
            return "only groups `(`, `(?:` and `(?P<name>` and no references to groups can be bounded in time"
        if atom is None:
            place = end
            continue
        place, repeated = _repetition(pattern, end, scan)
        if repeated and not atom.is_fixed:
            return "a repetition or a choice stands in a repeated group, which may take for ever"
        if scan.steps > _MOST_STEPS:
            return _SLOW
    return None


def _atom(pattern: str, place: int, scan: _Scan) -> tuple[int | None, _Group | None]:
    """Reads one atom and returns the place behind it; no place for what is not allowed, no atom where none ended."""
    match pattern[place]:
        case "\\":
            refers = pattern[place + 1 : place + 2] in set("123456789")
            return (None, None) if refers else (place + 2, _Group())
        case "[":
            found = _CLASS.match(pattern, place)
            return (found.end() if found else place + 1), _Group()
        case "(":
            opening = _GROUP.match(pattern, place)
            scan.open.append(_Group())
            return (opening.end() if opening else None), None
        case ")":
            closed = scan.open.pop() if len(scan.open) > 1 else _Group()
            scan.open[-1].is_fixed &= closed.is_fixed
            return place + 1, closed
        case "|":
            scan.choices += scan.choices
            scan.open[-1].is_fixed = False
            return place + 1, None
        case _:
            return place + 1, _Group()


def _repetition(pattern: str, place: int, scan: _Scan) -> tuple[int, bool]:
    """Reads what may stand behind an atom; returns the place behind it and whether the atom is repeated."""
    most, end = _most(pattern, place)
    if end == place:
        return place, False
    is_certain = pattern[end : end + 1] == "+" or (pattern[place] == "{" and "," not in pattern[place:end])
    end += pattern[end : end + 1] in {"?", "+"}
    if not is_certain:
        scan.open[-1].is_fixed = False
        if most is None or most > _FEW:
            scan.unbounded += 1
        else:
            scan.choices *= max(most, 2)
    return end, most is None or most > 1


def _most(pattern: str, place: int) -> tuple[int | None, int]:
    """Returns how often an atom may stand at most, None for any number, and the place behind what says so."""
    mark = pattern[place : place + 1]
    if mark in {"*", "+"}:
        return None, place + 1
    if mark == "?":
        return 1, place + 1
    found = _REPEAT.match(pattern, place)
    if found is None or not (found[1] or found[2]):
        return 1, place
    last = found[3] if found[2] else found[1]
    return (int(last[:6]) if last else None), found.end()
