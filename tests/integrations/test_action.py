"""The GitHub Action: its form, and its steps in shells of our own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.builder import Builder

FOLDER = Path(__file__).resolve().parents[2] / "integrations/github-action"
SCRIPTS = ("check.sh", "install.sh")


def action() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((FOLDER / "action.yml").read_text("utf-8"))
    return loaded


def test_the_action_has_the_documented_form() -> None:
    found = action()
    assert set(found) == {"name", "description", "author", "branding", "inputs", "outputs", "runs"}
    assert found["runs"]["using"] == "composite"
    assert all(set(given) <= {"description", "default"} and given["description"] for given in found["inputs"].values())
    for step in found["runs"]["steps"]:
        assert ("run" in step) != ("uses" in step)
        assert "run" not in step or step["shell"] == "bash"
        assert set(step) <= {
            "id",
            "if",
            "name",
            "env",
            "run",
            "uses",
            "with",
            "shell",
            "working-directory",
            "continue-on-error",
        }


def test_no_expression_is_pasted_into_a_shell() -> None:
    assert [step["run"] for step in action()["runs"]["steps"] if "${{" in step.get("run", "")] == []


def test_every_input_is_used() -> None:
    steps = json.dumps(action()["runs"]["steps"])
    assert [name for name in action()["inputs"] if f"inputs.{name}" not in steps] == []


def test_the_checkout_has_the_whole_history() -> None:
    (checkout,) = [step for step in action()["runs"]["steps"] if step.get("uses", "").startswith("actions/checkout")]
    assert checkout["with"] == {"fetch-depth": 0}


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_scripts_are_bash(name: str) -> None:
    done = subprocess.run(["bash", "-n", FOLDER / name], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_installing_runs_nothing_that_lies_in_the_checkout(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/python3").write_text(
        '#!/bin/sh\necho "$@" >> "$RUNNER_TEMP/said"\nmkdir -p "$4/bin"\ncp "$0" "$4/bin/python"\n'
    )
    (tmp_path / "bin/python3").chmod(0o755)
    env = {
        "PATH": f"{tmp_path}/bin:{os.environ['PATH']}",
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_PATH": str(tmp_path / "path"),
    }
    env["REQUIREMENT"] = "agentguard==1.0"
    subprocess.run(["bash", FOLDER / "install.sh"], cwd=tmp_path, env=env, check=True)
    assert (tmp_path / "said").read_text().splitlines() == [
        f"-I -m venv {tmp_path}/agentguard",
        "-I -m pip install --quiet --disable-pip-version-check agentguard==1.0",
    ]
    assert (tmp_path / "path").read_text() == f"{tmp_path}/agentguard/bin\n"


@dataclass(frozen=True)
class Runner:
    """A machine of GitHub that has checked out git's merge of pull request 7."""

    origin: Builder
    folder: Path

    @property
    def checkout(self) -> Builder:
        return Builder(self.folder / "checkout")

    def check(self, **variables: str) -> tuple[int, str, dict[str, Any] | None]:
        env = {
            "PATH": f"{self.folder}/bin:{os.environ['PATH']}",
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
            "HOME": str(self.folder),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GITHUB_OUTPUT": str(self.folder / "output"),
            "RUNNER_TEMP": str(self.folder),
            "BASE": "main",
            "NUMBER": "7",
            "FAIL_ON": "error",
            "SELECT": "",
            "IGNORE": "",
            "SIBLINGS": "20",
        }
        done = subprocess.run(
            ["bash", FOLDER / "check.sh"],
            cwd=self.checkout.path,
            env=env | variables,
            capture_output=True,
            text=True,
            check=False,
        )
        sarif = self.folder / "agentguard.sarif"
        return done.returncode, done.stdout + done.stderr, json.loads(sarif.read_text()) if sarif.exists() else None


def rules_of(sarif: dict[str, Any] | None) -> list[str]:
    assert sarif is not None
    return sorted({result["ruleId"] for run in sarif["runs"] for result in run["results"]})


