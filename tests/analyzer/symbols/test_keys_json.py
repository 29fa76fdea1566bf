import pytest

from tests.analyzer.symbols.tables import broken, changed, keys, table, tokens

PLAIN = """{
  "name": "demo",
  "scripts": {
    "build": "make",
    "test": "make test"
  },
  "files": [
    "a",
    "b"
  ]
}
"""


def test_each_key_reaches_from_its_name_to_the_end_of_its_value() -> None:
    file = keys(PLAIN, "json")

    assert table(file) == [
        ("name", 2, 2),
        ("scripts", 3, 6),
        ("scripts.build", 4, 4),
        ("scripts.test", 5, 5),
        ("files", 7, 10),
    ]
    assert (file.symbols[0].name, file.symbols[0].lines.first, file.symbols[0].lines.last) == ("", 1, 11)
    assert broken(file) == []


def test_other_indentation_and_order_of_keys_hold_the_same() -> None:
    compact = '{"files":["a","b"],"scripts":{"test":"make test","build":"m\\u0061ke"},"name":"demo"}'

    assert tokens(keys(compact, "json")) == tokens(keys(PLAIN, "json"))


def test_comments_and_trailing_commas_are_no_errors() -> None:
    source = '// head\n{\n  /* "x": 1, */\n  "a": [1, 2,], // tail\n  "b": 2,\n}\n'
    file = keys(source, "json")

    assert table(file) == [("a", 4, 4), ("b", 5, 5)]
    assert broken(file) == []
    assert tokens(file) == tokens(keys('{"a": [1, 2], "b": 2}', "json"))


@pytest.mark.parametrize("literal", ["NaN", "-Infinity", "1e5", "-0.5", "null", "true"])
def test_a_literal_differs_from_the_same_text_in_quotes(literal: str) -> None:
    assert broken(keys(f'{{"a": {literal}}}', "json")) == []
    assert changed(f'{{"a": {literal}}}', f'{{"a": "{literal}"}}', "json") == {"a"}


def test_a_key_that_would_be_misread_stands_in_quotes() -> None:
    source = '{"a.b": {"c d": 1, "": 2, "x[0]": 3, "say \\"hi\\"": 4, "@scope/name": 5}}'

    assert [name for name, *_ in table(keys(source, "json"))] == [
        '"a.b"',
        '"a.b".c d',
        '"a.b".""',
        '"a.b"."x[0]"',
        '"a.b"."say \\"hi\\""',
        '"a.b".@scope/name',
    ]


def test_an_endless_key_is_shortened_and_stays_distinct() -> None:
    names = [name for name, *_ in table(keys(f'{{"{"k" * 5000}1": 1, "{"k" * 5000}2": 2}}', "json"))]

    assert [len(name) for name in names] == [109, 109]
    assert names[0] != names[1]


def test_both_of_two_equal_keys_are_listed() -> None:
    assert table(keys('{"a": 1,\n"a": 2}', "json")) == [("a", 1, 1), ("a", 2, 2)]


def test_an_item_is_named_by_what_identifies_it() -> None:
    source = '{"steps": [{"id": "x", "run": 1}, {"run": 2}, {"name": "x", "id": "x"}, {"uses": "a/b@v1"}]}'

    assert [name for name, *_ in table(keys(source, "json"))] == [
        "steps",
        "steps[x]",
        "steps[x].id",
        "steps[x].run",
        "steps[x#2]",
        "steps[x#2].name",
        "steps[x#2].id",
        "steps[a/b]",
        "steps[a/b].uses",
    ]


def test_an_item_put_in_front_changes_no_other() -> None:
    old = '[{"name": "b", "v": 1}, {"name": "c", "v": 2}]'
    new = '[{"name": "a", "v": 0}, {"name": "b", "v": 1}, {"name": "c", "v": 2}]'

    assert changed(old, new, "json") == {"[a]", "[a].name", "[a].v"}


