"""Shell commands that stand in public repositories: in documents, CI files, settings and logs of agents."""

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import TypeGuard

import yaml

from agentguard.analyzer.git.repository import Repository

_LONGEST = 4000
_LARGEST_FILE = 3_000_000
_BLOCK = re.compile(
    rb"^([ \t]*)```[ \t]*(?:bash|sh|shell|zsh|console|shell-session)\b[^\n]*\n(.*?)^[ \t]*```", re.DOTALL | re.MULTILINE
)
_RULE = re.compile(r"Bash\((.*)\)", re.DOTALL)
_WHOLE = re.compile(r"<<|\\$|\b(?:do|then|case|function)\b|[{(]\s*$|^\s*(?:if|for|while|until)\b", re.MULTILINE)
_PROMPT = re.compile(r"^\s*[$>%#]\s+(?=\S)")
_STAGING = re.compile(r"\b(?:add|stage|commit|stash|rm|mv|update-index|apply)\b")
_PLAIN = str.maketrans("", "", "'\"\\")
_HIDES = re.compile(r"\b(?:eval|base64|xxd|source)\b|\|\s*(?:ba|z|da)?sh\b|\bbash\s+<")


def commands_of(repository: Repository) -> Iterator[tuple[str, str]]:
    """Yields kinds of file and commands, each command once."""
    seen = set()
    for kind, text in _all_commands(repository):
        plain = text.strip()
        if plain and len(plain) <= _LONGEST and plain not in seen and "\0" not in plain:
            seen.add(plain)
            yield kind, plain


def chosen(commands: Iterator[tuple[str, str]], *, most: int) -> Iterator[tuple[str, str]]:
    """Chooses up to `most` commands with git and as many without, by the hash of their texts."""
    by_need: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
    for kind, text in commands:
        by_need[mentions_git(text)].append((kind, text))
    for found in by_need.values():
        yield from sorted(found, key=lambda one: sha256(one[1].encode("utf-8", "surrogateescape")).digest())[:most]


def mentions_git(text: str) -> bool:
    """Tells whether a command could run git at all; a rule over its letters, on the safe side."""
    plain = text.replace("\\\n", "").translate(_PLAIN)
    return "git" in plain or bool(_HIDES.search(plain))


def may_stage(text: str) -> bool:
    """Tells whether git's subcommands that stage stand anywhere in a command."""
    return bool(_STAGING.search(text.replace("\\\n", "").translate(_PLAIN))) or bool(_HIDES.search(text))


def _all_commands(repository: Repository) -> Iterator[tuple[str, str]]:
    for path, entry in sorted(repository.list_tree(repository.tree(repository.commit("HEAD"))).items()):
        kind = _kind(path)
        if kind and entry.mode in {0o100644, 0o100755}:
            content = repository.objects.read(entry.id)
            if content is not None and len(content) <= _LARGEST_FILE:
                for text in _READERS[kind](content):
                    yield kind, text


def _kind(path: str) -> str:
    name = Path(path).name
    if path.startswith(".github/workflows/"):
        return "workflow"
    if name.startswith("settings") and ".claude/" in path:
        return "settings"
    suffix = name.rpartition(".")[2]
    return {"md": "document", "mdc": "document", "jsonl": "log", "sh": "script"}.get(suffix, "")


def _document(content: bytes) -> Iterator[str]:
    for match in _BLOCK.finditer(content):
        indent = len(match[1])
        lines = [line[indent:] for line in match[2].decode("utf-8", "replace").splitlines()]
        yield from _split(
            [_PROMPT.sub("", line) if _PROMPT.match(line) and line.lstrip()[0] != "#" else line for line in lines]
        )


def _split(lines: list[str]) -> Iterator[str]:
    """Yields a block as one command where its lines belong together, else each line."""
    block = "\n".join(lines)
    if (
        _WHOLE.search(block)
        or block.count('"') % 2
        or any(line.count('"') % 2 or line.count("'") % 2 for line in lines)
    ):
        yield block
    else:
        yield from (line for line in lines if not line.lstrip().startswith("#"))


def _workflow(content: bytes) -> Iterator[str]:
    try:
        tree = yaml.safe_load(content)
    except (yaml.YAMLError, ValueError):
        return
    for script in _found(tree, "run"):
        yield re.sub(r"\$\{\{.*?\}\}", "VALUE", script)


def _settings(content: bytes) -> Iterator[str]:
    try:
        tree = json.loads(content)
    except ValueError:
        return
    permissions = tree.get("permissions") if isinstance(tree, dict) else None
    for rule in permissions.get("allow", ()) if isinstance(permissions, dict) else ():
        match = _RULE.fullmatch(rule) if isinstance(rule, str) else None
        if match and "*" not in match[1]:
            yield match[1]


def _log(content: bytes) -> Iterator[str]:
    for line in content.splitlines():
        if b'"command"' in line:
            try:
                yield from _found(json.loads(line), "command")
            except (ValueError, RecursionError):
                continue


def _script(content: bytes) -> Iterator[str]:
    text = content.decode("utf-8", "replace").replace("\\\n", " ")
    for line in text.splitlines():
        if "git" in line and not _WHOLE.search(line) and not line.count('"') % 2 and not line.count("'") % 2:
            yield line


def _found(tree: object, key: str) -> Iterator[str]:
    waiting = [tree]
    while waiting:
        one = waiting.pop()
        if _is_table(one):
            value = one.get(key)
            if isinstance(value, str):
                yield value
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


def _is_table(one: object) -> TypeGuard[dict[str, object]]:
    return isinstance(one, dict)


_READERS = {"document": _document, "workflow": _workflow, "settings": _settings, "log": _log, "script": _script}
