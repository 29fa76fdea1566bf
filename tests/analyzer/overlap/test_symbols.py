from time import thread_time

import pytest

from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.overlap.symbols import shared_symbols
from tests.analyzer.overlap.support import opened, shared, works
from tests.support.builder import Builder

BASE = """\
import os


def load(path, timeout=3):
    text = path.read()
    limit = 10

    rows = text.split()

    if rows:
        count = len(rows)

        log(count)

        check(rows)

    other = make()

    return rows
"""


def edited(*edits: tuple[str, str], text: str = BASE) -> dict[str, str | None]:
    for before, after in edits:
        assert before in text
        text = text.replace(before, after)
    return {"m.py": text}


def told(repo: Builder, one: tuple[str, str], two: tuple[str, str], text: str = BASE) -> list[str]:
    return shared(repo, {"m.py": text}, edited(one, text=text), edited(two, text=text))


def test_edits_that_have_nothing_to_do_with_each_other_are_apart(repo: Builder) -> None:
    assert told(repo, ("limit = 10", "limit = 20"), ("other = make()", "other = make(2)")) == [
        "apart m.py::load body/body"
    ]


def test_a_name_that_one_sets_and_new_lines_of_the_other_use_ties_them(repo: Builder) -> None:
    assert told(repo, ("limit = 10", "limit = 20"), ("make()", "make(limit)")) == [
        "tied m.py::load body/body: `one` sets `limit`, which changed lines of `two` use"
    ]


def test_the_tie_is_told_from_the_side_that_makes_it(repo: Builder) -> None:
    assert told(repo, ("make()", "make(limit)"), ("limit = 10", "limit = 20")) == [
        "tied m.py::load body/body: `two` sets `limit`, which changed lines of `one` use"
    ]


def test_a_name_that_was_used_there_before_is_too_common_to_tie(repo: Builder) -> None:
    assert told(repo, ("text = path.read()", "text = path.read_text()"), ("text.split()", "text.split(',')")) == [
        "apart m.py::load body/body: `one` sets `text`, which changed lines of `two` use"
    ]


def test_a_name_that_is_set_behind_its_use_does_not_tie(repo: Builder) -> None:
    assert told(repo, ("other = make()", "limit = make()"), ("text.split()", "text.split(limit)")) == [
        "apart m.py::load body/body"
    ]


def test_a_name_that_one_takes_away_and_the_other_begins_to_use_ties_them(repo: Builder) -> None:
    assert told(repo, ("    limit = 10\n", ""), ("make()", "make(limit)")) == [
        "tied m.py::load body/body: `one` takes `limit` away, which new lines of `two` use"
    ]


def test_a_parameter_that_one_takes_away_ties_them(repo: Builder) -> None:
    assert told(repo, ("path, timeout=3", "path"), ("make()", "make(timeout)")) == [
        "tied m.py::load signature/body: `one` takes `timeout` away, which new lines of `two` use"
    ]


def test_a_name_that_both_begin_to_set_ties_them(repo: Builder) -> None:
    assert told(
        repo,
        ("    limit = 10\n", "    limit = 10\n    size = 1\n"),
        ("    return rows", "    size = 2\n    return rows"),
    ) == ["tied m.py::load body/body: both begin to set `size`"]


def test_a_condition_around_the_lines_of_the_other_ties_them(repo: Builder) -> None:
    assert told(repo, ("if rows:", "if not rows:"), ("check(rows)", "check(rows, 1)")) == [
        "tied m.py::load body/body: `one` changes a condition around changed lines of `two`"
    ]


def test_a_statement_of_several_lines_that_both_change_ties_them(repo: Builder) -> None:
    text = "def f(a, b, c):\n    return (\n        a\n        and b\n        and c\n        and a\n    )\n"
    assert told(repo, ("(\n        a\n", "(\n        not a\n"), ("and c\n", "or c\n"), text) == [
        "tied m.py::f body/body: both change the same statement"
    ]


def test_a_way_out_before_the_lines_of_the_other_is_said_and_no_tie(repo: Builder) -> None:
    out = ("    rows = text", "    if not text:\n        return None\n    rows = text")
    assert told(repo, out, ("other = make()", "other = make(2)")) == [
        "apart m.py::load body/body: `one` leaves before changed lines of `two` are reached"
    ]


