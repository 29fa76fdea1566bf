"""What is imported for an answer: start-up is the budget of a hook, and each of these costs milliseconds."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hooks.agents.calls import payload, shell
from tests.support.builder import Builder

DEV = Path(__file__).resolve().parents[3] / ".dev"
NEVER = {
    "click",
    "rich",
    "git",
    "importlib.metadata",
    "dataclasses",
    "inspect",
    "asyncio",
    "logging",
    "unittest",
    "ssl",
}
GRAMMAR = {"tree_sitter", "tree_sitter_bash", "tree_sitter_python"}
GIT = {"subprocess", "agentguard.analyzer.git.repository"}
SETTINGS = {"tomllib", "agentguard.analyzer.config", "agentguard.analyzer.gather.settings"}
JUDGEMENT = {"agentguard.analyzer.topic", "agentguard.analyzer.overlap", "agentguard.analyzer.engine.check", "unidiff"}

CASES = {
    "a command that cannot concern git": (shell("{}", "ls"), GRAMMAR | GIT | SETTINGS | JUDGEMENT),
    "a command of plain words": (shell("{}", "git status --short | head"), GRAMMAR | GIT | SETTINGS | JUDGEMENT),
    "explicit paths": (shell("{}", "git add a.py && git commit -m 'x y'"), GRAMMAR | GIT | SETTINGS | JUDGEMENT),
    "a loop": (shell("{}", "for f in a b; do git add $f.py; done"), {"tree_sitter_python"} | JUDGEMENT),
    "a sweep": (shell("{}", "git add -A"), GRAMMAR | {"tomllib"} | JUDGEMENT),
    "a folder": (shell("{}", "git add src"), GRAMMAR | {"tomllib"} | JUDGEMENT),
    "the start of an agent": (payload("PreToolUse", "{}", "Agent", tool_input={}), GRAMMAR | JUDGEMENT),
    "after an edit": (payload("PostToolUse", "{}", "Edit", tool_input={"file_path": "{}/a.py"}), GRAMMAR | JUDGEMENT),
    "what does not matter": (payload("Notification", "{}"), GRAMMAR | GIT | SETTINGS | JUDGEMENT),
}  # fmt: skip


@pytest.mark.parametrize(("document", "absent"), CASES.values(), ids=CASES)
def test_an_answer_imports_no_more_than_it_needs(
    repo: Builder, tmp_path: Path, document: dict[str, object], absent: set[str]
) -> None:
    repo.commit({"a.py": "1\n", "src/b.py": "1\n"})
    repo.write({"src/c.py": "1\n"})
    data = json.dumps(document).replace("{}", str(repo.path))
    program = (
        "import sys\n"
        "from agentguard.hooks.agents.main import main\n"
        "code = main(['claude'])\n"
        "print(*sorted(sys.modules), sep='\\n')\n"
        "sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", program],
        input=data,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(DEV), *sys.path]), "XDG_STATE_HOME": str(tmp_path / "s")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, 2}, done.stderr
    loaded = set(done.stdout.splitlines())
    assert "agentguard.hooks.agents.main" in loaded
    assert loaded & (NEVER | absent) == set()
