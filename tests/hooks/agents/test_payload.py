"""Pins on payloads from the hosts' documentation each field that is relied on."""

import json
from pathlib import Path

import pytest

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.model.journal import Session
from agentguard.hooks.agents.patch import touched
from agentguard.hooks.agents.payload import Call, Edit, read_call
from agentguard.hooks.agents.table import DIALECTS, Kind, Stage

PAYLOADS = Path(__file__).parent / "payloads"
HERE = Path("/home/user/my-project")
CLAUDE = Session(id="abc123", host="Claude")
CODEX = Session(id="0199-a", host="Codex")


def claude(event: str, **what: object) -> Call:
    return Call(**{"event": event, "session": CLAUDE, "folder": HERE, "command_folder": HERE, **what})  # type: ignore[arg-type]  # a test's own words


def codex(event: str, **what: object) -> Call:
    return Call(**{"event": event, "session": CODEX, "folder": HERE, "command_folder": HERE, **what})  # type: ignore[arg-type]  # a test's own words


LONG_PATCH = json.loads((PAYLOADS / "codex/before-apply-patch.json").read_bytes())["tool_input"]["command"]
PATCH = "*** Begin Patch\n*** Add File: docs/b.md\n+text\n*** End Patch"
BEFORE, AFTER = Stage.BEFORE, Stage.AFTER
EXPECTED = {
    "claude/before-bash": claude("PreToolUse", stage=BEFORE, kind=Kind.SHELL, command="npm test", id="toolu_01ABC123"),
    "claude/before-bash-in-a-subagent": claude(
        "PreToolUse",
        stage=BEFORE,
        kind=Kind.SHELL,
        command="git add -A",
        id="toolu_01ABC124",
        session=Session(id="abc123", host="Claude", subagent="agent-abc123"),
    ),
    "claude/before-powershell": claude(
        "PreToolUse", stage=BEFORE, kind=Kind.FOREIGN_SHELL, command="Get-ChildItem -Recurse", id="toolu_01ABC125"
    ),
    "claude/before-write": claude(
        "PreToolUse", stage=BEFORE, kind=Kind.EDITOR, edits=(Edit(path=Path("/path/to/file.txt")),), id="toolu_01ABC126"
    ),
    "claude/before-edit": claude(
        "PreToolUse",
        stage=BEFORE,
        kind=Kind.EDITOR,
        edits=(Edit(path=Path("/path/to/file.txt"), old="original text"),),
        id="toolu_01ABC127",
    ),
    "claude/before-notebook-edit": claude(
        "PreToolUse", stage=BEFORE, kind=Kind.EDITOR, edits=(Edit(path=Path("/path/to/a.ipynb")),), id="toolu_01ABC128"
    ),
    "claude/before-agent": claude("PreToolUse", stage=BEFORE, kind=Kind.STARTER, agent="Explore", id="toolu_01ABC129"),
    "claude/before-task-until-2.1.62": claude(
        "PreToolUse", stage=BEFORE, kind=Kind.STARTER, agent="coder", isolated=True, id="toolu_01ABC130"
    ),
    "claude/after-write": claude(
        "PostToolUse", stage=AFTER, kind=Kind.EDITOR, edits=(Edit(path=Path("/path/to/file.txt")),), id="toolu_01ABC123"
    ),
    "claude/after-read": claude(
        "PostToolUse", stage=AFTER, kind=Kind.READER, edits=(Edit(path=Path("/path/to/file.txt")),), id="toolu_01ABC123"
    ),
    "claude/after-a-failed-bash": claude(
        "PostToolUseFailure", stage=AFTER, kind=Kind.SHELL, command="npm test", id="toolu_01ABC123"
    ),
    "claude/session-start": claude("SessionStart", stage=Stage.START),
    "claude/prompt": claude("UserPromptSubmit", stage=Stage.PROMPT),
    "claude/subagent-stop": claude(
        "SubagentStop", stage=Stage.END, session=Session(id="abc123", host="Claude", subagent="def456")
    ),
    "claude/session-end": claude("SessionEnd", stage=Stage.END),
    "codex/before-bash": codex("PreToolUse", stage=BEFORE, kind=Kind.SHELL, command="git add -A", id="call_1"),
    "codex/before-exec-command": codex(
        "PreToolUse", stage=BEFORE, kind=Kind.SHELL, command="git add -A", command_folder=HERE / "sub", id="call_2"
    ),
    "codex/before-shell": codex(
        "PreToolUse",
        stage=BEFORE,
        kind=Kind.SHELL,
        command="bash -lc 'git add -A'",
        command_folder=Path("/elsewhere"),
        id="call_3",
        session=Session(id="0199-a", host="Codex", subagent="thread-2"),
    ),
    "codex/before-apply-patch": codex(
        "PreToolUse",
        stage=BEFORE,
        kind=Kind.PATCHER,
        command=LONG_PATCH,
        id="call_4",
        edits=(
            Edit(path=HERE / "src/a.py", old="context\nold"),
            Edit(path=HERE / "src/a.py", old="last"),
            Edit(path=HERE / "docs/b.md"),
            Edit(path=HERE / "new.py"),
            Edit(path=HERE / "old.py", old="x"),
            Edit(path=HERE / "gone.py"),
        ),
    ),
    "codex/before-spawn-agent": codex("PreToolUse", stage=BEFORE, kind=Kind.STARTER, agent="explorer", id="call_5"),
    "codex/after-apply-patch": codex(
        "PostToolUse",
        stage=AFTER,
        kind=Kind.PATCHER,
        command=PATCH,
        edits=(Edit(path=HERE / "docs/b.md"),),
        id="call_4",
    ),
    "codex/session-start": codex("SessionStart", stage=Stage.START),
    "codex/prompt": codex("UserPromptSubmit", stage=Stage.PROMPT),
    "codex/subagent-stop": codex(
        "SubagentStop", stage=Stage.END, session=Session(id="0199-a", host="Codex", subagent="thread-2")
    ),
    "copilot/before-bash": claude("", stage=BEFORE, kind=Kind.SHELL, command="git add -A", session=None),
    "copilot/after-edit": claude(
        "", stage=AFTER, kind=Kind.EDITOR, edits=(Edit(path=HERE / "a.py"),), session=Session(id="s1", host="Claude")
    ),
}


