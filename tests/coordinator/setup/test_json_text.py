import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agentguard.analyzer.errors import AgentguardError
from agentguard.coordinator.setup.text.json import merged, parse, without

NAMES = st.sampled_from(["hooks", "PreToolUse", "a", "b", 'q"uo\\te', "é", ""])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=12,
)
INDENTS = st.sampled_from([None, 0, 1, 2, 4, "\t"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """JSON objects in any layout: indentation, line ends, separators, a last line without an end."""
    value = draw(st.dictionaries(NAMES, VALUES, max_size=4))
    separators = draw(st.sampled_from([None, (",", ":"), (" , ", " : ")]))
    text = json.dumps(value, indent=draw(INDENTS), separators=separators, ensure_ascii=draw(st.booleans()))
    text = draw(st.sampled_from(["", "\n", " "])) + text + draw(st.sampled_from(["", "\n", "\n\n"]))
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


@settings(max_examples=60)
@given(texts(), st.text(min_size=1, max_size=8), VALUES)
def test_what_is_added_is_all_that_changes_and_taking_it_out_gives_every_byte_back(
    text: str, name: str, value: Any
) -> None:
    key = f"agentguard {name}"
    added = merged(text, {key: value}, "settings.json") if isinstance(value, dict | list) else None
    if added is None:
        return
    assert json.loads(added) == {**json.loads(text), key: value}
    root = parse(added, "settings.json")
    back = without(added, root, key)
    assert json.loads(back) == json.loads(text)
    if json.loads(text):
        assert back == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("{}", '{\n  "hooks": [\n    1\n  ]\n}', id="empty"),
        pytest.param('{"a": 1}\n', '{"a": 1, "hooks": [1]}\n', id="one-line"),
        pytest.param('{\n\t"a": 1\n}', '{\n\t"a": 1,\n\t"hooks": [\n\t\t1\n\t]\n}', id="tabs"),
        pytest.param('{\r\n "a": 1\r\n}', '{\r\n "a": 1,\r\n "hooks": [\r\n  1\r\n ]\r\n}', id="crlf"),
        pytest.param('{\n  "hooks": [ 0 ]\n}', '{\n  "hooks": [ 0, 1 ]\n}', id="array-on-a-line"),
        pytest.param('{\n  "hooks": [\n    0\n  ]\n}', '{\n  "hooks": [\n    0,\n    1\n  ]\n}', id="array"),
        pytest.param('{"hooks": [0], "hooks": []}', '{"hooks": [0], "hooks": [\n  1\n]}', id="twice-the-last-counts"),
    ],
)
def test_additions_take_the_layout_that_is_there(text: str, expected: str) -> None:
    assert merged(text, {"hooks": [1]}, "settings.json") == expected


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        pytest.param(
            '{"a": 1,}',
            "`settings.json` is no JSON (line 1, column 9: Expecting property name enclosed in double quotes)",
            "mend it first; nothing was changed",
            id="syntax",
        ),
        pytest.param("[1]", "`settings.json` is no object", "mend it first; nothing was changed", id="array"),
        pytest.param(
            '{"hooks": {}}', "`hooks` in `settings.json` is no array", "mend it first; nothing was changed", id="kind"
        ),
        pytest.param('{"a":' * 70 + "1" + "}" * 70, "`settings.json` is nested more than 60 deep", None, id="deep"),
        pytest.param(
            "[" * 100_000, "`settings.json` cannot be read as JSON", "mend it first; nothing was changed", id="deeper"
        ),
    ],
)
def test_what_cannot_be_added_to_is_refused(text: str, message: str, hint: str | None) -> None:
    with pytest.raises(AgentguardError) as caught:
        merged(text, {"hooks": [1]}, "settings.json")
    assert (caught.value.message, caught.value.hint) == (message, hint)
