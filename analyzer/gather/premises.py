"""Reads what there is for hooks to be put into: worktrees, folders of hooks, frameworks, agents."""

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from agentguard.analyzer.git.process import Git, require_git
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.setup import Premises, Worktree

# What says which agents and frameworks a repository is used with.
NAMES = (
    *(".claude", "CLAUDE.md", ".codex", "AGENTS.md"),
    *(".pre-commit-config.yaml", "prek.toml", ".husky", ".github/workflows", ".gitlab-ci.yml", ".circleci"),
    *("lefthook.yml", "lefthook.yaml", ".lefthook.yml", ".lefthook.yaml", ".config/lefthook.yml"),
    *("lefthook.toml", ".lefthook.toml", "lefthook.json", ".lefthook.json", "lefthook.jsonc"),
)
PROGRAMS = ("claude", "codex", "pre-commit", "prek", "lefthook", "agentguard-hook-agent", "agentguard-hook-git")
_MOST_WORKTREES = 200


def read_premises(repository: Repository) -> Premises:
    """Returns what matters to hooks; nothing that the repository contains is run."""
    place = repository.place
    roots = repository.worktrees()[:_MOST_WORKTREES]
    worktrees = tuple(_worktree(repository.git, root, place.common_dir) for root in roots if root.is_dir())
    root = repository.root
    here = _worktree(repository.git, root, place.common_dir) if root else _bare(repository)
    return Premises(
        root=root,
        common_dir=place.common_dir,
        git=require_git(),
        here=here,
        worktrees=worktrees,
        files=frozenset(name for name in NAMES if root and (root / name).exists()),
        programs=frozenset(name for name in PROGRAMS if shutil.which(name)),
        config=_hook_settings(repository.git),
    )


def _bare(repository: Repository) -> Worktree:
    return _worktree(repository.git, repository.place.common_dir, repository.place.common_dir)


def _worktree(git: Git, root: Path, common_dir: Path) -> Worktree:
    found = _values(replace(git, cwd=root, environment=_undirected(git.environment)), "core.hooksPath")
    scope, value = found[-1] if found else (None, None)
    hooks = common_dir / "hooks" if value is None else Path(os.path.normpath(root / value))
    return Worktree(root=root, hooks=hooks, hooks_path=value, scope=scope)


def _undirected(environment: Mapping[str, str]) -> dict[str, str]:
    """Leaves out what a hook's environment says of the one worktree that it runs in."""
    named = {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR"}
    return {name: value for name, value in environment.items() if name not in named}


def _values(git: Git, key: str) -> list[tuple[str, str]]:
    """Returns scope and value of a setting, the last one counts; what a command line sets is our own."""
    asked = ("config", "-z", "--show-scope", "--type=path", "--get-all", key)
    fields = git.run(*asked, ok=(0, 1)).fields()
    return [(scope, value) for scope, value in zip(fields[::2], fields[1::2], strict=True) if scope != "command"]


def _hook_settings(git: Git) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for scope, entry in _pairs(git.run("config", "-z", "--show-scope", "--get-regexp", r"^hook\.", ok=(0, 1)).fields()):
        key, _, value = entry.partition("\n")
        if scope != "command":
            found[key] = (*found.get(key, ()), value)
    return found


def _pairs(fields: Sequence[str]) -> list[tuple[str, str]]:
    return list(zip(fields[::2], fields[1::2], strict=True))
