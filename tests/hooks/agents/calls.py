"""Builds what a host tells."""

import json
from pathlib import Path

from agentguard.hooks.agents.answer import Answer
from agentguard.hooks.agents.main import answer_to

SESSION = "s-1"


def payload(event: str, folder: Path | str, tool: str | None = None, **told: object) -> dict[str, object]:
    """Returns what Claude Code and Codex have in common; `told` overrides any of it."""
    common: dict[str, object] = {"session_id": SESSION, "cwd": str(folder), "hook_event_name": event}
    return {**common, **({"tool_name": tool, "tool_use_id": "call_1"} if tool else {}), **told}


def shell(folder: Path | str, command: str, event: str = "PreToolUse", **told: object) -> dict[str, object]:
    return payload(event, folder, "Bash", tool_input={"command": command}, **told)


def answer(document: object, host: str = "claude", *more: str) -> Answer:
    return answer_to([host, *more], json.dumps(document).encode())
