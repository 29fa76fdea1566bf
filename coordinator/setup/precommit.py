"""Our entry in the configuration of pre-commit and prek, which read the same one; prek has a second form in TOML."""

from collections.abc import Iterator
from typing import Any

import yaml

from agentguard.analyzer.errors import AgentguardError
from agentguard.coordinator.setup.commands import PROGRAM
from agentguard.coordinator.setup.text import toml as toml_text
from agentguard.coordinator.setup.text import yaml as yaml_text
from agentguard.coordinator.setup.text.source import Source, read_source

CONFIG = ".pre-commit-config.yaml"
PREK = "prek.toml"
_ID = "agentguard"
_MOST_ENTRIES = 20
_STAGE = "pre-commit"
_HOOK = (
    f"id: {_ID}",
    f"name: {_ID}",
    f"entry: {PROGRAM} {_STAGE}",
    "language: system",
    f"stages: [{_STAGE}]",
    "always_run: true",
    "pass_filenames: false",
)
_TABLES = [
    "[[repos]]",
    'repo = "local"',
    "",
    "[[repos.hooks]]",
    f'id = "{_ID}"',
    f'name = "{_ID}"',
    f'entry = "{PROGRAM} {_STAGE}"',
    'language = "system"',
    f'stages = ["{_STAGE}"]',
    "always_run = true",
    "pass_filenames = false",
]


def with_entry(content: bytes, name: str) -> bytes:
    """Returns a configuration that has our hook; one that has it already, from wherever, stays as it is.

    Args:
        content: what is there.
        name: of the file, by which its form is known.

    Raises:
        AgentguardError: it cannot be read, or is written in a way that cannot be added to.
    """
    source = read_source(content, name)
    if has_entry(content, name):
        return content
    if name == PREK:
        return source.bytes_of(toml_text.appended(source, _TABLES, name))
    return source.bytes_of(yaml_text.added_item(source, ("repos",), _lines(source, name), name))


def alone() -> bytes:
    """Returns a configuration with nothing but our hook."""
    return "\n".join(["repos:", *_lines(Source(text=""), CONFIG), ""]).encode()


def without_entry(content: bytes, name: str) -> bytes:
    """Returns a configuration without our hook; what names it from another repository is not ours.

    Raises:
        AgentguardError: it cannot be read, or the hook shares its lines with others.
    """
    source = read_source(content, name)
    for _ in range(_MOST_ENTRIES):
        keys = next(_ours(_load(source, name)), None)
        if keys is None:
            return source.bytes_of(source.text)
        if name == PREK:
            return source.bytes_of(toml_text.without(source, _TABLES, name))
        source = Source(text=yaml_text.without_child(source, keys, name), marked=source.marked)
    raise AgentguardError(f"`{name}` has more than {_MOST_ENTRIES} entries of ours", "take most of them out by hand")


def has_entry(content: bytes, name: str) -> bool:
    """Tells whether a configuration has a hook of ours, whichever repository it is taken from."""
    data = _load(read_source(content, name), name)
    return any(_is_hook(hook) for _, _, _, hook in _hooks(data))


def _load(source: Source, name: str) -> Any:
    load = toml_text.load if name == PREK else yaml_text.load
    return load(source.text, name)


def _hooks(data: Any) -> Iterator[tuple[int, dict[str, Any], int, dict[str, Any]]]:
    repos = data.get("repos") if isinstance(data, dict) else None
    for at, repo in enumerate(repos) if isinstance(repos, list) else ():
        hooks = repo.get("hooks") if isinstance(repo, dict) else None
        for place, hook in enumerate(hooks) if isinstance(hooks, list) else ():
            if isinstance(hook, dict):
                yield at, repo, place, hook


def _is_hook(hook: dict[str, Any]) -> bool:
    return hook.get("id") == _ID or PROGRAM in str(hook.get("entry", ""))


def _ours(data: Any) -> Iterator[yaml_text.Keys]:
    for at, repo, place, hook in _hooks(data):
        if repo.get("repo") == "local" and hook.get("entry") == f"{PROGRAM} {_STAGE}":
            yield ("repos", at, "hooks", place) if len(repo["hooks"]) > 1 else ("repos", at)


def _lines(source: Source, name: str) -> list[str]:
    """Writes the entry as wide as its neighbours are."""
    dash, inner = _widths(yaml_text.find(yaml_text.compose(source.text, name), ("repos", 0)))
    first, rest = "-".ljust(dash), " " * dash
    return [
        f"{first}repo: local",
        f"{rest}hooks:",
        *(f"{rest}{' ' * inner}{(first if at == 0 else rest)}{line}" for at, line in enumerate(_HOOK)),
    ]


def _widths(item: yaml.Node | None) -> tuple[int, int]:
    """Returns how far a key stands behind its dash, and an inner sequence behind the key that holds it."""
    hooks = yaml_text.find(item, ("hooks",))
    if item is None or not isinstance(hooks, yaml.SequenceNode) or hooks.flow_style or not hooks.value:
        return 2, 2
    dash = hooks.value[0].start_mark.column - hooks.start_mark.column
    return max(dash, 2), max(hooks.start_mark.column - item.start_mark.column, 0)