def test_a_way_out_in_another_branch_is_not_said(repo: Builder) -> None:
    text = "def f(a):\n    if a:\n        one()\n        two()\n    else:\n        three()\n        four()\n"
    assert told(repo, ("one()\n", "one()\n        return\n"), ("four()", "four(4)"), text) == [
        "apart m.py::f body/body"
    ]


def test_a_new_parameter_and_an_edit_elsewhere_are_no_more_than_the_same_symbol(repo: Builder) -> None:
    assert told(repo, ("timeout=3", "timeout=3, size=1"), ("make()", "make(2)")) == ["same m.py::load signature/body"]


def test_parameters_that_both_add_are_entries(repo: Builder) -> None:
    text = "def f(\n    a=1,\n    b=2,\n    c=3,\n):\n    return a\n"
    assert told(repo, ("a=1,", "a=1,\n    d=4,"), ("c=3,", "c=3,\n    e=5,"), text) == [
        "entries m.py::f signature/signature"
    ]


def test_a_rename_is_matched_with_the_edit_of_the_old_name(repo: Builder) -> None:
    assert told(repo, ("def load", "def load_all"), ("make()", "make(2)")) == ["same m.py::load_all renamed/body"]


def test_a_moved_file_is_matched_with_the_edit_at_the_old_place(repo: Builder) -> None:
    text = edited(("make()", "make(2)"))
    assert shared(repo, {"m.py": BASE}, {"m.py": None, "n.py": BASE}, text) == ["same n.py::load moved/body"]


def test_a_symbol_that_one_removed_and_the_other_edits_is_the_same(repo: Builder) -> None:
    kept = "def kept():\n    return 1\n"
    assert shared(repo, {"m.py": BASE + kept}, {"m.py": kept}, edited(("make()", "make(2)"), text=BASE + kept)) == [
        "same m.py::load removed/body"
    ]


def test_what_both_removed_says_so(repo: Builder) -> None:
    assert shared(repo, {"m.py": BASE, "n.py": "x = 1\n"}, {"m.py": None}, {"m.py": None}) == [
        "apart m.py:: removed/removed: both remove it",
        "apart m.py::load removed/removed: both remove it",
    ]


def test_what_both_change_alike_says_so(repo: Builder) -> None:
    edit = ("limit = 10", "limit = 20")
    assert told(repo, edit, edit) == ["apart m.py::load body/body: both make the same change"]


def test_what_only_looks_different_is_not_told(repo: Builder) -> None:
    assert told(repo, ("limit = 10", "limit  =  10  # ten"), ("make()", "make(2)")) == []


def test_imports_of_both_are_entries(repo: Builder) -> None:
    assert told(repo, ("import os\n", "import os\nimport re\n"), ("import os\n", "import abc\nimport os\n")) == [
        "entries m.py:: body/body"
    ]


@pytest.mark.parametrize(
    ("path", "text", "symbol"),
    [
        ("m.py", "__all__ = [\n    'a',\n    'b',\n    'c',\n]\n", "__all__"),
        ("m.py", "TABLE = {\n    'a': 1,\n    'b': 1,\n    'c': 1,\n}\n", "TABLE"),
        ("m.toml", "x = [\n    'a',\n    'b',\n    'c',\n]\n", "x"),
        ("m.json", '{"x": [\n    "a",\n    "b",\n    "c"\n]}\n', "x"),
        ("m.yaml", "x:\n    - 'a'\n    - 'b'\n    - 'c'\n", "x"),
    ],
    ids=["__all__", "dict", "toml", "json", "yaml"],
)
def test_what_both_add_to_one_list_are_entries(repo: Builder, path: str, text: str, symbol: str) -> None:
    lines = text.splitlines(keepends=True)
    first = next(number for number, line in enumerate(lines) if line.strip(" -{[\"'").startswith("a"))
    one, two = list(lines), list(lines)
    one.insert(first, lines[first].replace("a", "k"))
    two.insert(first + 1, lines[first].replace("a", "l"))
    assert shared(repo, {path: text}, {path: "".join(one)}, {path: "".join(two)}) == [
        f"entries {path}::{symbol} body/body"
    ]


