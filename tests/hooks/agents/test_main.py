"""What a host gets back, in process."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agentguard.analyzer.errors import AgentguardError
from agentguard.hooks.agents import before, main
from agentguard.hooks.agents.answer import SILENCE, Answer
from agentguard.hooks.agents.main import answer_to
from tests.hooks.agents.calls import answer, payload, shell
from tests.support.builder import Builder

HOSTS = ("claude", "codex")
REFUSAL = (
    "agentguard AG101 broad-staging: `git add -A` would stage 1 path that it does not name (a.py).\n"
    "Name those that belong to this change: git add a.py\n"
)
DENY = '[hooks]\non-error = "deny"\n'


@pytest.fixture
def dirty(repo: Builder) -> Builder:
    repo.commit({"a.py": "1\n"})
    repo.write({"a.py": "2\n"})
    return repo


class TestCommands:
    @pytest.mark.parametrize("host", HOSTS)
    def test_a_sweep_is_refused(self, dirty: Builder, host: str) -> None:
        assert answer(shell(dirty.path, "git add -A"), host) == Answer(code=2, err=REFUSAL)

    @pytest.mark.parametrize("host", HOSTS)
    @pytest.mark.parametrize("command", ["git add a.py", "ls -la", "git status"])
    def test_all_else_passes_in_silence(self, dirty: Builder, host: str, command: str) -> None:
        assert answer(shell(dirty.path, command), host) == SILENCE

    def test_the_tree_is_where_the_agent_is_and_not_where_the_hook_was_started(
        self, dirty: Builder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(dirty.path)
        assert answer(shell(tmp_path, "git add -A")) == SILENCE
        monkeypatch.chdir(tmp_path)
        assert answer(shell(dirty.path, "git add -A")).code == 2

    def test_variables_of_git_do_not_lead_elsewhere(
        self, dirty: Builder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other = Builder.create(tmp_path / "other")
        monkeypatch.setenv("GIT_DIR", str(other.path / ".git"))
        monkeypatch.setenv("GIT_WORK_TREE", str(other.path))
        assert answer(shell(dirty.path, "git add -A")).err == REFUSAL

    @pytest.mark.usefixtures("dirty")
    def test_codex_tells_the_folder_of_a_command_apart(self, tmp_path: Path) -> None:
        told = payload("PreToolUse", tmp_path, "exec_command", tool_input={"cmd": "git add -A", "workdir": "repo"})
        assert answer(told, "codex").err == REFUSAL

    def test_copilot_is_answered_as_well(self, dirty: Builder) -> None:
        told = {"cwd": str(dirty.path), "toolName": "bash", "toolArgs": json.dumps({"command": "git add -A"})}
        assert answer(told) == Answer(code=2, err=REFUSAL)
        assert answer({**told, "toolArgs": "{}"}) == SILENCE

    def test_another_shell_is_read_as_unknown(self, dirty: Builder) -> None:
        assert answer(payload("PreToolUse", dirty.path, "PowerShell", tool_input={"command": "git add -A"})) == SILENCE

    def test_a_warning_is_told_and_does_not_refuse(self, repo: Builder) -> None:
        repo.commit({"agentguard.toml": '[severity]\nAG101 = "warning"\n'})
        got = answer(shell(repo.path, "git add -A"))
        told = json.loads(got.out)["hookSpecificOutput"]
        assert (got.code, told.pop("hookEventName"), set(told)) == (0, "PreToolUse", {"additionalContext"})
        assert told["additionalContext"].startswith(
            "agentguard AG101 broad-staging: `git add -A` takes whatever is there"
        )


@pytest.mark.parametrize("tool", ["Agent", "Task"])
def test_an_agent_is_not_started_on_a_dirty_tree(dirty: Builder, tool: str) -> None:
    refused = answer(payload("PreToolUse", dirty.path, tool, tool_input={"subagent_type": "coder", "prompt": "go"}))
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith("agentguard AG106 dirty-baseline: `a.py` ")
    assert "git add a.py && git commit" in refused.err


def test_an_agent_that_only_reads_may_start(dirty: Builder) -> None:
    assert answer(payload("PreToolUse", dirty.path, "Agent", tool_input={"subagent_type": "Explore"})) == SILENCE


def test_codex_starts_agents_by_another_tool(dirty: Builder) -> None:
    told = payload("PreToolUse", dirty.path, "spawn_agent", tool_input={"agent_type": "worker", "message": "go"})
    assert answer(told, "codex").code == 2


class TestEdits:
    @pytest.fixture
    def beside(self, repo: Builder, tmp_path: Path) -> Path:
        """A worktree beside which another one has edited `f` without landing it."""
        repo.commit({"a.py": "def f():\n    return 1\n\n\ndef g():\n    return 1\n"})
        side = repo.worktree(tmp_path / "side", branch="side")
        side.commit({"a.py": "def f():\n    return 2\n\n\ndef g():\n    return 1\n"})
        return repo.path

    def edit(self, folder: Path, old: str) -> dict[str, Any]:
        return payload("PreToolUse", folder, "Edit", tool_input={"file_path": f"{folder}/a.py", "old_string": old})

    def test_an_edit_of_what_a_sibling_edits_is_told(self, beside: Path) -> None:
        told = json.loads(answer(self.edit(beside, "return 1")).out)["hookSpecificOutput"]
        assert set(told) == {"hookEventName", "additionalContext"}
        assert "a.py" in told["additionalContext"]
        assert "side" in told["additionalContext"]

    def test_by_the_settings_the_user_is_asked(self, repo: Builder, beside: Path) -> None:
        repo.commit({"agentguard.toml": '[hooks]\nedits = "ask"\n'})
        asked = json.loads(answer(self.edit(beside, "def f():\n    return 1")).out)["hookSpecificOutput"]
        assert (asked["hookEventName"], asked["permissionDecision"]) == ("PreToolUse", "ask")
        assert "side" in asked["permissionDecisionReason"]

    def test_codex_cannot_ask_and_is_told(self, repo: Builder, beside: Path) -> None:
        repo.commit({"agentguard.toml": '[hooks]\nedits = "ask"\n'})
        patch = "*** Begin Patch\n*** Update File: a.py\n@@\n def f():\n-    return 1\n+    return 3\n*** End Patch"
        told = payload("PreToolUse", beside, "apply_patch", tool_input={"command": patch})
        assert set(json.loads(answer(told, "codex").out)["hookSpecificOutput"]) == {
            "hookEventName",
            "additionalContext",
        }

    def test_an_edit_that_meets_nobody_passes_in_silence(self, dirty: Builder) -> None:
        assert answer(self.edit(dirty.path, "2")) == SILENCE

    def test_a_file_outside_of_every_repository_is_nobodys(self, tmp_path: Path) -> None:
        assert answer(self.edit(tmp_path, "x")) == SILENCE


class TestErrors:
    @pytest.mark.parametrize("data", [b"", b"not json", b"[1]", b"\xff", b"[" * 200_000])
    def test_what_is_no_json_is_let_through_and_said(
        self, data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        got = answer_to(["claude"], data)
        assert got.code == 0
        assert set(json.loads(got.out)) == {"systemMessage"}
        assert got.err.startswith("agentguard: what the host told is not ")

    def test_the_settings_may_refuse_it(self, repo: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
        repo.commit({"agentguard.toml": DENY})
        monkeypatch.chdir(repo.path)
        assert answer_to(["claude"], b"{") == Answer(
            code=2,
            err="agentguard: what the host told is not JSON\n"
            "The settings refuse what cannot be judged (`hooks.on-error`).\n",
        )

    @pytest.mark.parametrize("host", [[], ["cursor"], ["--help"]])
    def test_an_unknown_host_is_said(self, host: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        assert (
            answer_to(host, b"{}").err
            == "agentguard: `agentguard-hook-agent` takes the name of a host: claude, codex\n"
        )

    def test_what_is_too_large_is_said(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        assert answer_to(["claude"], None).err == "agentguard: what the host told is larger than 64,000,000 bytes\n"

    def test_a_bug_writes_a_log_and_follows_the_settings(
        self, repo: Builder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        repo.commit({"a.py": "1\n"})
        monkeypatch.setattr(main, "decide", failing(KeyError("oops")))
        allowed = answer(shell(repo.path, "git add -A"))
        assert allowed.code == 0
        assert json.loads(allowed.out)["systemMessage"].startswith(
            "agentguard: a bug in agentguard: KeyError: 'oops'. "
        )
        assert (tmp_path / "state" / "agentguard" / "crash.md").read_text("utf-8").startswith("### agentguard crashed")
        repo.commit({"agentguard.toml": DENY})
        refused = answer(shell(repo.path, "git add -A"))
        assert (refused.code, refused.out) == (2, "")

    def test_wrong_settings_are_said(self, repo: Builder) -> None:
        repo.commit({"agentguard.toml": "[hooks]\nadd-folders = 1\n"})
        got = answer(shell(repo.path, "git add -A"))
        assert got.code == 0
        assert "agentguard.toml:2" in json.loads(got.out)["systemMessage"]

    def test_what_takes_too_long_is_ended(self, repo: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
        def decide(*_: object) -> None:
            while True:
                pass

        repo.commit({"agentguard.toml": DENY})
        monkeypatch.setattr(main, "decide", decide)
        monkeypatch.setattr(main, "SECONDS_BEFORE", 0.05)
        assert answer(shell(repo.path, "git add -A")) == Answer(
            code=2,
            err="agentguard: judging this call took more than 0.05 s\n"
            "The settings refuse what cannot be judged (`hooks.on-error`).\n",
        )

    def test_what_the_system_refuses_is_no_bug(
        self, repo: Builder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        repo.commit({"a.py": "1\n"})
        monkeypatch.setattr(main, "decide", failing(PermissionError(13, "Permission denied")))
        assert answer(shell(repo.path, "git add -A")).err == (
            "agentguard: the system refused something: Permission denied\n"
        )
        assert not (tmp_path / "state").exists()

    def test_an_edit_is_never_refused(self, repo: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
        repo.commit({"agentguard.toml": DENY})
        monkeypatch.setattr(before, "_decide_edit", failing(AgentguardError("no", "try")))
        told = payload("PreToolUse", repo.path, "Write", tool_input={"file_path": f"{repo.path}/a"})
        assert answer(told) == Answer(out='{"systemMessage": "agentguard: no. try"}\n', err="agentguard: no. try\n")

    def test_a_second_try_judges_nothing(self, repo: Builder) -> None:
        repo.commit({"a.py": "1\n"})
        assert answer(shell(repo.path, "git add -A"), "claude", "--failed", "139").code == 0
        repo.commit({"agentguard.toml": DENY})
        refused = answer(shell(repo.path, "git add -A"), "claude", "--failed", "139")
        assert refused.err.startswith("agentguard: judging this call ended with exit code 139, which is a bug")

    def test_after_a_call_nothing_is_said(self, repo: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
        repo.commit({"agentguard.toml": "[hooks]\nadd-folders = 1\n"})
        monkeypatch.setattr(main, "_leave_group", lambda: None)
        told = payload("PostToolUse", repo.path, "Write", tool_input={"file_path": f"{repo.path}/a"})
        assert answer(told) == SILENCE


def failing(error: Exception) -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise error

    return fail


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)
FIELDS = st.sampled_from(
    [
        "session_id",
        "cwd",
        "tool_input",
        "tool_use_id",
        "agent_id",
        "toolArgs",
        "toolName",
        "tool_name",
        "hook_event_name",
    ]
)
INPUTS = st.dictionaries(st.sampled_from(["command", "cmd", "file_path", "edits", "old_string", "subagent_type"]), JSON)


@settings(max_examples=60)
@given(
    document=JSON | st.dictionaries(FIELDS, JSON),
    event=st.sampled_from(["PreToolUse", "SessionStart", "UserPromptSubmit", "Stop", ""]),
    tool=st.sampled_from(["Bash", "Agent", "Edit", "PowerShell", "Read", "apply_patch", "shell", "x"]),
    told=INPUTS | JSON,
    host=st.sampled_from(HOSTS),
)
def test_whatever_is_told_is_answered_as_a_host_can_read(
    document: object, event: str, tool: str, told: object, host: str
) -> None:
    if isinstance(document, dict):
        document = {"hook_event_name": event, "tool_name": tool, "tool_input": told, **document}
    got = answer_to([host], json.dumps(document).encode())
    assert got.code in {0, 2}
    if got.code:
        assert (got.out, got.err.strip() != "") == ("", True)
    elif got.out:
        assert set(json.loads(got.out)) <= {"hookSpecificOutput", "systemMessage"}


WORDS = st.sampled_from(
    (
        *("git", "add", "commit", "stash", "-A", "-am", ".", "x", "cd", "..", ";", "&&", "|", "'", '"', "--", "xargs"),
        *("$x", "*.py", ":!x", ":(top)", "$(", ")", "é", "\n", "src", "make", "\ud800", "\udcff", "\0", "\x1b[31m"),
    )
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    builder = Builder.create(tmp_path_factory.mktemp("shared") / "repo")
    builder.commit({"src/a.py": "1\n", "agentguard.toml": '[hooks]\nunknown-commands = "deny"\n'})
    builder.write({"src/a.py": "2\n", "\udcff\x1b.py": "1\n", "src/b/c.py": "1\n"})
    return builder.path


@settings(max_examples=60)
@given(words=st.lists(WORDS, max_size=12), host=st.sampled_from(HOSTS), start=st.sampled_from(["", "git add ", "git "]))
def test_whatever_the_command_it_is_let_through_or_refused_with_a_reason(
    shared: Path, words: list[str], host: str, start: str
) -> None:
    got = answer(shell(shared, start + " ".join(words)), host)
    assert got == SILENCE or (got.code == 2 and got.out == "" and got.err.startswith("agentguard AG101 "))
    assert all(line.isprintable() for line in got.err.splitlines())
