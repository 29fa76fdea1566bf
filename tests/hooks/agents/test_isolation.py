"""Whether an agent gets a worktree of its own, and what that starts from, as Claude Code's own files say."""

import json
import os
from pathlib import Path

import pytest

from agentguard.hooks.agents.isolation import base_of, is_isolated
from agentguard.hooks.agents.payload import Call
from agentguard.hooks.agents.table import DIALECTS
from tests.hooks.agents.calls import answer, payload
from tests.support.builder import Builder

CLAUDE = DIALECTS["claude"]
HEAD = {"worktree": {"baseRef": "head"}}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "root").mkdir()
    return tmp_path / "root"


def write(folder: Path, name: str, text: str) -> None:
    path = folder / ".claude" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("text", "isolated"),
    [
        ("---\nname: coder\nisolation: worktree\n---\nWrite code.\n", True),
        ('---\nisolation: "worktree"  \n---\n', True),
        ("---\nname: coder\n---\nisolation: worktree\n", False),
        ("isolation: worktree\n", False),
        ("---\nisolation: none\n---\n", False),
        ("", False),
    ],
)
def test_the_head_of_an_agents_file_tells(root: Path, text: str, isolated: bool) -> None:
    write(root, "agents/coder.md", text)
    assert is_isolated(Call(agent="coder"), CLAUDE, root) is isolated


def test_the_call_itself_comes_first(root: Path) -> None:
    write(root, "agents/coder.md", "---\nisolation: worktree\n---\n")
    assert not is_isolated(Call(agent="coder", isolated=False), CLAUDE, root)
    assert is_isolated(Call(agent="other", isolated=True), CLAUDE, root)


def test_the_users_own_agents_count_where_the_project_has_none_of_that_name(root: Path, tmp_path: Path) -> None:
    write(tmp_path / "home", "agents/coder.md", "---\nisolation: worktree\n---\n")
    assert is_isolated(Call(agent="coder"), CLAUDE, root)
    write(root, "agents/coder.md", "---\nname: coder\n---\n")
    assert not is_isolated(Call(agent="coder"), CLAUDE, root)


@pytest.mark.parametrize("name", ["../coder", "plugin:coder", "", None, "a/b", "x" * 101])
def test_a_name_leads_to_no_other_file(root: Path, name: str | None) -> None:
    write(root, "coder.md", "---\nisolation: worktree\n---\n")
    assert not is_isolated(Call(agent=name), CLAUDE, root)


def test_other_hosts_have_no_such_files(root: Path) -> None:
    write(root, "agents/worker.md", "---\nisolation: worktree\n---\n")
    assert not is_isolated(Call(agent="worker"), DIALECTS["codex"], root)


def test_the_nearest_settings_tell_the_base(root: Path, tmp_path: Path) -> None:
    assert base_of(root) == "fresh"
    write(tmp_path / "home", "settings.json", json.dumps(HEAD))
    assert base_of(root) == "head"
    write(root, "settings.json", '{"worktree": {"baseRef": "fresh"}}')
    assert base_of(root) == "fresh"
    write(root, "settings.local.json", json.dumps(HEAD))
    assert base_of(root) == "head"


@pytest.mark.parametrize("text", ["", "[]", "{", '{"worktree": []}', '{"worktree": {"baseRef": 1}}', "[" * 100_000])
def test_settings_that_say_nothing_are_passed_over(root: Path, tmp_path: Path, text: str) -> None:
    write(root, "settings.json", text)
    write(tmp_path / "home", "settings.json", json.dumps(HEAD))
    assert base_of(root) == "head"


def test_what_is_no_file_or_too_large_is_passed_over(root: Path) -> None:
    write(root, "settings.json", json.dumps({**HEAD, "x": "y" * 1_000_000}))
    os.mkfifo(root / ".claude" / "settings.local.json")
    assert base_of(root) == "fresh"


def test_an_isolated_agent_is_refused_with_what_to_set(repo: Builder) -> None:
    repo.commit({"a.py": "1\n"})
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repo.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    repo.commit({"a.py": "2\n"})
    repo.write({"a.py": "3\n"})
    told = payload("PreToolUse", repo.path, "Agent", tool_input={"subagent_type": "coder", "isolation": "worktree"})
    refused = answer(told)
    assert refused.code == 2
    assert "worktree.baseRef" in refused.err
    write(repo.path, "settings.local.json", json.dumps(HEAD))
    assert "worktree.baseRef" not in answer(told).err