def test_one_setting_with_two_values_is_tied(repo: Builder) -> None:
    found = shared(
        repo, {"s.toml": "[a]\nx = 1\ny = 2\n"}, {"s.toml": "[a]\nx = 3\ny = 2\n"}, {"s.toml": "[a]\nx = 4\ny = 2\n"}
    )
    assert found == ["tied s.toml::a.x body/body: both give it another value"]


def test_a_text_of_many_lines_may_have_been_changed_in_two_places(repo: Builder) -> None:
    text = "x: |\n  one\n  two\n  three\n  four\n"
    one, two = text.replace("one", "1"), text.replace("four", "4")
    assert shared(repo, {"s.yaml": text}, {"s.yaml": one}, {"s.yaml": two}) == ["apart s.yaml::x body/body"]


def test_neighbouring_settings_are_not_told(repo: Builder) -> None:
    found = shared(
        repo, {"s.toml": "[a]\nx = 1\ny = 2\n"}, {"s.toml": "[a]\nx = 3\ny = 2\n"}, {"s.toml": "[a]\nx = 1\ny = 4\n"}
    )
    assert found == []


def test_one_section_of_a_document_is_apart(repo: Builder) -> None:
    text = "# Top\n\n## Use\n\nOne sentence.\n\nAnother sentence.\n"
    one, two = text.replace("One", "First"), text.replace("Another", "Second")
    assert shared(repo, {"d.md": text}, {"d.md": one}, {"d.md": two}) == ["apart d.md::Top > Use body/body"]


def test_lock_files_are_left_to_git(repo: Builder) -> None:
    text = '[[package]]\nname = "a"\nversion = "1"\n'
    one, two = text.replace('"1"', '"2"'), text.replace('"1"', '"3"')
    assert shared(repo, {"poetry.lock": text, "uv.lock": text}, {"uv.lock": one}, {"uv.lock": two}) == []


def test_the_lines_of_a_tie_are_named_on_both_sides(repo: Builder) -> None:
    one, two = edited(("limit = 10", "limit = 20")), edited(("make()", "make(limit)"))
    with works(repo, {"m.py": BASE}, one, two) as (a, b):
        found = shared_symbols(a, b)
    assert [(one.a_lines, one.b_lines) for one in found] == [(Lines(first=6, last=6), Lines(first=17, last=17))]


def test_sides_that_began_from_different_commits_are_told_in_one_version(repo: Builder) -> None:
    later = BASE.replace("    text = path.read()\n", "    path = open(path)\n    text = path.read()\n")
    start = repo.commit({"m.py": BASE}, "base")
    repo.branch("one")
    repo.commit(edited(("limit = 10", "limit = 20")), "one")
    repo.switch("main")
    repo.commit({"m.py": later}, "between")
    repo.branch("two")
    repo.commit(edited(("make()", "make(limit)"), text=later), "two")
    with opened(repo, f"one={start}..one", "two=main..two") as (a, b):
        found = [(one.closeness, one.why) for one in shared_symbols(a, b)]
    assert found == [("tied", "`one` sets `limit`, which changed lines of `two` use")]


def test_a_function_of_the_same_statement_a_thousand_times_is_not_aligned(repo: Builder) -> None:
    lines = ["    same()\n"] * 1_000
    other = [line for one in lines for line in (one, "    other()\n")]
    text, one, two = ("".join(["def f():\n", *rest]) for rest in (lines, other, [*lines, "    last()\n"]))
    started = thread_time()
    assert shared(repo, {"m.py": text}, {"m.py": one}, {"m.py": two}) == ["apart m.py::f body/body"]
    assert thread_time() - started < 5


def test_what_a_loop_goes_through_is_no_condition(repo: Builder) -> None:
    text = "def load(rows):\n    for row in walk(rows):\n        check(row)\n        last(row)\n    return rows\n"
    one, two = text.replace("walk(rows)", "walk_all(rows)"), text.replace("last(row)", "last(row, 1)")
    (row,) = shared(repo, {"m.py": text}, {"m.py": one}, {"m.py": two})
    assert row == "apart m.py::load body/body: `one` sets `row`, which changed lines of `two` use"
