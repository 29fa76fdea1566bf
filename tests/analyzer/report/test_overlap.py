from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentguard.analyzer.model.findings import Location, Severity, Side
from agentguard.analyzer.model.overlap import Relation
from agentguard.analyzer.model.pairs import OverlapReport, PairReport, PairVerdict, TaskSummary
from agentguard.analyzer.report import github, markdown
from agentguard.analyzer.report.pairs import advice
from agentguard.analyzer.report.text import Style, render
from agentguard.analyzer.report.text.style import columns
from tests.analyzer.report import samples

RISK, CONFLICT = PairVerdict.RISK, PairVerdict.CONFLICT


def pair(a: str, b: str, verdict: PairVerdict = PairVerdict.CLEAR) -> PairReport:
    return PairReport(a=a, b=b, base=samples.A, relation=Relation.PARALLEL, verdict=verdict, merges_cleanly=True)


def report(names: Iterable[str], bad: dict[tuple[str, str], PairVerdict]) -> OverlapReport:
    """All pairs of some tasks; those that are not listed are clear."""
    tasks = tuple(TaskSummary(name=name, base=samples.A, head=samples.B) for name in names)
    pairs = tuple(
        pair(one.name, other.name, bad.get((one.name, other.name), PairVerdict.CLEAR))
        for at, one in enumerate(tasks)
        for other in tasks[at + 1 :]
    )
    return OverlapReport(tasks=tasks, pairs=pairs)


def matrix(of: OverlapReport, style: Style) -> list[str]:
    """The lines above the first blank one."""
    lines = render(of, style).splitlines()
    return lines[: lines.index("")]


def test_pairs_are_told_worst_first_behind_the_matrix() -> None:
    assert (
        render(samples.OVERLAP)
        == """\
          auth   watchdog  pipeline
auth      ·      risk      clear
watchdog  risk   ·         conflict
pipeline  clear  conflict  ·

watchdog \N{MULTIPLICATION SIGN} pipeline   conflict
    src/queue.py:30 (watchdog): error AG201 text-conflict: git cannot merge `src/queue.py`: both change lines 30-44
        also: src/queue.py:31 (pipeline): the other side of it

auth \N{MULTIPLICATION SIGN} watchdog   risk, though git merges it
    src/watch.py:17 (watchdog): warning AG204 stale-use: `verify(token)` was given a second parameter
        also: src/auth.py:4 (auth): `verify` as it is now
        help: call `verify(token, key)`
    → let `auth` land first, then rebase `watchdog` onto it and mend what is listed here

1 conflict, 1 risk, 1 pair clear; 1 error, 1 warning, 1 note (-v shows them), 0.4 s
not looked at: AG207 duplicate-definition (-v says why)
"""
    )


def test_verbose_shows_clear_pairs_with_their_notes_and_why_something_was_left_out() -> None:
    assert render(samples.OVERLAP, Style(verbose=True)).endswith("""
auth \N{MULTIPLICATION SIGN} pipeline   clear, one was made on top of the other
    src/auth.py:9 (merged): note AG204 stale-use: a name in common

1 conflict, 1 risk, 1 pair clear; 1 error, 1 warning, 1 note, 0.4 s
not looked at: AG207 duplicate-definition: left out by the settings
""")


def test_quiet_is_the_matrix_and_the_pairs() -> None:
    assert render(samples.OVERLAP, Style(quiet=True)).splitlines()[-1].startswith("    → let `auth` land first")


def test_an_encoding_of_ascii_only_gets_ascii_only() -> None:
    assert render(samples.OVERLAP, Style(verbose=True, ascii=True)).isascii()


def test_a_pair_needs_no_matrix() -> None:
    assert (
        render(report(["a", "b"], {})) == "a \N{MULTIPLICATION SIGN} b   clear\n\n1 pair clear; nothing found, 0.0 s\n"
    )
    assert render(report(["a", "b"], {("a", "b"): RISK})) == (
        "a \N{MULTIPLICATION SIGN} b   risk, though git merges it\n\n1 risk, 0 pairs clear; nothing found, 0.0 s\n"
    )


