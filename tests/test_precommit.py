import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.builder import Builder
from tests.test_package import copy_checkout

pytestmark = pytest.mark.index


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Builder:
    """This checkout as the repository of hooks that a `.pre-commit-config.yaml` names."""
    builder = Builder.create(tmp_path_factory.mktemp("hooks") / "agentguard")
    copy_checkout(builder.path)
    builder.git("add", "--all")
    builder.commit(message="agentguard")
    return builder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps the environment that it makes of this checkout."""
    return tmp_path_factory.mktemp("cache")


def run(repo: Builder, home: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", *options],
        cwd=repo.path,
        env={**os.environ, "PRE_COMMIT_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )


def config(hooks: Builder, *names: str) -> str:
    listed = "".join(f"      - id: {name}\n" for name in names)
    return f"repos:\n  - repo: {hooks.path}\n    rev: {hooks.head()}\n    hooks:\n{listed}"


def test_pre_commit_refuses_what_a_program_left_behind(hooks: Builder, repo: Builder, home: Path) -> None:
    repo.commit({".pre-commit-config.yaml": config(hooks, "agentguard"), "app.py": "x = 1\n"}, "start")
    repo.write({"notes.pyc": b"\0", "app.py": "x = 2\n"})
    repo.git("add", "--force", "notes.pyc", "app.py")
    done = run(repo, home)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "\nnotes.pyc: warning AG104 artifact: is Python bytecode\n" in done.stdout


def test_pre_commit_hands_the_message_to_the_hook_of_that_stage(hooks: Builder, repo: Builder, home: Path) -> None:
    names = ("agentguard", "agentguard-commit-msg", "agentguard-prepare-commit-msg")
    repo.commit({".pre-commit-config.yaml": config(hooks, *names)}, "start")
    message = repo.path.parent / "message"
    message.write_text("x\n\nAgentguard-Allow: AG102\n")
    done = run(repo, home, "--hook-stage", "commit-msg", "--commit-msg-filename", str(message))
    assert done.returncode == 1, done.stdout + done.stderr
    assert "\n`Agentguard-Allow: AG102` waives nothing without a reason\n" in done.stdout
