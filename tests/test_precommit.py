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


def test_pre_commit_refuses_what_a_program_left_behind(hooks: Builder, repo: Builder, tmp_path: Path) -> None:
    config = f"repos:\n  - repo: {hooks.path}\n    rev: {hooks.head()}\n    hooks:\n      - id: agentguard\n"
    repo.commit({".pre-commit-config.yaml": config, "app.py": "x = 1\n"}, "start")
    repo.write({"notes.pyc": b"\0", "app.py": "x = 2\n"})
    repo.git("add", "--force", "notes.pyc", "app.py")
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "run"],
        cwd=repo.path,
        env={**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "\nnotes.pyc: warning AG104 artifact: is Python bytecode\n" in done.stdout