def test_a_pair_that_git_could_not_merge_is_not_called_clear_without_saying_so() -> None:
    found = replace(report(["a", "b"], {}), pairs=(replace(pair("a", "b"), merges_cleanly=None),))
    assert render(found).startswith("a \N{MULTIPLICATION SIGN} b   clear, though not merged\n")


def test_nothing_to_compare_is_said_in_a_line() -> None:
    assert render(report(["a"], {})) == "nothing to compare: 1 piece of work\n"


def test_of_many_tasks_only_those_that_meet_are_in_the_matrix() -> None:
    names = [f"task-{number}" for number in range(50)]
    found = report(names, {("task-3", "task-40"): CONFLICT, ("task-3", "task-7"): RISK})
    assert matrix(found, Style()) == [
        "         task-3    task-7  task-40",
        "task-3   ·         risk    conflict",
        "task-7   risk      ·       clear",
        "task-40  conflict  clear   ·",
        "clear of all others (47): "
        + "  ".join([*(f"task-{number}" for number in range(22) if number not in {3, 7}), "and 27 more"]),
    ]


def test_a_wide_matrix_has_letters_under_numbers() -> None:
    names = [f"claude/fix-{number:02}" for number in range(12)]
    lines = matrix(report(names, {(names[0], names[11]): CONFLICT, (names[1], names[2]): RISK}), Style(width=80))
    assert lines[:4] == [
        "                    1  2  3  4  5  6  7  8  9 10 11 12",
        " 1  claude/fix-00   ·  -  -  -  -  -  -  -  -  -  -  C",
        " 2  claude/fix-01   -  ·  r  -  -  -  -  -  -  -  -  -",
        " 3  claude/fix-02   -  r  ·  -  -  -  -  -  -  -  -  -",
    ]
    assert lines[12:] == ["12  claude/fix-11   C  -  -  -  -  -  -  -  -  -  -  ·", "C conflict, r risk, - clear"]


def test_fifty_tasks_that_all_meet_fit_on_a_narrow_terminal() -> None:
    names = [f"a-branch-with-a-long-name-{number:02}" for number in range(50)]
    chain = dict.fromkeys(pairwise(names), RISK)
    lines = matrix(report(names, chain), Style(width=80))
    assert lines[:4] == [
        " " * 30 + "         11111111112222222222333333333344444444445",
        " " * 30 + "12345678901234567890123456789012345678901234567890",
        " 1  a-branch-...long-name-00  ·r" + "-" * 48,
        " 2  a-branch-...long-name-01  r·r" + "-" * 47,
    ]
    assert max(map(columns, lines)) <= 80


def test_a_matrix_that_nobody_could_read_is_left_out() -> None:
    names = [f"t{number}" for number in range(130)]
    chain = dict.fromkeys(pairwise(names), RISK)
    assert matrix(report(names, chain), Style()) == [
        "the matrix of 130 tasks is too wide to be read: `--json` has every pair"
    ]


@given(st.integers(3, 60), st.integers(40, 200), st.lists(st.text(max_size=60), max_size=60))
def test_a_matrix_never_gets_wider_than_the_terminal(count: int, width: int, texts: list[str]) -> None:
    names = [f"{number}{text}" for number, text in enumerate((texts + [""] * count)[:count])]
    chain = dict.fromkeys(pairwise(names), CONFLICT)
    lines = render(report(names, chain), Style(width=width)).split("\n\n", 1)[0].splitlines()
    assert max(map(columns, lines), default=0) <= max(
        width, len("the matrix of 60 tasks is too wide to be read: `--json` has every pair")
    )


def test_colour_says_how_bad_it_is_and_the_words_do_too() -> None:
    out = render(samples.OVERLAP, Style(color=True))
    assert "\x1b[1;31mconflict\x1b[0m" in out
    assert "\x1b[1;33mrisk\x1b[0m" in out


