import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentguard.analyzer.model.symbols import SourceFile
from agentguard.analyzer.symbols.compare import compare
from agentguard.analyzer.symbols.reading import PlainReading
from agentguard.analyzer.symbols.sections import read_sections
from tests.analyzer.symbols.tables import keys

TREES = st.recursive(
    st.sampled_from([1, 2, True, "x"]),
    lambda inner: (
        st.dictionaries(st.sampled_from("abcd."), inner, max_size=4)
        | st.lists(st.fixed_dictionaries({"id": st.sampled_from("xyz"), "v": inner}), max_size=3)
    ),
    max_leaves=12,
)

Row = tuple[str, str, str | None]


def _changes(old: SourceFile, new: SourceFile) -> list[Row]:
    changes = compare({"file": PlainReading(old)}, {"file": PlainReading(new)}, {})
    return sorted((change.change.value, change.symbol, change.old_symbol) for change in changes)


def _of_keys(old: str, new: str, language: str = "yaml") -> list[Row]:
    return _changes(keys(old, language), keys(new, language))


def _of_sections(old: str, new: str) -> list[Row]:
    one, two = (read_sections("file", source.encode(), "markdown") for source in (old, new))
    return _changes(one, two)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a: {timeout: 30, b: 1}", "a: {time_limit: 30, b: 1}", [("renamed", "a.time_limit", "a.timeout")]),
        (
            "a: {x: 1, y: 2}\nq: 1",
            "b: {x: 1, y: 2}\nq: 1",
            [("renamed", "b", "a"), ("renamed", "b.x", "a.x"), ("renamed", "b.y", "a.y")],
        ),
        (
            "a: {s: {x: 1}, r: 5}\nb: {t: 7}",
            "a: {r: 5}\nb: {t: 7, s: {x: 1}}",
            [("moved", "b.s", "a.s"), ("renamed", "b.s.x", "a.s.x")],
        ),
        (
            "a: {x: 1, y: 2}",
            "b: {x: 1, y: 3}",
            [("body", "b.y", "a.y"), ("renamed", "b", "a"), ("renamed", "b.x", "a.x")],
        ),
        ("a: 1", "b: 2", [("added", "b", None), ("removed", "a", None)]),
        ("a: {x: 1, y: 1}", "a: {z: 1}", [("added", "a.z", None), ("removed", "a.x", None), ("removed", "a.y", None)]),
        (
            "a: {x: 1}\nb: {k: 0}",
            "a: {k: 0}\nb: {y: 1}",
            [("added", "b.y", None), ("moved", "a.k", "b.k"), ("removed", "a.x", None)],
        ),
        (
            "l:\n- {name: a, v: 1, w: 2}",
            "l:\n- {name: b, v: 1, w: 2}",
            [
                ("body", "l[b].name", "l[a].name"),
                ("renamed", "l[b]", "l[a]"),
                ("renamed", "l[b].v", "l[a].v"),
                ("renamed", "l[b].w", "l[a].w"),
            ],
        ),
    ],
    ids=["key", "table", "moved", "changed-too", "other-value", "one-of-two", "elsewhere", "item"],
)
def test_a_key_that_went_is_matched_with_what_it_became(old: str, new: str, expected: list[Row]) -> None:
    assert _of_keys(old, new) == expected


def test_a_reformatted_file_changes_in_form_only() -> None:
    changes = _of_keys("a: {b: 1, c: [x, y]}\nd: 'e'\n", '# why\nd: e\na:\n  c:\n  - x\n  - "y"\n  b: 1\n')

    assert {kind for kind, *_ in changes} == {"cosmetic"}


def test_a_renamed_section_takes_those_below_it_along() -> None:
    assert _of_sections("# A\n\n## One\n\nText.\n", "# B\n\n## One\n\nText.\n") == [
        ("renamed", "B", "A"),
        ("renamed", "B > One", "A > One"),
    ]


def test_a_section_that_moves_below_another_is_moved() -> None:
    text = "## S\n\nIt says enough to be told from any other text.\n\n"

    assert _of_sections(f"# A\n\n{text}# B\n\nx\n", f"# A\n\n# B\n\nx\n\n{text}") == [("moved", "B > S", "A > S")]


def test_a_rewrapped_section_changes_in_form_only() -> None:
    assert _of_sections("# A\n\none two\nthree\n", "# A\n\none\ntwo three\n") == [("cosmetic", "A", None)]


def test_many_equal_values_are_not_matched_by_chance() -> None:
    old, new = (", ".join(f"{name}{number}: true" for number in range(300)) for name in "ab")
    changes = _of_keys(f"a: {{{old}}}", f"a: {{{new}}}")

    assert {kind for kind, *_ in changes} == {"added", "removed"}


@given(TREES, TREES)
def test_every_key_that_went_or_came_is_told_once(old: object, new: object) -> None:
    before, after = keys(json.dumps(old), "json"), keys(json.dumps(new), "json")
    rows = _changes(before, after)

    went = [former or name for kind, name, former in rows if kind != "added"]
    came = [name for kind, name, _ in rows if kind != "removed"]
    names_before, names_after = ({symbol.name for symbol in file.symbols} for file in (before, after))
    assert len(went) == len(set(went))
    assert len(came) == len(set(came))
    assert names_before - names_after <= set(went) <= names_before
    assert names_after - names_before <= set(came) <= names_after
