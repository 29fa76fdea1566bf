"""The same hooks below the programs that run hooks for teams: git itself is asked to commit, merge and push."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hooks.git.plain import command
from tests.support.builder import Builder

STAGES = ("pre-commit", "commit-msg", "prepare-commit-msg", "pre-merge-commit", "pre-push")
WITH_A_FILE = frozenset({"commit-msg", "prepare-commit-msg"})
BIN = Path(sys.executable).parent
SETTINGS = "".join(f"setting_{number} = value_{number}\n" for number in range(12))
TUNED = SETTINGS.replace("value", "tuned")


def run(repo: Builder, *words: str) -> None:
    subprocess.run(words, cwd=repo.path, env={**os.environ, **repo.extra}, check=True, capture_output=True)


def as_pre_commit(repo: Builder, program: str) -> None:
    hooks = "".join(
        f"  - id: agentguard-{stage}\n    name: agentguard\n    entry: {command(stage)}\n    language: system\n"
        f"    stages: [{stage}]\n    always_run: true\n    pass_filenames: {str(stage in WITH_A_FILE).lower()}\n"
        for stage in STAGES
    )
    repo.commit({".pre-commit-config.yaml": f"repos:\n- repo: local\n  hooks:\n{hooks}"}, "hooks")
    types = [word for stage in STAGES for word in ("--hook-type", stage)]
    run(repo, str(BIN / program), "install", *types)


def as_lefthook(repo: Builder) -> None:
    rest = {"pre-commit": "", "pre-merge-commit": "", "pre-push": " {0}"}
    parts = (
        f"{stage}:\n  jobs:\n  - name: agentguard\n    run: {command(stage)}{rest.get(stage, ' {0}')}\n"
        f"    use_stdin: {str(stage == 'pre-push').lower()}\n"
        for stage in STAGES
    )
    repo.commit({"lefthook.yml": "no_tty: true\n" + "".join(parts)}, "hooks")
    run(repo, str(BIN / "lefthook"), "install", *STAGES)


FRAMEWORKS: dict[str, Callable[[Builder], None]] = {
    "pre-commit": lambda repo: as_pre_commit(repo, "pre-commit"),
    "prek": lambda repo: as_pre_commit(repo, "prek"),
    "lefthook": as_lefthook,
}


@pytest.fixture(params=FRAMEWORKS)
def team(request: pytest.FixtureRequest, repo: Builder, tmp_path: Path) -> Builder:
    """A repository with a framework's hooks, and a shared one that it pushes to."""
    home = tmp_path / "home"
    home.mkdir()
    Builder.create(tmp_path / "shared.git", bare=True)
    repo.git("remote", "add", "origin", str(tmp_path / "shared.git"))
    repo.extra = {
        "HOME": str(home),
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "PREK_HOME": str(home / "prek"),
        "LEFTHOOK_BIN": str(BIN / "lefthook"),
    }
    repo.commit({"app.py": "x = 1\n", "config.txt": SETTINGS}, "Start")
    FRAMEWORKS[request.param](repo)
    return repo


def test_a_commit_in_a_linked_worktree_is_judged_by_what_is_staged_there(team: Builder) -> None:
    linked = team.worktree(team.path.parent / "linked", branch="topic")
    linked.extra = team.extra
    linked.write({"notes.pyc": b"\0\1", "app.py": "x = 2\n", "config.txt": TUNED})
    linked.git("add", "--force", "app.py", "notes.pyc")
    before = linked.head()
    done = linked.attempt("commit", "-m", "app: two")
    assert (done.code, linked.head()) == (1, before)
    assert "notes.pyc: warning AG104 artifact: is Python bytecode" in done.out + done.err
    linked.git("rm", "--quiet", "--cached", "notes.pyc")
    assert linked.attempt("commit", "-m", "app: two").code == 0
    assert linked.git("show", "--name-only", "--format=", "HEAD") == "app.py"
    # What was not staged is where it was.
    assert (linked.path / "config.txt").read_text() == TUNED


def test_a_message_is_judged_and_signed(team: Builder) -> None:
    team.commit({"agentguard.toml": "[hooks]\ntrailers = true\n"}, "settings")
    team.extra = {**team.extra, "CLAUDE_CODE_SESSION_ID": "a-session"}
    team.write({"app.py": "x = 2\n"})
    team.git("add", "app.py")
    done = team.attempt("commit", "-m", "app: two", "-m", "Agentguard-Allow: AG102")
    assert (done.code, "waives nothing without a reason" in done.out + done.err) == (1, True)
    team.git("commit", "-m", "app: two")
    assert team.git("log", "-1", "--format=%B").strip() == "app: two\n\nAgentguard-Session: Claude/a-session"


def test_merges_and_pushes_that_lose_an_edit_are_refused(team: Builder) -> None:
    team.git("push", "--quiet", "--no-verify", "origin", "main")
    team.branch("topic")
    team.commit({"page.py": "page = 1\n"}, "Add a page")
    team.switch("main")
    team.commit({"config.txt": TUNED}, "Tune for the new servers")
    team.switch("topic")
    team.clock += 3_600
    merged = team.attempt("merge", "--strategy", "ours", "-m", "Take in main", "main")
    assert (merged.code, "AG206" in merged.out + merged.err) == (1, True)
    team.git("merge", "--abort")
    team.switch("main")
    team.git("push", "--quiet", "--no-verify", "origin", "main")
    team.commit({"config.txt": SETTINGS, "login.py": "login = 1\n"}, "Add a login page")
    pushed = team.attempt("push", "origin", "main")
    assert (pushed.code, "AG206" in pushed.out + pushed.err) == (1, True)