@pytest.fixture
def runner(repo: Builder, tmp_path: Path) -> Runner:
    """Pull request 7 adds a file which 8 adds, too, and differently; main has gone on since."""
    repo.commit({"settings.md": "one\n"})
    repo.branch("seven")
    repo.commit({"use.py": "def use():\n    return 7\n"}, "use it")
    repo.git("update-ref", "refs/pull/7/head", "HEAD")
    repo.git("checkout", "--quiet", "-b", "eight", "main")
    repo.commit({"use.py": "def use():\n    return 8\n"}, "use it, too")
    repo.git("update-ref", "refs/pull/8/head", "HEAD")
    repo.git("checkout", "--quiet", "main")
    repo.commit({"settings.md": "two\n"}, "on main")
    repo.git("checkout", "--quiet", "-b", "merge", "main")
    repo.git("merge", "--quiet", "--no-ff", "-m", "Merge seven into main", "seven")
    repo.git("update-ref", "refs/pull/7/merge", "HEAD")
    repo.git("checkout", "--quiet", "main")
    for branch in ("seven", "eight", "merge"):
        repo.git("branch", "--quiet", "-D", branch)
    made = Runner(repo, tmp_path)
    made.checkout.path.mkdir()
    made.checkout.git("init", "--quiet", "--template=")
    made.checkout.git("remote", "add", "origin", f"file://{repo.path}")
    made.checkout.git("fetch", "--quiet", "--depth=1", "origin", "+refs/pull/7/merge:refs/remotes/pull/7/merge")
    made.checkout.git("checkout", "--quiet", "--detach", "refs/remotes/pull/7/merge")
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin/agentguard"
    program.write_text(
        f"#!/bin/sh\nexec {sys.executable} -c 'from agentguard.cli.main import main; raise SystemExit(main())' \"$@\"\n"
    )
    program.chmod(0o755)
    return made


def test_a_shallow_checkout_is_completed_and_the_change_held_against_its_base(runner: Runner) -> None:
    code, said, sarif = runner.check(SIBLINGS="0")
    assert (code, rules_of(sarif)) == (0, []), said
    assert runner.checkout.git("rev-parse", "--is-shallow-repository") == "false"
    assert runner.checkout.git("for-each-ref", "--format=%(refname)", "refs/pull") == ""
    assert (runner.folder / "output").read_text() == f"sarif={runner.folder}/agentguard.sarif\n"


def test_other_open_pull_requests_are_siblings(runner: Runner) -> None:
    code, said, sarif = runner.check(FAIL_ON="warning")
    assert (code, rules_of(sarif)) == (1, ["AG201", "AG207"]), said
    assert "pull/8/head" in said
    assert runner.checkout.git("for-each-ref", "--format=%(refname)", "refs/pull") == "refs/pull/8/head"


def test_at_most_as_many_are_fetched_as_asked_the_newest_first(runner: Runner) -> None:
    for number in range(10, 16):
        runner.origin.git("update-ref", f"refs/pull/{number}/head", "main")
    code, said, _ = runner.check(SIBLINGS="2")
    assert code == 0, said
    assert runner.checkout.git("for-each-ref", "--format=%(refname)", "refs/pull").split() == [
        "refs/pull/14/head",
        "refs/pull/15/head",
    ]


def test_where_gh_lists_the_open_ones_only_those_are_taken(runner: Runner) -> None:
    gh = runner.folder / "bin/gh"
    gh.write_text('#!/bin/sh\necho "$@" > "$RUNNER_TEMP/asked"\nprintf "7\\n8\\n"\n')
    gh.chmod(0o755)
    for number in (10, 11):
        runner.origin.git("update-ref", f"refs/pull/{number}/head", "main")
    runner.check(GH_TOKEN="token")
    assert runner.checkout.git("for-each-ref", "--format=%(refname)", "refs/pull") == "refs/pull/8/head"
    assert (
        runner.folder / "asked"
    ).read_text() == "pr list --state open --base main --limit 21 --json number --jq .[].number\n"


def test_the_settings_are_those_of_the_target_and_not_of_the_change(runner: Runner) -> None:
    runner.origin.commit({"agentguard.toml": 'disable = ["AG201"]\n'}, "both are fine")
    code, said, sarif = runner.check(FAIL_ON="warning")
    assert (code, rules_of(sarif)) == (0, ["AG207", "AG209"]), said


def test_an_error_of_ours_fails_the_job_and_uploads_nothing(runner: Runner) -> None:
    code, said, sarif = runner.check(SELECT="AG999")
    assert (code, sarif) == (2, None), said
    assert not (runner.folder / "output").exists()
