import pytest

from tests.analyzer.symbols.tables import broken, changed, keys, table, tokens

SETUP = """[metadata]
name = demo
# comment
install_requires =
    a>=1
    # why
    b

    c
; comment
[options.extras]
novalue
key: value
  continued
"""


def test_options_reach_to_their_last_continuation_line() -> None:
    file = keys(SETUP, "ini")

    assert table(file) == [
        ("metadata", 1, 9),
        ("metadata.name", 2, 2),
        ("metadata.install_requires", 4, 9),
        ('"options.extras"', 11, 14),
        ('"options.extras".novalue', 12, 12),
        ('"options.extras".key', 13, 14),
    ]
    assert broken(file) == []


def test_other_indentation_and_comments_hold_the_same() -> None:
    other = """[options.extras]
key = value
      continued
novalue
[metadata]
install_requires=
\ta>=1
\tb
\tc
name=demo
"""

    assert tokens(keys(other, "ini")) == tokens(keys(SETUP, "ini"))


def test_a_changed_line_of_a_value_changes_its_option() -> None:
    assert changed(SETUP, SETUP.replace("    b\n", "    b<2\n"), "ini") == {"metadata.install_requires"}


def test_an_option_without_value_is_not_an_empty_one() -> None:
    assert changed("[a]\nb\n", "[a]\nb =\n", "ini") == {"a.b"}


def test_options_before_the_first_section_stand_at_the_top() -> None:
    assert table(keys("root = true\n[*.py]\nindent = 4\n", "ini")) == [
        ("root", 1, 1),
        ('"*.py"', 2, 3),
        ('"*.py".indent', 3, 3),
    ]


def test_what_is_no_option_is_broken() -> None:
    file = keys("[a]\n<<<<<<< ours\nb = 1\n= 2\n[open\nc = 3\n", "ini")

    assert table(file) == [("a", 1, 6), ("a.b", 3, 3), ("a.c", 6, 6)]
    assert broken(file) == [(2, 2), (4, 5)]


ENVIRONMENT = """# head
export A=1
B="x
y" # tail
C='a # b'
D=a b # tail
E=
export A B
F.G-H = 2
"""


def test_variables_of_an_environment_file_may_span_lines() -> None:
    file = keys(ENVIRONMENT, "env")

    assert table(file) == [
        ("A", 2, 2),
        ("B", 3, 4),
        ("C", 5, 5),
        ("D", 6, 6),
        ("E", 7, 7),
        ('"F.G-H"', 9, 9),
    ]
    assert broken(file) == []


@pytest.mark.parametrize(
    ("one", "two"), [("A=1", "export A='1'"), ("A=1", 'A = "1" # why'), ("A=", "A=''"), ("A=x # y", "A=`x`")]
)
def test_the_same_value_in_another_form_holds_the_same(one: str, two: str) -> None:
    assert changed(one, two, "env") == set()


def test_a_hash_within_a_word_is_part_of_the_value() -> None:
    assert changed("A=x#y", "A=x", "env") == {"A"}


def test_what_is_no_assignment_is_broken() -> None:
    file = keys('junk\nA="open\nB=1\n', "env")

    assert table(file) == [("A", 2, 2), ("B", 3, 3)]
    assert broken(file) == [(1, 2)]
