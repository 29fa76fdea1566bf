"""The entry that stands in a settings file which is shared with people who may not have the program."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from agentguard.coordinator.hosts import HOSTS, PROGRAM, entry_command, hooks_fragment, is_ours
from agentguard.hooks.agents.table import DIALECTS

SHELLS = [shell for shell in ("sh", "dash", "bash", "zsh", "fish", "busybox") if shutil.which(shell)]


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A PATH on which nothing is but what a shell needs."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for name in ("sh", "cat"):
        (folder / name).symlink_to(str(shutil.which(name)))
    return folder


def run(shell: str, command: str, path: Path) -> tuple[int, str, str]:
    words = ["sh", "-c"] if shell == "busybox" else ["-c"]
    done = subprocess.run(
        [str(shutil.which(shell)), *words, command],
        input="x" * 300_000,
        env={"PATH": str(path), "HOME": str(path)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("host", HOSTS)
def test_where_the_program_is_missing_a_call_is_refused_with_the_way_to_install_it(
    tools: Path, shell: str, host: str
) -> None:
    assert run(shell, entry_command(host, refuses=True), tools) == (
        2,
        "",
        "agentguard-hook-agent is missing, but the settings require it. Ask the user to run: pip install agentguard\n",
    )


@pytest.mark.parametrize("shell", SHELLS)
def test_where_the_program_is_missing_other_events_pass(tools: Path, shell: str) -> None:
    assert run(shell, entry_command("claude", refuses=False), tools) == (0, "", "")


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("refuses", [True, False])
def test_the_program_is_started_with_the_hosts_name(tools: Path, shell: str, refuses: bool) -> None:
    program = tools / PROGRAM
    program.write_text('#!/bin/sh\necho "$@" >&2\ncat >/dev/null\nexit 2\n')
    program.chmod(0o755)
    assert run(shell, entry_command("codex", refuses=refuses), tools) == (2, "", "codex\n")


def test_our_entries_are_known_again() -> None:
    assert is_ours(entry_command("claude", refuses=True))
    assert is_ours("/opt/venv/bin/agentguard-hook-agent claude")
    assert not is_ours("agentguard check")


@pytest.mark.parametrize("host", HOSTS)
def test_a_fragment_has_the_three_levels_of_both_hosts(host: str) -> None:
    fragment = hooks_fragment(host)
    assert json.loads(json.dumps(fragment)) == fragment
    for event, groups in fragment.items():
        for group in groups:
            assert set(group) <= {"matcher", "hooks"}, event
            assert [set(handler) for handler in group["hooks"]] == [{"type", "command", "timeout"}]
    assert {event for event, groups in fragment.items() if "exit 2" in groups[0]["hooks"][0]["command"]} == {
        "PreToolUse"
    }


@pytest.mark.parametrize("host", HOSTS)
def test_whatever_is_asked_for_is_understood(host: str) -> None:
    dialect = DIALECTS[host]
    for entry in dialect.host.entries:
        assert entry.event in dialect.stages
        assert set(entry.tools) <= set(dialect.tools)


def test_matchers_are_lists_of_exact_names() -> None:
    # Claude Code takes any other character for a regular expression that is not anchored.
    matchers = [
        group.get("matcher", "") for host in HOSTS for groups in hooks_fragment(host).values() for group in groups
    ]
    assert all(set(matcher) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_|") for matcher in matchers)