@pytest.mark.parametrize(
    "name", sorted(path.relative_to(PAYLOADS).with_suffix("").as_posix() for path in PAYLOADS.rglob("*.json"))
)
def test_a_payload_is_read(name: str) -> None:
    host = name.partition("/")[0]
    call = read_call((PAYLOADS / f"{name}.json").read_bytes(), DIALECTS["claude" if host == "copilot" else host])
    assert call == EXPECTED[name]


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"a":' * 100_000, b"1" * 5_000]
)
def test_what_is_no_json_object_is_an_error(data: bytes) -> None:
    with pytest.raises(AgentguardError, match="what the host told is not"):
        read_call(data, DIALECTS["claude"])


@pytest.mark.parametrize("value", ["null", "1", "[]", "{}", '"\\ud800"', '"\\u0000"', "true", '[["x"]]', '""'])
def test_a_field_of_another_type_counts_as_not_told(value: str) -> None:
    names = ("session_id", "cwd", "hook_event_name", "tool_name", "tool_input", "agent_id", "tool_use_id", "toolName")
    payload = "{" + ", ".join(f'"{name}": {value}' for name in names) + "}"
    call = read_call(payload.encode(), DIALECTS["claude"])
    assert (call.folder, call.edits, call.kind) == (None, (), None)


def test_a_file_whose_name_is_not_utf_8_keeps_its_bytes() -> None:
    payload = b'{"tool_name": "Read", "tool_input": {"file_path": "/a/\xff"}}'
    assert read_call(payload, DIALECTS["claude"]).edits == (Edit(path=Path("/a/\udcff")),)


@pytest.mark.parametrize(
    ("told", "command"),
    [("a\\ud83d\\ude00", "a\U0001f600"), ("\\ud800 a", "\ufffd a"), ("\\udcff", "\udcff"), ("é", "é")],
)
def test_half_a_character_in_a_command_is_replaced(told: str, command: str) -> None:
    payload = f'{{"tool_name": "Bash", "tool_input": {{"command": "{told}"}}}}'
    assert read_call(payload.encode(), DIALECTS["claude"]).command == command


def test_several_edits_of_one_file_are_told_one_by_one() -> None:
    payload = (
        b'{"tool_name": "MultiEdit", "tool_input": {"file_path": "/a", "edits": '
        b'[{"old_string": "x"}, {"old_string": 1}, 2, {"old_string": "y"}]}}'
    )
    assert [edit.old for edit in read_call(payload, DIALECTS["claude"]).edits] == ["x", None, "y"]


@pytest.mark.parametrize("text", ["", "*** Update File: ", "@@\n-x", "*** Update File: a", "\0", "*** Move to: "])
def test_a_patch_that_names_no_file_touches_none(text: str) -> None:
    assert touched(text) == ()


def test_a_patch_of_thousands_of_files_is_cut() -> None:
    assert len(touched("".join(f"*** Add File: {number}\n+x\n" for number in range(5_000)))) == 200
