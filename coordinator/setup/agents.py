"""The agents' settings files: our entries in them, and nothing else of them touched."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.model.setup import Premises
from agentguard.analyzer.model.value import dataclass
from agentguard.coordinator.hosts import HOSTS, hooks_fragment, is_ours
from agentguard.coordinator.setup.text import json as json_text
from agentguard.coordinator.setup.text.source import Source, read_source


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where a host keeps its settings.

    Attributes:
        shared: the file that is committed.
        private: the one that is not; None where the host has none for a repository.
        signs: what at the top of a repository says that the host is used there.
        program: its name on PATH, which says only that somebody has it.
    """

    shared: str
    private: str | None
    signs: tuple[str, ...]
    program: str


_MOST_ENTRIES = 100
SETTINGS: Mapping[str, Settings] = {
    "claude": Settings(
        shared=".claude/settings.json",
        private=".claude/settings.local.json",
        signs=(".claude", "CLAUDE.md"),
        program="claude",
    ),
    "codex": Settings(shared=".codex/hooks.json", private=None, signs=(".codex", "AGENTS.md"), program="codex"),
}


def hosts_in_use(premises: Premises) -> tuple[str, ...]:
    """Returns the hosts that a repository shows signs of."""
    return tuple(name for name, settings in SETTINGS.items() if premises.files.intersection(settings.signs))


def title(host: str) -> str:
    """Returns what a host is called in reports."""
    return HOSTS[host].agent


def with_entries(content: bytes | None, host: str, name: str) -> bytes:
    """Returns a settings file that has our entries; one that has them already stays as it is.

    Args:
        content: what is there, None where there is no file.
        host: whose file it is.
        name: what to call it.

    Raises:
        AgentguardError: it cannot be read, or what is to be added to is of another kind.
    """
    wanted = hooks_fragment(host)
    source = read_source(content or b"{}\n", name)
    if not source.text.strip():
        source = Source(text="{}" + source.newline, marked=source.marked)
    if _entries(source, name) == wanted:
        return content or b""
    text = json_text.merged(_without(source, name), {"hooks": wanted}, name)
    return source.bytes_of(text)


def without_entries(content: bytes, name: str) -> bytes | None:
    """Returns a settings file without our entries, None where nothing else was in it.

    Args:
        content: what is there.
        name: what to call it.

    Raises:
        AgentguardError: it cannot be read.
    """
    source = read_source(content, name)
    text = _without(source, name)
    if text == source.text:
        return content
    return None if json.loads(text) == {} else source.bytes_of(text)


def has_entries(content: bytes, name: str) -> bool:
    """Tells whether anything in a settings file is ours."""
    return bool(_entries(read_source(content, name), name))


def is_current(content: bytes, host: str, name: str) -> bool:
    """Tells whether a settings file has exactly the entries that this version would write."""
    return _entries(read_source(content, name), name) == hooks_fragment(host)


def switched_off(content: bytes, name: str) -> bool:
    """Tells whether a settings file switches all hooks off."""
    return _mapping(_load(read_source(content, name), name)).get("disableAllHooks") is True


def worktree_base(content: bytes, name: str) -> str | None:
    """Returns what a settings file says of where worktrees of subagents begin, None where nothing."""
    base = _mapping(_mapping(_load(read_source(content, name), name)).get("worktree")).get("baseRef")
    return base if isinstance(base, str) else None


def _load(source: Source, name: str) -> Any:
    json_text.parse(source.text, name)
    return json.loads(source.text)


def _entries(source: Source, name: str) -> dict[str, list[dict[str, Any]]]:
    """Returns what is ours in a settings file, in the shape of `hooks_fragment`."""
    data = _load(source, name)
    found: dict[str, list[dict[str, Any]]] = {}
    for event, groups in _mapping(_mapping(data).get("hooks")).items():
        for group in _list(groups):
            ours = [one for one in _list(_mapping(group).get("hooks")) if _is_handler_of_ours(one)]
            if ours:
                found.setdefault(event, []).append({**group, "hooks": ours})
    return found


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _is_handler_of_ours(handler: object) -> bool:
    command = handler.get("command") if isinstance(handler, dict) else None
    return isinstance(command, str) and is_ours(command)


def _without(source: Source, name: str) -> str:
    text = source.text
    for _ in range(_MOST_ENTRIES):
        node = json_text.parse(text, name)
        keys = next(_ours(json.loads(text)), None)
        if keys is None:
            return text
        for key in keys[:-1]:
            node = node.children[key]
        text = json_text.without(text, node, keys[-1])
    raise AgentguardError(f"`{name}` has more than {_MOST_ENTRIES} entries of ours", "take most of them out by hand")


def _ours(data: object) -> Iterator[json_text.Keys]:
    """Yields the places of what is ours, each as far up as nothing else goes with it."""
    hooks = _mapping(_mapping(data).get("hooks"))
    for event, groups in hooks.items():
        for number, group in enumerate(_list(groups)):
            handlers = _list(_mapping(group).get("hooks"))
            for place, handler in enumerate(handlers):
                if not _is_handler_of_ours(handler):
                    continue
                if len(handlers) > 1:
                    yield ("hooks", event, number, "hooks", place)
                elif len(groups) > 1:
                    yield ("hooks", event, number)
                else:
                    yield ("hooks", event) if len(hooks) > 1 else ("hooks",)


def settings_file(host: str, *, local: bool) -> str:
    """Returns the file that gets a host's entries.

    Raises:
        AgentguardError: the host has no private file for a repository.
    """
    settings = SETTINGS[host]
    if not local:
        return settings.shared
    if settings.private is None:
        raise AgentguardError(f"{title(host)} has no settings file of a repository that is not shared")
    return settings.private
