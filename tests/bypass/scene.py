"""A folder in which two sessions work: one has changed two files, all the rest is the other's."""

import json
import os
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from agentguard.analyzer.engine.check import CheckRequest, check
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.findings import Severity
from agentguard.hooks.agents.main import answer_to
from tests.hooks.git.plain import AGENT, command, write_hook
from tests.support.builder import EPOCH, HOUR, Builder

CHECKOUT = Path(__file__).resolve().parents[2]
NATIVE = CHECKOUT / "hooks" / "native"
_TEST = "from src.client import get\n\n\ndef test_get():\n    assert get({}) == 'a'\n"
OWN = {
    "src/client.py": "def get(url, retries=3):\n    return url\n",
    "tests/test_client.py": _TEST.format("'a', retries=1"),
}
OTHERS = {
    **{f"reports/r{number}.md": f"# Report {number}\nscore {number}\n" for number in range(12)},
    **{f"ideas/idea{number}.md": f"# Idea {number}\n" for number in range(8)},
    "cache/app.pyc": "\0",
}
# The same person soon after: what belongs to a topic is told by the last days, too.
_WHO = {"NAME": "Ada", "EMAIL": "ada@example.invalid", "DATE": f"{EPOCH + 9 * HOUR} +0000"}
_FRAMEWORKS = {
    "pre-commit": (
        ".pre-commit-config.yaml",
        (
            "repos:\n- {{repo: local, hooks: [{{id: agentguard, name: x, language: system, entry: {entry}, "
            "pass_filenames: false, always_run: true}}]}}\n"
        ),
    ),
    "lefthook": ("lefthook.yml", "pre-commit:\n  commands:\n    agentguard:\n      run: {entry}\n"),
}


@dataclass(frozen=True)
class Scene:
    """The repository, with its hooks."""

    repo: Builder

    def run(self, text: str) -> str:
        """Runs a command as the agent's shell does, and returns what it said."""
        env = {
            **{name: os.environ[name] for name in ("PATH", "HOME")},
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_EDITOR": "true",
            **{f"GIT_{who}_{what}": told for who in ("AUTHOR", "COMMITTER") for what, told in _WHO.items()},
            **AGENT,
        }
        done = subprocess.run(
            ["bash", "-s"], input=text.encode(), cwd=self.repo.path, env=env, capture_output=True, check=False
        )
        return (done.stdout + done.stderr).decode("utf-8", "replace")

    def ask_agent(self, text: str) -> str:
        """Asks the hook of the agent's host, as the host does before it runs a command."""
        document = {
            "session_id": AGENT["CLAUDE_CODE_SESSION_ID"],
            "cwd": str(self.repo.path),
            "hook_event_name": "PreToolUse",
            "tool_name": "Bash",
            "tool_use_id": "call_1",
            "tool_input": {"command": text},
        }
        answer = answer_to(["claude"], json.dumps(document).encode())
        return "refuses" if answer.code else "passes"

    def committed(self) -> str | None:
        """Returns a commit that holds the other's files."""
        found = self.repo.git("log", "--branches", "--format=%H", "--", "reports/r0.md").split()
        return found[0] if found else None

    def check(self, commit: str) -> str:
        """Returns the rules by which a check of the branch, as in CI, finds what does not belong there."""
        with Repository.open(self.repo.path) as repository:
            report = check(repository, CheckRequest(spec=f"rev:{commit}", base="main"), stdin=bytes)
        rules = {one.rule for one in report.findings if one.severity is not Severity.NOTE}
        return ", ".join(sorted(rules)) or "-"


def scene(repo: Builder, scripts: Path, *, framework: str, net: bool) -> Scene:
    """Makes the repository.

    Args:
        repo: an empty one.
        scripts: a folder with the programs of the hooks.
        framework: who calls the hook at the commit; empty for a plain file.
        net: whether `reference-transaction` is installed.
    """
    repo.commit({"src/client.py": "def get(url):\n    return url\n", "docs/plan.md": "# Plan\n", "README.md": "# x\n"})
    for number in range(6):
        source, test = f"def get(url):\n    return url  # {number}\n", _TEST.format(f"'a{number}'")
        repo.commit({"src/client.py": source, "tests/test_client.py": test}, f"client: get {number}")
    if framework:
        name, text = _FRAMEWORKS[framework]
        repo.commit({name: text.format(entry=json.dumps(command("pre-commit")))}, f"use {framework}")
        _install_framework(repo, framework)
    else:
        write_hook(repo, "pre-commit", f'exec {command("pre-commit")} "$@"')
    write_hook(repo, "post-index-change", f'exec sh {shlex.quote(str(NATIVE / "post-index-change"))} "$@"')
    if net:
        found = f"PATH={shlex.quote(str(scripts))}:$PATH PYTHONPATH={shlex.quote(str(CHECKOUT / '.dev'))}"
        native = shlex.quote(str(NATIVE / "reference-transaction"))
        write_hook(repo, "reference-transaction", f'{found} exec sh {native} "$@"')
    repo.git("checkout", "--quiet", "-b", "topic")
    repo.write({**OWN, **OTHERS})
    return Scene(repo)


def _install_framework(repo: Builder, framework: str) -> None:
    program = Path(sys.executable).parent / framework
    folder = Path(repo.git("rev-parse", "--absolute-git-dir")) / "hooks"
    folder.mkdir(exist_ok=True)
    env = {**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run([program, "install"], cwd=repo.path, env=env, capture_output=True, check=True)
