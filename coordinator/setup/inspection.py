"""Reads how the agents' settings are, in this worktree, in the others and in the user's own folder."""

from collections.abc import Iterator
from pathlib import Path

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.model.setup import AgentFacts, Premises
from agentguard.coordinator.setup import agents
from agentguard.coordinator.setup.places import place_of, read_file
from agentguard.coordinator.setup.text.source import read_source
from agentguard.coordinator.setup.text.toml import load

_MANAGED = Path("/etc/claude-code/managed-settings.json")
# The one whose user has settings of hooks as well, and the one that has a switch for them elsewhere.
_CLAUDE, _CODEX = "claude", "codex"
_CODEX_CONFIG = ".codex/config.toml"


def inspect_agents(around: Premises, home: Path) -> tuple[AgentFacts, ...]:
    """Returns how the settings of the agents in use are.

    Args:
        around: the repository.
        home: the user's own folder.
    """
    if around.root is None:
        return ()
    return tuple(_agent(around, around.root, host, home) for host in agents.hosts_in_use(around))


def _agent(around: Premises, root: Path, host: str, home: Path) -> AgentFacts:
    settings = agents.SETTINGS[host]
    name = settings.shared
    try:
        files = dict(_own(root, host))
        name = next((one for one, content in files.items() if agents.has_entries(content, one)), name)
        content = files.get(name)
        every = {**files, **(dict(_of_user(home)) if host == _CLAUDE else {})}
        off = [one for one, text in every.items() if agents.switched_off(text, one)]
        off += _switched_off_codex(root, home) if host == _CODEX else []
        return AgentFacts(
            host=host,
            title=agents.title(host),
            name=name,
            installed=content is not None and agents.has_entries(content, name),
            current=content is not None and agents.is_current(content, host, name),
            switched_off=tuple(off),
            base=next((base for one, text in every.items() if (base := agents.worktree_base(text, one))), None),
            missing=tuple(tree.root for tree in around.worktrees if not _guards(tree.root, host)),
        )
    except AgentguardError as error:
        return AgentFacts(
            host=host, title=agents.title(host), name=name, installed=False, current=False, error=error.message
        )


def _own(root: Path, host: str) -> Iterator[tuple[str, bytes]]:
    """Yields the settings files of a worktree, the one that wins first."""
    settings = agents.SETTINGS[host]
    for name in filter(None, (settings.private, settings.shared)):
        content = read_file(place_of(root, name), name)
        if content:
            yield name, content


def _of_user(home: Path) -> Iterator[tuple[str, bytes]]:
    for name, path in (("~/.claude/settings.json", home / ".claude" / "settings.json"), (str(_MANAGED), _MANAGED)):
        content = read_file(path, name)
        if content:
            yield name, content


def _switched_off_codex(root: Path, home: Path) -> Iterator[str]:
    """Yields the files whose feature switches take Codex its hooks."""
    for name, path in ((_CODEX_CONFIG, place_of(root, _CODEX_CONFIG)), (f"~/{_CODEX_CONFIG}", home / _CODEX_CONFIG)):
        content = read_file(path, name)
        features = load(read_source(content, name).text, name).get("features") if content else None
        if isinstance(features, dict) and False in {features.get("hooks"), features.get("codex_hooks")}:
            yield name


def _guards(root: Path, host: str) -> bool:
    try:
        return any(agents.has_entries(content, name) for name, content in _own(root, host))
    except AgentguardError:
        return False