def test_many_reasons_are_cut_short_unless_all_are_asked_for() -> None:
    found = tuple(replace(samples.OLD_CALL, message=f"reason {number}", related=(), help=None) for number in range(9))
    one = replace(samples.OVERLAP.pairs[0], findings=found)
    many = replace(samples.OVERLAP, tasks=samples.OVERLAP.tasks[:2], pairs=(one,))
    assert "    and 3 reasons more (-v shows them)\n" in render(many)
    assert render(many, Style(verbose=True)).count("reason ") == 9


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        ("b", "let `auth` land first, then rebase `watchdog` onto it and mend what is listed here"),
        ("a", "let `watchdog` land first, then rebase `auth` onto it and mend what is listed here"),
        (
            "ab",
            "each uses what the other changes: land one, then rebase the other onto it and mend what is listed here",
        ),
        ("", ""),
    ],
)
def test_who_defines_should_land_before_who_uses(sides: str, expected: str) -> None:
    places = (Location(path="src/watch.py", side=Side(side)) for side in sides)
    findings = tuple(replace(samples.OLD_CALL, location=place) for place in places) or (samples.UNMERGED,)
    assert advice(replace(samples.OVERLAP.pairs[0], findings=findings)) == expected


def test_what_is_waived_or_a_note_decides_no_order() -> None:
    waived = replace(samples.OLD_CALL, suppressed="known")
    note = replace(samples.OLD_CALL, severity=Severity.NOTE)
    assert advice(replace(samples.OVERLAP.pairs[0], findings=(waived, note))) == ""


def test_work_that_lands_with_the_other_one_has_no_order_of_its_own() -> None:
    found = replace(samples.OVERLAP.pairs[0], relation=Relation.SEQUENTIAL, findings=(samples.OLD_CALL,))
    assert advice(found) == ""


def test_a_report_in_markdown_has_the_matrix_and_the_pairs() -> None:
    assert (
        markdown.render(samples.OVERLAP)
        == """\
### agentguard: 1 conflict, 1 risk, 1 pair clear

| | auth | watchdog | pipeline |
|---|---|---|---|
| auth | · | risk | clear |
| watchdog | risk | · | conflict |
| pipeline | clear | conflict | · |

#### `watchdog` \N{MULTIPLICATION SIGN} `pipeline`: conflict

- **error** AG201 text-conflict: `src/queue.py:30` (`watchdog`): git cannot merge `src/queue.py`: both change lines \
30\\-44
  - also `src/queue.py:31` (`pipeline`): the other side of it

#### `auth` \N{MULTIPLICATION SIGN} `watchdog`: risk

- **warning** AG204 stale-use: `src/watch.py:17` (`watchdog`): `verify(token)` was given a second parameter
  - also `src/auth.py:4` (`auth`): `verify` as it is now
  - help: call `verify(token, key)`
- let `auth` land first, then rebase `watchdog` onto it and mend what is listed here

1 error, 1 warning, 1 note
"""
    )


def test_annotations_say_which_pair_and_whose_tree() -> None:
    assert (
        github.render(samples.OVERLAP)
        == """\
::error endLine=44,file=src/queue.py,line=30,title=AG201 text-conflict::watchdog x pipeline (in watchdog): git cannot \
merge `src/queue.py`: both change lines 30-44%0Aalso: src/queue.py:31: pipeline: the other side of it
::warning file=src/watch.py,line=17,title=AG204 stale-use::auth x watchdog (in watchdog): `verify(token)` was given a \
second parameter%0Aalso: src/auth.py:4: auth: `verify` as it is now%0Ahelp: call `verify(token, key)`
::notice file=src/auth.py,line=9,title=AG204 stale-use::auth x pipeline (in merged): a name in common
agentguard: 1 error, 1 warning, 1 note
"""
    )
