import json

import pytest

from agentguard.analyzer.errors import AgentguardError
from agentguard.coordinator.hosts import hooks_fragment
from agentguard.coordinator.setup.agents import has_entries, is_current, with_entries, without_entries

NAME = ".claude/settings.json"
# Layouts as people and their editors leave them.
SETTINGS = [
    pytest.param('{\n  "permissions": {\n    "allow": ["Bash(ls)"]\n  }\n}\n', id="permissions-only"),
    pytest.param(
        '{\n    "hooks": {\n        "Stop": [{"hooks": [{"type": "command", "command": "x"}]}]\n    }\n}', id="hooks"
    ),
    pytest.param(
        '{\n\t"hooks": {\n\t\t"PreToolUse": [\n\t\t\t{\n\t\t\t\t"matcher": "Bash",\n\t\t\t\t"hooks": [\n\t\t\t\t\t'
        '{ "type": "command", "command": "guard.sh" }\n\t\t\t\t]\n\t\t\t}\n\t\t]\n\t},\n\t"model": "x"\n}\n',
        id="tabs-and-a-guard-of-their-own",
    ),
    pytest.param('{"env": {"A": "1"}, "hooks": {"PostToolUse": [{"matcher": "", "hooks": []}]}}', id="one-line"),
    pytest.param('{\r\n  "statusLine": {"type": "command"},\r\n  "includeCoAuthoredBy": false\r\n}\r\n', id="crlf"),
    pytest.param('\ufeff{\n  "a": 1.50e3\n}\n', id="byte-order-mark"),
    pytest.param('{\n\n  "a": [],\n\n  "hooks": {\n    "Stop": []  } }', id="odd-spaces"),
]


@pytest.mark.parametrize("text", SETTINGS)
@pytest.mark.parametrize("host", ["claude", "codex"])
def test_only_our_entries_come_and_go(text: str, host: str) -> None:
    before = text.encode()
    after = with_entries(before, host, NAME)
    old, new = (json.loads(content.decode("utf-8-sig")) for content in (before, after))
    wanted = hooks_fragment(host)
    hooks = old.get("hooks", {})
    assert new == {
        **old,
        "hooks": {event: [*hooks.get(event, []), *wanted.get(event, [])] for event in {**hooks, **wanted}},
    }
    assert is_current(after, host, NAME)
    assert with_entries(after, host, NAME) == after
    assert without_entries(after, NAME) == before


def test_a_new_file_is_written_in_two_spaces_and_goes_again() -> None:
    made = with_entries(None, "codex", ".codex/hooks.json")
    assert made == (json.dumps({"hooks": hooks_fragment("codex")}, indent=2) + "\n").encode()
    assert without_entries(made, ".codex/hooks.json") is None


def test_entries_of_another_version_are_replaced() -> None:
    old = hooks_fragment("claude") | {
        "PreToolUse": [
            {"matcher": "Bash", "hooks": [{"type": "command", "command": "agentguard-hook-agent claude -x"}]}
        ]
    }
    before = json.dumps({"hooks": old, "z": 1}, indent=2).encode()
    assert not is_current(before, "claude", NAME)
    after = with_entries(before, "claude", NAME)
    assert json.loads(after) == {"z": 1, "hooks": hooks_fragment("claude")}


def test_what_others_put_beside_ours_stays() -> None:
    theirs = {"type": "command", "command": "theirs.sh"}
    mixed = hooks_fragment("claude")
    mixed["PreToolUse"][0]["hooks"].append(theirs)
    after = without_entries(json.dumps({"hooks": mixed}).encode(), NAME)
    matcher = mixed["PreToolUse"][0]["matcher"]
    assert after is not None
    assert json.loads(after) == {"hooks": {"PreToolUse": [{"matcher": matcher, "hooks": [theirs]}]}}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('{"hooks": {"PreToolUse": [1, {"hooks": 2}, {"hooks": [3, {"command": 4}]}]}}', id="odd-kinds"),
        pytest.param('{"hooks": []}', id="hooks-array"),
        pytest.param("[]", id="array"),
    ],
)
def test_settings_of_odd_shapes_hold_nothing_of_ours(text: str) -> None:
    assert not has_entries(text.encode(), NAME)
    assert without_entries(text.encode(), NAME) == text.encode()


def test_an_event_of_another_kind_is_refused() -> None:
    with pytest.raises(AgentguardError, match=r"^`hooks.PreToolUse` in `.claude/settings.json` is no array$"):
        with_entries(b'{"hooks": {"PreToolUse": {}}}', "claude", NAME)
