"""What differs between the agents' hosts, a row each: names of events and tools, places in the payload, ways to answer.

The facts and the versions that they were checked with stand in docs/agents.md; tests pin each of them on payloads from
the documentation. Which events a host is asked to tell is in `coordinator/hosts.py`.
"""

from collections.abc import Mapping
from enum import StrEnum

from agentguard.analyzer.model.value import dataclass
from agentguard.coordinator.hosts import CLAUDE, CODEX, Host


class Stage(StrEnum):
    """Names the moments that matter here, whatever a host calls them."""

    BEFORE = "before"
    AFTER = "after"
    START = "start"
    PROMPT = "prompt"
    END = "end"


class Kind(StrEnum):
    """Names the kinds of tools that matter here."""

    SHELL = "shell"
    FOREIGN_SHELL = "foreign shell"
    STARTER = "starter"
    EDITOR = "editor"
    PATCHER = "patcher"
    READER = "reader"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Where things stand in a payload; of several names the first that is there counts.

    Attributes:
        event: the name of the event.
        session: the session's id.
        subagent: the subagent's id, within a subagent.
        folder: where the agent is.
        tool: the tool's name.
        input: what the tool is called with.
        call: the call's id, the same before and after it.
        command: in the input: the command line, a text or a list of words.
        command_folder: in the input: where the command line runs, if not where the agent is.
        path: in the input: the file.
        old: in the input: the text that an edit replaces.
        edits: in the input: a list of edits with `old` of their own.
        agent: in the input: the kind of agent that is started.
        isolation: in the input: `worktree` where the agent gets a worktree of its own.
    """

    event: tuple[str, ...] = ("hook_event_name",)
    session: tuple[str, ...] = ("session_id",)
    subagent: tuple[str, ...] = ("agent_id",)
    folder: tuple[str, ...] = ("cwd",)
    tool: tuple[str, ...] = ("tool_name",)
    input: tuple[str, ...] = ("tool_input",)
    call: tuple[str, ...] = ("tool_use_id",)
    command: tuple[str, ...] = ("command",)
    command_folder: tuple[str, ...] = ()
    path: tuple[str, ...] = ("file_path",)
    old: tuple[str, ...] = ()
    edits: tuple[str, ...] = ()
    agent: tuple[str, ...] = ()
    isolation: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """One host.

    Attributes:
        host: which.
        stages: its events.
        tools: its tools.
        fields: where things stand in its payloads.
        can_ask: whether a call can be put before its user.
        nameless: a field of payloads that do not name their event, and the field that only those after the call have.
    """

    host: Host
    stages: Mapping[str, Stage]
    tools: Mapping[str, Kind]
    fields: Fields
    can_ask: bool
    nameless: tuple[str, str] | None = None


_STAGES = {
    "PreToolUse": Stage.BEFORE,
    "PostToolUse": Stage.AFTER,
    "SessionStart": Stage.START,
    "UserPromptSubmit": Stage.PROMPT,
    "SubagentStop": Stage.END,
    "SessionEnd": Stage.END,
}
# Copilot CLI runs the hooks in Claude's file as well. To events named as Claude's it tells payloads as Claude's; those
# in names of its own do not say which event it is.
DIALECTS: Mapping[str, Dialect] = {
    CLAUDE.name: Dialect(
        host=CLAUDE,
        stages={**_STAGES, "PostToolUseFailure": Stage.AFTER},
        tools={
            **dict.fromkeys(("Bash", "Monitor", "bash"), Kind.SHELL),
            **dict.fromkeys(("PowerShell", "powershell"), Kind.FOREIGN_SHELL),
            # Its name until 2.1.63 was Task.
            **dict.fromkeys(("Agent", "Task", "task"), Kind.STARTER),
            **dict.fromkeys(("Edit", "MultiEdit", "Write", "NotebookEdit", "edit", "create"), Kind.EDITOR),
            **dict.fromkeys(("Read", "view"), Kind.READER),
        },
        fields=Fields(
            event=("hook_event_name", "hookEventName"),
            session=("session_id", "sessionId"),
            tool=("tool_name", "toolName"),
            input=("tool_input", "toolArgs"),
            path=("file_path", "notebook_path", "path"),
            old=("old_string",),
            edits=("edits",),
            agent=("subagent_type",),
            isolation=("isolation",),
        ),
        can_ask=True,
        nameless=("toolName", "toolResult"),
    ),
    CODEX.name: Dialect(
        host=CODEX,
        stages=_STAGES,
        tools={
            **dict.fromkeys(("Bash", "shell", "shell_command", "exec_command", "local_shell"), Kind.SHELL),
            "apply_patch": Kind.PATCHER,
            "spawn_agent": Kind.STARTER,
        },
        fields=Fields(
            command=("command", "cmd", "input"),
            command_folder=("workdir",),
            agent=("agent_type",),
        ),
        can_ask=False,
    ),
}
