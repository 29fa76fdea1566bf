"""Laws that hold for every file, whatever is in it."""

import json
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from agentguard.analyzer.symbols.keys import read_keys
from tests.analyzer.symbols.tables import assert_nested, broken, keys, tokens

LANGUAGES = st.sampled_from(["env", "ini", "json", "toml", "yaml", "unknown"])
# fmt: off
FRAGMENTS = st.sampled_from([
    "a", "b: ", "- ", "{", "}", "[", "]", '"', "'", "\n", "\n  ", "=", ".", ",", "#", "&a ", "*a", "!t ", "|", ">",
    "<<: ", "{{", "}}", "{% ", '"""', "'''", "\\", "[[", "]]", "1", "\t", "\r\n", ":", "---", "/*", "*/", "//", "?",
    "<<<<<<< a",
])
# fmt: on
SOURCES = st.binary(max_size=100) | st.lists(FRAGMENTS, max_size=40).map(lambda parts: "".join(parts).encode())

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff")
)
KEYS = st.text("abcdef.-_ \"'[]é", max_size=6)
SCALARS = st.booleans() | st.integers(-999, 999) | TEXT
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=12
)
TREES = st.dictionaries(KEYS, VALUES, max_size=4)


@given(SOURCES, LANGUAGES)
def test_any_bytes_give_a_table_whose_lines_are_in_the_file_and_nest(source: bytes, language: str) -> None:
    file = read_keys("file", source, language)
    assert_nested(file, source, may_share_a_line=True)
    last = source.decode("utf-8", "replace").count("\n") + 1
    assert all(1 <= lines.first <= lines.last <= last for lines in file.broken)


def _turned(value: Any) -> Any:
    """Returns the same data with the keys of all mappings in the other order."""
    match value:
        case dict():
            return {key: _turned(value[key]) for key in reversed(value)}
        case list():
            return [_turned(item) for item in value]
        case _:
            return value


@given(TREES)
def test_json_in_two_styles_holds_the_same(tree: dict[str, Any]) -> None:
    one = keys(json.dumps(tree, indent=4), "json")
    two = keys(json.dumps(_turned(tree), ensure_ascii=False, separators=(",", ":")), "json")

    assert tokens(one) == tokens(two)
    assert broken(one) == broken(two) == []


@given(TREES)
def test_yaml_in_two_styles_holds_the_same(tree: dict[str, Any]) -> None:
    one = keys(yaml.safe_dump(tree, sort_keys=False, allow_unicode=True), "yaml")
    two = keys(yaml.safe_dump(_turned(tree), sort_keys=False, default_flow_style=True, width=20), "yaml")

    assert tokens(one) == tokens(two)
    assert broken(one) == broken(two) == []


def _inline(value: Any) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f"{json.dumps(key)} = {_inline(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(_inline(item) for item in value) + "]"
        case _:
            return json.dumps(value, ensure_ascii=False)


def _tables(tree: dict[str, Any], path: str = "") -> str:
    simple = {key: value for key, value in tree.items() if not isinstance(value, dict)}
    head = f"[{path}]\n" if path else ""
    text = head + "".join(f"{json.dumps(key)} = {_inline(value)} # why\n" for key, value in simple.items())
    for key, value in tree.items():
        if isinstance(value, dict):
            text += "\n" + _tables(value, f"{path}.{json.dumps(key)}" if path else json.dumps(key))
    return text


@given(TREES)
def test_toml_in_two_styles_holds_the_same(tree: dict[str, Any]) -> None:
    one = keys("".join(f"{json.dumps(key)} = {_inline(value)}\n" for key, value in _turned(tree).items()), "toml")
    two = keys(_tables(tree), "toml")

    assert tokens(one) == tokens(two)
    assert broken(one) == broken(two) == []


@given(TREES)
def test_json_yaml_and_toml_name_the_same_keys(tree: dict[str, Any]) -> None:
    names = [
        [symbol.name for symbol in keys(text, language).symbols]
        for text, language in (
            (json.dumps(tree), "json"),
            (yaml.safe_dump(tree, sort_keys=False), "yaml"),
            ("".join(f"{json.dumps(key)} = {_inline(value)}\n" for key, value in tree.items()), "toml"),
        )
    ]

    assert names[0] == names[1] == names[2]