def test_an_item_without_identity_is_part_of_its_list() -> None:
    assert changed('{"l": [{"x": 1}]}', '{"l": [{"x": 2}]}', "json") == {"l"}
    assert changed('{"l": [{"x": 1, "y": 2}]}', '{"l": [{"y": 2, "x": 1}]}', "json") == set()


def test_a_changed_value_changes_its_key_alone() -> None:
    assert changed('{"a": {"b": 1, "c": 2}}', '{"a": {"b": 1, "c": 3}}', "json") == {"a.c"}


def test_a_list_that_becomes_a_mapping_changes() -> None:
    assert changed('{"a": []}', '{"a": {}}', "json") == {"a"}


def test_a_renamed_key_keeps_its_body() -> None:
    old, new = keys('{"timeout": 30}', "json").symbols[1], keys('{"time_limit": 30}', "json").symbols[1]

    assert old.tokens[old.header :] == new.tokens[new.header :]
    assert old.tokens[: old.header] != new.tokens[: new.header]


def test_a_mapping_looks_the_same_when_only_what_it_holds_changes() -> None:
    old, new = keys('{"a": {"b": 1}}', "json").symbols[1], keys('{"a": {"b": 1, "c": [2]}}', "json").symbols[1]

    assert (old.name, old.tokens, old.text_hash) == (new.name, new.tokens, new.text_hash)


@pytest.mark.parametrize(
    ("source", "names", "lines"),
    [
        ('{\n"a": 1\n"b": 2\n}', ["a", "b"], [(3, 3)]),
        ('{\n"a": 1,\n<<<<<<< ours\n"b": 2\n}', ["a", "b"], [(3, 3)]),
        ('{\n"a": {\n"b": 1\n', ["a", "a.b"], [(4, 4)]),
        ('{\n"a": "open,\n"b": 2\n}', ["a", "b"], [(2, 3)]),
        ('{"a": 1}}\n', ["a"], [(1, 1)]),
        ('{"a": [1}\n', ["a"], [(1, 1)]),
        ('{"a": }\n', [], [(1, 1)]),
        ('{"a"}\n', [], [(1, 1)]),
        ("", [], []),
    ],
    ids=["comma", "conflict", "unclosed", "string", "extra", "crossed", "no-value", "no-colon", "empty"],
)
def test_an_error_costs_no_more_than_its_line(source: str, names: list[str], lines: list[tuple[int, int]]) -> None:
    file = keys(source, "json")

    assert [name for name, *_ in table(file)] == names
    assert broken(file) == lines


def test_a_file_of_data_has_keys_down_to_the_level_that_is_not_too_many() -> None:
    rows = ", ".join(f'"r{number}": {{"x": {number}, "y": 0}}' for number in range(2000))
    file = keys(f'{{"rows": {{{rows}}}}}', "json")

    assert len(table(file)) == 2001
    assert changed(f'{{"rows": {{{rows}}}}}', f'{{"rows": {{{rows}}}}}'.replace('"y": 0', '"y": 1', 1), "json") == {
        "rows.r0"
    }


def test_what_is_nested_too_deep_counts_as_part_of_what_holds_it() -> None:
    deep = '{"a": ' * 200 + "1" + "}" * 200
    names = [name for name, *_ in table(keys(deep, "json"))]

    assert names == [".".join("a" * depth) for depth in range(1, 32)]
    assert changed(deep, deep.replace("1", "2"), "json") == {names[-1]}


def test_a_byte_order_mark_and_foreign_line_ends_shift_no_line() -> None:
    file = keys('\ufeff{\r\n  "a\u2028b": 1,\r\n  "c": 2\r\n}\r\n', "json")

    assert table(file) == [('"a\u2028b"', 2, 2), ("c", 3, 3)]
    assert broken(file) == []


def test_a_key_repeated_without_end_counts_as_part_of_its_mapping() -> None:
    source = "{" + ", ".join(f'"a": {number}' for number in range(500)) + "}"

    assert len(table(keys(source, "json"))) == 20
    assert changed(source, source.replace("499", "500"), "json") == {""}
