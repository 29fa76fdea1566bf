"""The front of the hook, a POSIX script: what it answers itself, what it hands on, what it makes of the answer."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agentguard.analyzer.commandline.concern import may_concern_git
from tests.hooks.agents.calls import payload, shell
from tests.support.builder import Builder

SCRIPTS = Path(__file__).resolve().parents[3] / "hooks" / "scripts"
NAME = "agentguard-hook-agent"
SHELLS = [found for found in ("dash", "bash") if shutil.which(found)]
PASSING = ["ls -la", "cat 'a b'", 'rg "x|y" -n src | head', "ls \\\n  -la", "npm test", "make deploy", "printf 'a\\nb'"]
HANDED_ON = [
    "git status",
    "g''it add -A",
    'g"i"t add',
    "g\\it add",
    "g\\\nit add",
    "gi\\\n\\\nt add",
    "GIT add",
    "echo Z2l0 | base64 -d | sh",
    "$'\\x67it' add",
    "printf '\\147it' | sh",
    "x" * 60_000,
]


class Done(NamedTuple):
    """What the front answered."""

    code: int
    out: str
    err: str


class Front:
    """The front beside a second script that does what a test wants."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.state = folder / "state" / "agentguard"
        shutil.copy(SCRIPTS / NAME, folder / NAME)
        self.second("exit 0")

    def second(self, text: str) -> None:
        """Writes the second script, which notes its arguments and its input."""
        second = self.folder / f"{NAME}-main"
        second.write_text(f'#!/bin/sh\necho "$@" >>"{self.folder}/started"\ncat >"{self.folder}/input"\n{text}\n')
        second.chmod(0o755)

    def run(self, document: object, *, separators: tuple[str, str] = (",", ":"), by: str | None = None) -> Done:
        data = document if isinstance(document, bytes) else json.dumps(document, separators=separators).encode()
        done = subprocess.run(
            [*([by] if by else []), str(self.folder / NAME), "claude"],
            input=data,
            env={"PATH": os.environ["PATH"], "XDG_STATE_HOME": str(self.folder / "state")},
            capture_output=True,
            check=False,
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    @property
    def started(self) -> list[str]:
        """The arguments with which the second script was started, a line each."""
        path = self.folder / "started"
        return path.read_text().splitlines() if path.exists() else []

    @property
    def marks(self) -> list[str]:
        folder = self.state / "running"
        return [path.name for path in folder.iterdir()] if folder.exists() else []


@pytest.fixture
def front(tmp_path: Path) -> Front:
    folder = tmp_path / "bin"
    folder.mkdir()
    return Front(folder)


@pytest.mark.parametrize("by", SHELLS)
@pytest.mark.parametrize("command", PASSING)
def test_what_cannot_concern_git_starts_nothing(front: Front, command: str, by: str) -> None:
    assert front.run(shell("/x/git/y", command), by=by) == Done(0, "", "")
    assert front.started == []


@pytest.mark.parametrize("by", SHELLS)
@pytest.mark.parametrize("command", HANDED_ON, ids=range(len(HANDED_ON)))
def test_what_may_concern_git_is_handed_on_as_it_is(front: Front, command: str, by: str) -> None:
    document = shell("/x", command)
    front.run(document, by=by)
    assert front.started == ["claude"]
    assert json.loads((front.folder / "input").read_bytes()) == document


@pytest.mark.parametrize(
    "document",
    [
        payload("PreToolUse", "/x", "Edit", tool_input={"file_path": "/x/a"}),
        payload("PreToolUse", "/x", "PowerShell", tool_input={"command": "ls"}),
        payload("SessionStart", "/x"),
        {"toolName": "bash", "toolArgs": '{"command":"ls"}'},
        {},
        b"no json",
        b"",
    ],
)
def test_what_is_no_shell_command_is_handed_on(front: Front, document: object) -> None:
    front.run(document)
    assert front.started == ["claude"]


def test_a_payload_with_blanks_is_read_as_well(front: Front) -> None:
    assert front.run(shell("/x", "ls"), separators=(", ", ": ")) == Done(0, "", "")
    assert front.started == []
    front.run(shell("/x", "git add -A"), separators=(", ", ": "))
    assert front.started == ["claude"]


@pytest.mark.parametrize("tool", ["shell", "shell_command", "exec_command", "local_shell"])
def test_the_shells_of_codex_are_known(front: Front, tool: str) -> None:
    assert front.run(payload("PreToolUse", "/x", tool, tool_input={"cmd": "ls", "workdir": "/x"})) == Done(0, "", "")
    assert front.started == []
    front.run(payload("PreToolUse", "/x", tool, tool_input={"cmd": "git add -A"}))
    front.run(payload("PreToolUse", "/x", tool, tool_input={"command": ["sh", "-c", "ls"]}))
    assert front.started == ["claude", "claude"]


def test_letters_that_json_tells_by_numbers_are_handed_on(front: Front) -> None:
    front.run(json.dumps(shell("/x", "ls"), separators=(",", ":")).replace("ls", "\\u006c\\u0073").encode())
    assert front.started == ["claude"]


def test_while_some_repository_refuses_unknown_commands_every_command_is_handed_on(front: Front) -> None:
    front.state.mkdir(parents=True)
    (front.state / "unknown-commands").touch()
    front.run(shell("/x", "make deploy"))
    assert front.started == ["claude"]


@pytest.mark.parametrize(
    "told",
    [
        {"command": 'git add -A # "hook_event_name":"PostToolUse","tool_name":"Read"'},
        {"hook_event_name": "PostToolUse", "tool_name": "Read", "command": "git add -A"},
        {"command": "git add -A", "hook_event_name": "PostToolUse", "tool_name": "Read"},
        {"command": "ls", "x": {"command": "git add -A"}},
        {"command": "git add -A " + "x" * 100_000, "hook_event_name": "PostToolUse"},
    ],
)
def test_text_and_inner_fields_do_not_mislead(front: Front, told: dict[str, object]) -> None:
    front.second("exit 2")
    assert front.run(payload("PreToolUse", "/x", "Bash", tool_input=told)).code == 2


class TestAnswers:
    def test_a_refusal_is_passed_on(self, front: Front) -> None:
        front.second("echo reason >&2; exit 2")
        assert front.run(shell("/x", "git add -A")) == Done(2, "", "reason\n")

    def test_so_is_what_is_said(self, front: Front) -> None:
        front.second("echo '{}'; exit 0")
        assert front.run(shell("/x", "git add -A")) == Done(0, "{}\n", "")

    @pytest.mark.parametrize("code", ["1", "3", "139"])
    def test_after_any_other_end_the_settings_are_asked(self, front: Front, code: str) -> None:
        front.second(f'[ "$2" = --failed ] && {{ echo "refused" >&2; exit 2; }}; exit {code}')
        assert front.run(shell("/x", "git add -A")) == Done(2, "", "refused\n")
        assert front.started == ["claude", f"claude --failed {code}"]

    def test_where_python_does_not_start_at_all_it_is_as_if_the_program_were_missing(self, front: Front) -> None:
        front.second("exit 1")
        refused = front.run(shell("/x", "git add -A"))
        assert (refused.code, refused.out) == (2, "")
        assert refused.err.endswith(
            f"{NAME}-main does not start (exit code 1). Install it again: pip install --force-reinstall agentguard\n"
        )
        assert front.run(payload("SessionStart", "/x")).code == 0

    def test_the_second_script_is_found_through_a_link(self, front: Front, tmp_path: Path) -> None:
        link = tmp_path / "link"
        link.symlink_to(front.folder / NAME)
        subprocess.run([str(link), "claude"], input=b"{}", check=True)
        assert front.started == ["claude"]


class TestMarks:
    def test_the_beginning_of_a_command_is_marked(self, front: Front) -> None:
        front.run(shell("/x", "ls", tool_use_id="toolu_01-A"))
        assert front.marks == ["toolu_01-A"]

    @pytest.mark.parametrize("name", ["", "../x", "a/b", "a b", None, 1])
    def test_an_odd_id_is_not_marked(self, front: Front, name: object) -> None:
        front.run(shell("/x", "ls", tool_use_id=name))
        assert front.marks == []

    def test_a_command_that_is_refused_never_begins(self, front: Front) -> None:
        front.second("exit 2")
        front.run(shell("/x", "git add -A"))
        assert front.marks == []

    def test_where_nothing_can_be_written_nothing_is_said(self, front: Front) -> None:
        (front.folder / "state").write_text("")
        assert front.run(shell("/x", "ls")) == Done(0, "", "")


@pytest.mark.parametrize(
    ("event", "length"),
    [("PostToolUse", 1), ("PostToolUse", 200_000), ("PostToolUseFailure", 1), ("SubagentStop", 1), ("SessionEnd", 1)],
)
def test_after_a_call_the_host_does_not_wait(front: Front, event: str, length: int) -> None:
    gate = front.folder / "gate"
    os.mkfifo(gate)
    front.second(f'read line <"{gate}"; echo "$line" >"{front.folder}/done"')
    ours, theirs = os.pipe()
    data = json.dumps(shell("/x", "git add -A", event, tool_response="x" * length), separators=(",", ":")).encode()
    done = subprocess.run(
        [str(front.folder / NAME), "claude"], input=data, pass_fds=[theirs], capture_output=True, check=True
    )
    assert (done.stdout, done.stderr, (front.folder / "done").exists()) == (b"", b"", False)
    gate.write_text("go\n")
    os.close(theirs)
    assert os.read(ours, 1) == b""  # everything that was started has ended
    os.close(ours)
    assert (front.folder / "done").read_text() == "go\n"
    assert json.loads((front.folder / "input").read_bytes())["hook_event_name"] == event


PIECES = st.sampled_from(
    ["g", "i", "t", "'", '"', "\\", "\n", " ", "\\\n", "x", "base64", "$'", "67", "\t", "é", "\\x"]
)


@pytest.fixture(scope="module")
def one_front(tmp_path_factory: pytest.TempPathFactory) -> Front:
    front = Front(tmp_path_factory.mktemp("bin"))
    front.second("exit 2")
    return front


@settings(max_examples=60)
@given(command=st.lists(PIECES, max_size=12).map("".join))
def test_whatever_the_front_lets_through_cannot_concern_git(one_front: Front, command: str) -> None:
    if one_front.run(shell("/x", command, tool_use_id="")).code == 0:
        assert not may_concern_git(command)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts as pip would install them."""
    folder = tmp_path_factory.mktemp("installed")
    shutil.copy(SCRIPTS / NAME, folder / NAME)
    text = (SCRIPTS / f"{NAME}-main").read_text("utf-8")
    assert text.startswith("#!python\n")
    second = folder / f"{NAME}-main"
    second.write_text(text.replace("#!python", f"#!{sys.executable}", 1))
    second.chmod(0o755)
    return folder / NAME


@pytest.mark.parametrize("host", ["claude", "codex"])
def test_the_whole_of_it_refuses_a_sweep_and_lets_explicit_paths_through(
    installed: Path, repo: Builder, tmp_path: Path, host: str
) -> None:
    repo.commit({"a.py": "1\n"})
    repo.write({"a.py": "2\n"})
    foreign = "raise SystemExit('the code of the repository was run')\n"
    repo.write({f"{name}.py": foreign for name in ("agentguard", "json", "sitecustomize")})

    def run(command: str) -> Done:
        data = json.dumps(shell(repo.path, command), separators=(",", ":")).encode()
        environment = {**os.environ, "PYTHONPATH": str(SCRIPTS.parents[1] / ".dev")}
        done = subprocess.run(
            [str(installed), host], cwd=repo.path, input=data, env=environment, capture_output=True, check=False
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    assert run("git add a.py") == Done(0, "", "")
    assert run("cd . && git add -A") == Done(
        2,
        "",
        "agentguard AG101 broad-staging: `git add -A` would stage 4 paths that it does not name (top folder 4).\n"
        "Name those that belong to this change: git add a.py agentguard.py json.py sitecustomize.py\n",
    )
    assert not list((tmp_path / "state").rglob("crash.md"))
