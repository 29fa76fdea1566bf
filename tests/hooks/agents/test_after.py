"""What is noted after a call, in process; that the host need not wait for it is tested with the script."""

import json
import os
from pathlib import Path

import pytest

from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.journal import Deed, Session
from agentguard.coordinator.journal import read_journal
from agentguard.hooks.agents import main
from agentguard.hooks.agents.answer import SILENCE
from tests.hooks.agents.calls import SESSION, answer, payload, shell
from tests.support.builder import Builder

MINE = Session(id=SESSION, host="Claude")
Noted = tuple[str, str, str | None]


@pytest.fixture(autouse=True)
def _stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps the tests in their own process group."""
    monkeypatch.setattr(main, "_leave_group", lambda: None)


def noted(repo: Builder, session: Session = MINE) -> list[Noted]:
    entries = read_journal(Repository.open(repo.path).place).entries
    return [(entry.deed.value, entry.path, entry.blob) for entry in entries if entry.session == session]


def blob(repo: Builder, path: str) -> str:
    return repo.git("hash-object", "--", path)


def begin(name: str = "call_1") -> Path:
    """Marks the beginning of a command as the front of the hook does."""
    mark = Path(os.environ["XDG_STATE_HOME"]) / "agentguard" / "running" / name
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.touch()
    return mark


@pytest.mark.parametrize(
    ("tool", "deed"), [("Edit", "edited"), ("Write", "edited"), ("NotebookEdit", "edited"), ("Read", "read")]
)
def test_a_file_is_noted_with_its_content(repo: Builder, tool: str, deed: str) -> None:
    repo.commit({"src/a.py": "1\n"})
    field = "notebook_path" if tool == "NotebookEdit" else "file_path"
    told = payload("PostToolUse", "/", tool, tool_input={field: f"{repo.path}/src/a.py"}, tool_response={})
    assert answer(told) == SILENCE
    assert noted(repo) == [(deed, "src/a.py", blob(repo, "src/a.py"))]


def test_the_files_of_a_patch_are_noted_also_those_that_are_gone(repo: Builder) -> None:
    repo.commit({"a.py": "1\n"})
    files = "*** Add File: b.py\n+x\n*** Update File: a.py\n@@\n-1\n+2\n*** Delete File: c.py"
    patch = f"*** Begin Patch\n{files}\n*** End Patch"
    repo.write({"b.py": "x\n", "a.py": "2\n"})
    answer(payload("PostToolUse", repo.path, "apply_patch", tool_input={"command": patch}), "codex")
    session = Session(id=SESSION, host="Codex")
    assert noted(repo, session) == [
        ("edited", "c.py", None),
        ("edited", "b.py", blob(repo, "b.py")),
        ("edited", "a.py", blob(repo, "a.py")),
    ]


def test_a_subagent_is_told_from_its_session(repo: Builder) -> None:
    repo.write({"a.py": "1\n"})
    answer(payload("PostToolUse", "/", "Edit", tool_input={"file_path": f"{repo.path}/a.py"}, agent_id="sub"))
    assert noted(repo) == []
    assert [path for _, path, _ in noted(repo, Session(id=SESSION, host="Claude", subagent="sub"))] == ["a.py"]


def test_a_file_belongs_to_the_worktree_in_which_it_lies(repo: Builder, tmp_path: Path) -> None:
    repo.commit({"a.py": "1\n"})
    linked = repo.worktree(tmp_path / "linked", branch="side")
    answer(payload("PostToolUse", repo.path, "Edit", tool_input={"file_path": f"{linked.path}/a.py"}))
    assert noted(repo) == []
    assert [path for _, path, _ in noted(linked)] == ["a.py"]


def test_a_link_stands_for_the_file_behind_it(repo: Builder, tmp_path: Path) -> None:
    repo.commit({"a.py": "1\n"})
    (repo.path / "link.py").symlink_to("a.py")
    (repo.path / "out.py").symlink_to(tmp_path / "outside.py")
    (tmp_path / "outside.py").write_text("x")
    for name in ("link.py", "out.py"):
        answer(payload("PostToolUse", "/", "Edit", tool_input={"file_path": f"{repo.path}/{name}"}))
    assert [path for _, path, _ in noted(repo)] == ["a.py"]


@pytest.mark.parametrize("event", ["PostToolUse", "PostToolUseFailure"])
def test_what_a_command_wrote_is_noted_and_nothing_older(repo: Builder, event: str) -> None:
    repo.commit({"a.py": "1\n", "b.py": "1\n", "old/c.py": "1\n", ".gitignore": "*.log\n"})
    repo.write({"b.py": "2\n", "older.py": "1\n"})
    mark = begin()
    os.utime(mark, ns=(0, (repo.path / "older.py").lstat().st_ctime_ns + 1))
    _wait_for_the_clock(repo.path, mark)
    repo.write({"a.py": "2\n", "new/\udcff.py": "1\n", "old/c.py": None, "x.log": "1\n"})
    assert answer(shell(repo.path, "make", event)) == SILENCE
    assert sorted(noted(repo)) == [
        ("edited", "a.py", blob(repo, "a.py")),
        ("edited", "new/\udcff.py", blob(repo, "new/\udcff.py")),
        ("edited", "old/c.py", None),
    ]
    assert not mark.exists()


def test_what_another_session_left_there_meanwhile_is_not_the_commands(repo: Builder) -> None:
    repo.commit({"a.py": "1\n"})
    mark = begin()
    os.utime(mark, ns=(0, 0))
    repo.write({"a.py": "2\n", "b.py": "1\n"})
    answer(payload("PostToolUse", "/", "Edit", tool_input={"file_path": f"{repo.path}/a.py"}, session_id="other"))
    answer(shell(repo.path, "make", "PostToolUse"))
    assert [path for _, path, _ in noted(repo)] == ["b.py"]


@pytest.mark.parametrize("variable", ["PRE_COMMIT_HOME", "PREK_HOME"])
def test_what_a_framework_put_aside_and_brought_back_is_not_the_commands(
    repo: Builder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    repo.commit({"a.py": "1\n", "b.py": "1\n", "gone.py": "1\n"})
    repo.write({"b.py": "a person's\n", "gone.py": None})
    monkeypatch.setenv(variable, str(tmp_path / "cache"))
    patches = tmp_path / "cache" / ("patches" if variable == "PREK_HOME" else "")
    patches.mkdir(parents=True)
    mark = begin()
    os.utime(mark, ns=(0, 0))
    difference = repo.git("diff", "--binary", "--no-color", "--no-ext-diff")
    (patches / ("1-1.patch" if variable == "PREK_HOME" else "patch1-1")).write_text(f"{difference}\n")
    repo.write({"a.py": "the command's\n"})
    answer(shell(repo.path, "git commit -m x -- c.py", "PostToolUse"))
    assert [path for _, path, _ in noted(repo)] == ["a.py"]


def test_of_many_files_some_of_each_folder_are_noted(repo: Builder) -> None:
    repo.commit({"a.py": "1\n"})
    os.utime(begin(), ns=(0, 0))
    repo.write({f"{folder}/{number}.py": "1\n" for folder in ("app", "web") for number in range(201)})
    answer(shell(repo.path, "make", "PostToolUse"))
    paths = [path for _, path, _ in noted(repo)]
    assert (len(paths), sum(path.startswith("web/") for path in paths)) == (200, 100)


@pytest.mark.parametrize("command", ["cd '{}' && make", 'cd "{}"; make', "cd {} && make", "cd ../linked && make"])
def test_a_command_that_goes_elsewhere_first_is_looked_for_there_too(
    repo: Builder, tmp_path: Path, command: str
) -> None:
    repo.commit({"a.py": "1\n"})
    linked = repo.worktree(tmp_path / "linked", branch="side")
    os.utime(begin(), ns=(0, 0))
    linked.write({"a.py": "2\n"})
    answer(shell(repo.path, command.format(linked.path), "PostToolUse"))
    assert (noted(repo), [path for _, path, _ in noted(linked)]) == ([], ["a.py"])


def test_without_a_mark_nothing_is_known_of_a_command(repo: Builder) -> None:
    repo.write({"a.py": "1\n"})
    answer(shell(repo.path, "make", "PostToolUse"))
    assert noted(repo) == []


@pytest.mark.parametrize(("event", "subagent"), [("SubagentStop", "sub"), ("SessionEnd", None)])
def test_the_end_is_noted(repo: Builder, event: str, subagent: str | None) -> None:
    repo.commit({"a.py": "1\n"})
    more = {"agent_id": subagent} if subagent else {}
    assert answer(payload(event, repo.path, **more)) == SILENCE
    assert noted(repo, Session(id=SESSION, host="Claude", subagent=subagent)) == [(Deed.ENDED.value, "", None)]


def test_the_settings_switch_the_journal_off_and_on(repo: Builder) -> None:
    repo.commit({"agentguard.toml": "[hooks]\njournal = false\n", "a.py": "1\n"})
    told = payload("PostToolUse", "/", "Edit", tool_input={"file_path": f"{repo.path}/a.py"})
    answer(told)
    assert noted(repo) == []
    repo.commit({"agentguard.toml": "[hooks]\njournal = true\n"})
    answer(told)
    assert len(noted(repo)) == 1


def test_a_session_is_told_what_landed_once(repo: Builder, tmp_path: Path) -> None:
    repo.commit({"a.py": "def f():\n    return 1\n"})
    side = repo.worktree(tmp_path / "side", branch="side")
    side.commit({"a.py": "def f():\n    return 1\n\n\ndef g():\n    return f()\n"})
    repo.commit({"a.py": "def f(x):\n    return x\n"})
    told = [answer(payload(event, side.path)) for event in ("SessionStart", "UserPromptSubmit")]
    first = json.loads(told[0].out)["hookSpecificOutput"]
    assert (first["hookEventName"], set(first)) == ("SessionStart", {"hookEventName", "additionalContext"})
    assert "a.py" in first["additionalContext"]
    assert told[1] == SILENCE
    repo.commit({"a.py": "def f(x, y):\n    return x\n"})
    assert json.loads(answer(payload("UserPromptSubmit", side.path)).out)["hookSpecificOutput"]["hookEventName"] == (
        "UserPromptSubmit"
    )


def test_the_start_of_a_session_tells_the_front_how_closely_to_look(repo: Builder) -> None:
    repo.commit({"a.py": "1\n"})
    answer(payload("SessionStart", repo.path))
    assert answer(shell(repo.path, "make deploy")) == SILENCE
    repo.commit({"agentguard.toml": '[hooks]\nunknown-commands = "deny"\n'})
    assert answer(shell(repo.path, "make deploy")) == SILENCE
    answer(payload("SessionStart", repo.path))
    assert answer(shell(repo.path, "make deploy")).err.startswith("agentguard AG101 broad-staging: nobody can tell")
    assert answer(shell(repo.path, "ls")) == SILENCE


def test_who_is_in_no_repository_is_told_nothing(tmp_path: Path) -> None:
    assert answer(payload("SessionStart", tmp_path)) == SILENCE
    assert answer(payload("SessionEnd", tmp_path / "gone")) == SILENCE


def _wait_for_the_clock(folder: Path, mark: Path) -> None:
    """Writes until the file system's clock, which is a coarse one, has gone past a mark."""
    probe = folder.parent / "probe"
    while True:
        probe.write_text("x")
        if probe.lstat().st_ctime_ns > mark.lstat().st_mtime_ns:
            return
