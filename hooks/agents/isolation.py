"""Reads from Claude Code's own files whether an agent gets a worktree of its own, and what that starts from.

The files may come with the repository: they are read as data, and bounded.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from agentguard.coordinator.hosts import CLAUDE
from agentguard.hooks.agents.payload import Call
from agentguard.hooks.agents.table import Dialect

_MOST_BYTES = 1_000_000
_FOLDER = ".claude"
# Those that count more stand first.
_SETTINGS = ("settings.local.json", "settings.json")
_PLAIN = re.compile(r"[\w-]{1,100}")
_ISOLATED = re.compile(r"^isolation:[ \t]*[\"']?worktree[\"']?[ \t]*$", re.MULTILINE)
_DEFAULT_BASE = "fresh"


def is_isolated(call: Call, dialect: Dialect, root: Path) -> bool:
    """Tells whether the agent that a call starts gets a worktree: by the call, or by the agent's own definition."""
    if call.isolated is not None or dialect.host is not CLAUDE:
        return bool(call.isolated)
    if not _PLAIN.fullmatch(call.agent or ""):
        return False
    for folder in _folders(root):
        text = _read(folder / "agents" / f"{call.agent}.md")
        if text is not None:
            head = text.removeprefix("---\n").partition("\n---")[0] if text.startswith("---\n") else ""
            return _ISOLATED.search(head) is not None
    return False


def base_of(root: Path) -> str:
    """Returns what worktrees of agents start from: `head`, or `fresh` for the remote's default branch."""
    for folder in _folders(root):
        for name in _SETTINGS:
            found = _base_in(_read(folder / name))
            if found is not None:
                return found
    return _DEFAULT_BASE


def _base_in(text: str | None) -> str | None:
    try:
        settings = json.loads(text) if text is not None else None
    except (ValueError, RecursionError):
        return None
    worktree = settings.get("worktree") if isinstance(settings, dict) else None
    base = worktree.get("baseRef") if isinstance(worktree, dict) else None
    return base if isinstance(base, str) else None


def _folders(root: Path) -> Iterator[Path]:
    yield root / _FOLDER
    try:
        yield Path.home() / _FOLDER
    except RuntimeError:  # nobody knows where that is
        return


def _read(path: Path) -> str | None:
    try:
        if not path.is_file() or path.stat().st_size > _MOST_BYTES:
            return None
        return path.read_bytes().decode("utf-8", "replace")
    except (OSError, ValueError):
        return None
