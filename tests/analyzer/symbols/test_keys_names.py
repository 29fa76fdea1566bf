import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentguard.analyzer.symbols.keys.names import item, joined, split

TEXT = st.text() | st.text("ab.[]\"\\\\#' ", max_size=8)


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("a", ("", "a")),
        ("a.b.c", ("a.b", "c")),
        ('tool."a.b"', ("tool", '"a.b"')),
        ('"a.b".c', ('"a.b"', "c")),
        ("l[x.y]", ("l", "[x.y]")),
        ("l[x.y].rev", ("l[x.y]", "rev")),
        ('l["a[0]"]', ("l", '["a[0]"]')),
        ("[Service/web].kind", ("[Service/web]", "kind")),
        ("", ("", "")),
    ],
)
def test_a_path_is_split_before_its_last_part(path: str, parts: tuple[str, str]) -> None:
    assert split(path) == parts


@given(st.lists(st.tuples(st.booleans(), TEXT), max_size=5), TEXT)
def test_what_was_joined_last_is_split_off_first(parents: list[tuple[bool, str]], last: str) -> None:
    path = ""
    for is_item, name in parents:
        path = item(path, name) if is_item else joined(path, name)

    assert split(joined(path, last)) == (path, joined("", last))
    assert split(item(path, last)) == (path, item("", last))
