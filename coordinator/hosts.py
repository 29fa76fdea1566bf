"""The agents' hosts into whose settings our hooks are written: which events they are asked to tell, and by which entry.

Claude Code and Codex have the same three levels: event, matcher, command. What stands in the payloads of these events
is known in `hooks/agents`.
"""

from collections.abc import Mapping
from shlex import quote
from typing import Any

from agentguard.analyzer.model.value import dataclass

PROGRAM = "agentguard-hook-agent"
INSTALL = "pip install agentguard"
_SECONDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event that a host is asked to tell.

    Attributes:
        event: as the host calls it.
        tools: the tools whose calls are told; empty where the event is about none.
        seconds: the host's deadline; our own is far below.
        refuses: whether the event can be refused, so that a missing program must not let it through.
    """

    event: str
    tools: tuple[str, ...] = ()
    seconds: int = _SECONDS
    refuses: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """One host.

    Attributes:
        name: the argument of `agentguard-hook-agent`.
        agent: how reports call it.
        entries: what it is asked to tell.
    """

    name: str
    agent: str
    entries: tuple[Entry, ...]


CLAUDE = Host(
    name="claude",
    agent="Claude",
    entries=(
        Entry(
            event="PreToolUse",
            tools=(
                *("Bash", "PowerShell", "Monitor", "Agent", "Task"),
                *("Edit", "MultiEdit", "Write", "NotebookEdit"),
            ),
            refuses=True,
        ),
        Entry(
            event="PostToolUse",
            tools=("Bash", "PowerShell", "Edit", "MultiEdit", "Write", "NotebookEdit", "Read"),
        ),
        Entry(event="PostToolUseFailure", tools=("Bash", "PowerShell")),
        Entry(event="SessionStart"),
        Entry(event="UserPromptSubmit"),
        Entry(event="SubagentStop"),
        Entry(event="SessionEnd"),
    ),
)
CODEX = Host(
    name="codex",
    agent="Codex",
    entries=(
        Entry(
            event="PreToolUse",
            tools=("Bash", "shell", "shell_command", "exec_command", "local_shell", "apply_patch", "spawn_agent"),
            refuses=True,
        ),
        Entry(
            event="PostToolUse",
            tools=("Bash", "shell", "shell_command", "exec_command", "local_shell", "apply_patch"),
        ),
        Entry(event="SessionStart"),
        Entry(event="UserPromptSubmit"),
        Entry(event="SubagentStop"),
        Entry(event="SessionEnd"),
    ),
)
HOSTS: Mapping[str, Host] = {host.name: host for host in (CLAUDE, CODEX)}


def entry_command(host: str, *, refuses: bool) -> str:
    """Returns the command of an entry, for a settings file that is shared with people who may not have the program.

    Every shell that a host may use reads it alike. Where the program is missing, a shell's own answer (127) lets the
    call through; this one refuses, and says how to install it. It reads its input to the end before: Codex takes a
    closed pipe for a hook that failed.

    Args:
        host: a name from `HOSTS`.
        refuses: whether a missing program refuses; else the event passes in silence.
    """
    # The agent itself cannot run the command: this entry refuses that, too.
    said = f"{PROGRAM} is missing, but the settings require it. Ask the user to run: {INSTALL}"
    missing = f'{{ cat >/dev/null; echo "{said}" >&2; exit 2; }}' if refuses else "exit 0"
    return f"sh -c {quote(f'command -v {PROGRAM} >/dev/null || {missing}; exec {PROGRAM} {host}')}"


def is_ours(command: str) -> bool:
    """Tells whether an entry of a settings file was written by us."""
    return PROGRAM in command


def hooks_fragment(host: str) -> dict[str, list[dict[str, Any]]]:
    """Returns what belongs under `hooks` in a host's settings.

    Args:
        host: a name from `HOSTS`.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for entry in HOSTS[host].entries:
        handler = {
            "type": "command",
            "command": entry_command(host, refuses=entry.refuses),
            "timeout": entry.seconds,
        }
        matcher = {"matcher": "|".join(entry.tools)} if entry.tools else {}
        found.setdefault(entry.event, []).append({**matcher, "hooks": [handler]})
    return found
