import pytest

from tests.analyzer.symbols.tables import broken, changed, keys, table, tokens

PROJECT = """top = 1
site."google.com" = true

[tool.ruff]   # comment
line-length = 120
select = [
  "a",  # why
  "b",
]

[tool.ruff.lint]
x.y = {p = 1, q.r = 2}
text = \"\"\"
one
two\"\"\"

[other]
"""


def test_tables_dotted_keys_and_inline_tables_are_key_paths() -> None:
    file = keys(PROJECT, "toml")

    assert table(file) == [
        ("top", 1, 1),
        ("site", 2, 2),
        ('site."google.com"', 2, 2),
        ("tool", 4, 15),
        ("tool.ruff", 4, 15),
        ("tool.ruff.line-length", 5, 5),
        ("tool.ruff.select", 6, 9),
        ("tool.ruff.lint", 11, 15),
        ("tool.ruff.lint.x", 12, 12),
        ("tool.ruff.lint.x.y", 12, 12),
        ("tool.ruff.lint.x.y.p", 12, 12),
        ("tool.ruff.lint.x.y.q", 12, 12),
        ("tool.ruff.lint.x.y.q.r", 12, 12),
        ("tool.ruff.lint.text", 13, 15),
        ("other", 17, 17),
    ]
    assert broken(file) == []


@pytest.mark.parametrize(
    "other",
    [
        "[a]\nb.c = 1\nb.d = 'x'\n",
        "a = {b = {c = 1, d = 'x'}}\n",
        'a.b = {d = "x", c = 1}\n',
        '[a.b]\n# why\n  d   =   """x"""\n"c" = +1\n'.replace("+1", "1"),
    ],
    ids=["dotted", "inline", "mixed", "reordered"],
)
def test_the_same_keys_in_another_form_hold_the_same(other: str) -> None:
    assert tokens(keys(other, "toml")) == tokens(keys('[a.b]\nc = 1\nd = "x"\n', "toml"))


def test_items_of_an_array_of_tables_are_named_by_what_identifies_them() -> None:
    source = '[[hooks]]\nid = "a"\n[hooks.env]\nX = 1\n\n[[hooks]]\nid = "b"\n'

    assert table(keys(source, "toml")) == [
        ("hooks", 1, 7),
        ("hooks[a]", 1, 4),
        ("hooks[a].id", 2, 2),
        ("hooks[a].env", 3, 4),
        ("hooks[a].env.X", 4, 4),
        ("hooks[b]", 6, 7),
        ("hooks[b].id", 7, 7),
    ]


def test_tables_without_identity_are_part_of_their_array() -> None:
    old = '[[o]]\nmodule = ["a"]\nx = 1\n[[o]]\nmodule = ["b"]\n'

    assert table(keys(old, "toml")) == [("o", 1, 5)]
    assert changed(old, old.replace("x = 1", "x = 2"), "toml") == {"o"}


def test_a_table_that_is_continued_elsewhere_keeps_the_lines_of_its_first_part() -> None:
    source = "[a]\nx = 1\n[b]\ny = 1\n[a.c]\nz = 1\n"

    assert table(keys(source, "toml")) == [
        ("a", 1, 2),
        ("a.x", 2, 2),
        ("b", 3, 4),
        ("b.y", 4, 4),
        ("a.c", 5, 6),
        ("a.c.z", 6, 6),
    ]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ('"a\\tb"', '"a\\u0009b"'),
        ("'a\\b'", '"a\\\\b"'),
        ('"a\\nb"', '"""\na\nb"""'),
        ('"ab"', '"""a\\\n   b"""'),
        ('"""a"b"""', "'a\"b'"),
        ('"a\\""', '"""a\\""""'),
        ("1_000", "1000"),
        ("1979-05-27T07:32:00Z", "1979-05-27 07:32:00z"),
        ("[1, 2]", "[\n1, # one\n2,\n]"),
    ],
)
def test_a_value_in_another_notation_holds_the_same(one: str, two: str) -> None:
    assert changed(f"a = {one}\n", f"a = {two}\n", "toml") == set()
    assert broken(keys(f"a = {two}\n", "toml")) == []


@pytest.mark.parametrize(("one", "two"), [("1", '"1"'), ("07:32:00", "'07:32:00'"), ("inf", "'inf'"), ("[]", "{}")])
def test_values_of_other_types_differ(one: str, two: str) -> None:
    assert changed(f"a = {one}\n", f"a = {two}\n", "toml") == {"a"}


@pytest.mark.parametrize(
    ("source", "names", "lines"),
    [
        ("a = 1\n[bro ken\nb = 2\n", ["a", "b"], [(2, 2)]),
        ("a = [1,\nb = 2\n[t]\nc = 3\n", ["a", "b", "t", "t.c"], [(1, 1)]),
        ('a = """open\n[t]\nb = 2\n', ["a", "t", "t.b"], [(1, 1)]),
        ("a = = 1\nb = 2\n", ["a", "b"], [(1, 1)]),
        ("<<<<<<< ours\na = 1\n=======\na = 2\n>>>>>>> theirs\n", ["a", "a"], [(1, 1), (3, 3), (5, 5)]),
        ("a = {b = 1\nc = 2\n", ["a", "a.b", "c"], [(1, 1)]),
        ("a = 1\n[a.b]\nc = 1\n", ["a", "a", "a.b", "a.b.c"], [(2, 2)]),
        ("a = what\n", ["a"], [(1, 1)]),
        ("a = 1 b = 2\nc = 3\n", ["a", "c"], [(1, 1)]),
    ],
    ids=["header", "array", "string", "equals", "conflict", "inline", "redefined", "word", "line"],
)
def test_an_error_costs_no_more_than_its_statement(source: str, names: list[str], lines: list[tuple[int, int]]) -> None:
    file = keys(source, "toml")

    assert [name for name, *_ in table(file)] == names
    assert broken(file) == lines
