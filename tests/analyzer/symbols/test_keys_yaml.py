import pytest

from tests.analyzer.symbols.tables import broken, changed, keys, table, tokens

WORKFLOW = """# head
on: [push]
env: &shared
  A: 1
  <<: *other

jobs:
  test:
    steps:
    - uses: actions/checkout@v4
    # a comment
    - name: Run
      run: |
        echo a
        echo b

    - run: make
  2: !Ref x
"""


def test_keys_of_a_workflow_reach_to_the_end_of_their_values() -> None:
    file = keys(WORKFLOW, "yaml")

    assert table(file) == [
        ("on", 2, 2),
        ("env", 3, 5),
        ("env.A", 4, 4),
        ("env.<<", 5, 5),
        ("jobs", 7, 18),
        ("jobs.test", 8, 17),
        ("jobs.test.steps", 9, 17),
        ("jobs.test.steps[actions/checkout]", 10, 10),
        ("jobs.test.steps[actions/checkout].uses", 10, 10),
        ("jobs.test.steps[Run]", 12, 15),
        ("jobs.test.steps[Run].name", 12, 12),
        ("jobs.test.steps[Run].run", 13, 15),
        ("jobs.2", 18, 18),
    ]
    assert broken(file) == []


@pytest.mark.parametrize(
    "other",
    [
        "{a: {b: 1, c: x y}, l: [p, {q: 2}]}",
        "a:\n    c: 'x\n      y'\n    b: 1\nl:\n  - \"p\"\n  - q: 2\n",
        "# why\na:\n  b: 1 # one\n  c: >-\n    x\n    y\n\nl:\n- p\n-\n  q: 2\n",
        "%YAML 1.2\n---\na: &anchor\n  b: 1\n  c: x y\nl: [p, {q: 2}]\n...\n",
    ],
    ids=["flow", "quotes", "folded", "document"],
)
def test_the_same_data_in_another_style_holds_the_same(other: str) -> None:
    assert tokens(keys(other, "yaml")) == tokens(keys("a:\n  b: 1\n  c: x y\nl:\n- p\n- q: 2\n", "yaml"))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("1", "'1'"),
        ("yes", "'yes'"),
        ("", "''"),
        ("!Ref x", "x"),
        ("!Ref x", "!Sub x"),
        ("*one", "*two"),
        ("v1", "v2"),
        ("|\n  a\n  b", ">\n  a\n  b"),
        ("1.10", "1.1"),
    ],
)
def test_values_that_mean_something_else_differ(one: str, two: str) -> None:
    assert changed(f"a: {one}\n", f"a: {two}\n", "yaml") == {"a"}


@pytest.mark.parametrize(
    ("one", "two"), [("~", "null"), ("True", "true"), ("", "Null"), ("&x 1", "1"), ("a", '"\\x61"')]
)
def test_values_that_mean_the_same_do_not_differ(one: str, two: str) -> None:
    assert changed(f"a: {one}\n", f"a: {two}\n", "yaml") == set()


def test_several_documents_are_told_apart_by_kind_and_name() -> None:
    source = "kind: Deployment\nmetadata: {name: web}\n---\nkind: Service\nmetadata:\n  name: web\n---\nx: 1\n---\n"

    assert table(keys(source, "yaml")) == [
        ("[Deployment/web]", 1, 2),
        ("[Deployment/web].kind", 1, 1),
        ("[Deployment/web].metadata", 2, 2),
        ("[Deployment/web].metadata.name", 2, 2),
        ("[Service/web]", 4, 6),
        ("[Service/web].kind", 4, 4),
        ("[Service/web].metadata", 5, 6),
        ("[Service/web].metadata.name", 6, 6),
        ("[2]", 8, 8),
        ("[2].x", 8, 8),
    ]


def test_keys_that_are_no_strings_are_named_by_their_text() -> None:
    source = "1: a\ntrue: b\n? [x,  y]\n: c\n? {k: v}\n: d\n*alias : e\n~: f\n"

    assert [name for name, *_ in table(keys(source, "yaml"))] == ["1", "true", '"[x, y]"', "{k: v}", "*alias", "~"]


def test_nothing_is_constructed_and_no_alias_is_followed() -> None:
    source = "a: !!python/object/apply:os.abort []\nb: &b [x, x]\n" + "".join(
        f"b{level}: &b{level} [*b, *b{level - 1}]\n" for level in range(1, 60)
    )
    file = keys(source, "yaml")

    assert len(table(file)) == 61
    assert sum(len(symbol.tokens) for symbol in file.symbols) < 400


@pytest.mark.parametrize(
    ("source", "names", "lines"),
    [
        ("a: 1\n\tb: 2\nc: 3\n", ["a", "c"], [(2, 2)]),
        ('a: 1\nb: "open\nc: 3\nd: 4\n', ["a", "c", "d"], [(2, 2)]),
        ("a: [1, 2\nb: 2\n", ["b"], [(1, 1)]),
        ("a: 1\nb: c: d\ne: 2\n", ["a", "e"], [(2, 2)]),
        ("<<<<<<< ours\na: 1\n=======\na: 2\n>>>>>>> theirs\n", ["a", "a"], [(1, 1), (3, 3), (5, 5)]),
        ("a: *\nb: 1\n", ["b"], [(1, 1)]),
        ("a: \x01\nb: 1\n", ["a", "b"], []),
    ],
    ids=["tab", "string", "flow", "nested", "conflict", "alias", "control"],
)
def test_an_error_costs_no_more_than_its_line(source: str, names: list[str], lines: list[tuple[int, int]]) -> None:
    file = keys(source, "yaml")

    assert [name for name, *_ in table(file)] == names
    assert broken(file) == lines


def test_placeholders_of_a_template_are_values_and_its_control_lines_are_blank() -> None:
    source = 'a:\n  b: {{ .Values.b }}\n  {{- if .Values.c }}\n  c: 1\n  {{- end }}\nd: "{{ x }}"\n{% if y %}\ne: 2\n'
    file = keys(source, "yaml")

    assert table(file) == [("a", 1, 4), ("a.b", 2, 2), ("a.c", 4, 4), ("d", 6, 6), ("e", 8, 8)]
    assert broken(file) == []
    assert changed(source, source.replace(".Values.b", ".Values.x"), "yaml") == {"a.b"}


def test_a_step_put_in_front_changes_no_other_and_a_new_version_only_its_own() -> None:
    added = WORKFLOW.replace("    steps:\n", "    steps:\n    - name: First\n      run: x\n")
    name = "jobs.test.steps[First]"

    assert changed(WORKFLOW, added, "yaml") == {name, f"{name}.name", f"{name}.run"}
    assert changed(WORKFLOW, WORKFLOW.replace("@v4", "@v5"), "yaml") == {"jobs.test.steps[actions/checkout].uses"}
