"""Every format of real runs, held against what is published."""

import json

import pytest
from jsonschema import Draft202012Validator

from agentguard.analyzer.rules import RULES
from agentguard.analyzer.schemas import load_schema, schema_names
from tests.analyzer.report.test_sarif import schema as sarif_schema
from tests.cli.run import Runner
from tests.support.builder import Builder

COMMANDS = {
    "footprint": ["footprint", "HEAD"],
    "check": ["check", "HEAD~..HEAD", "--scope", "src/**"],
    "overlap": ["overlap", "HEAD~..HEAD", "sibling"],
    "audit": ["audit"],
    "audit-commit": ["audit", "--commit", "HEAD"],
    "rules": ["rules"],
    "explain": ["explain", RULES[0].code],
    "init": ["init", "--agent", "claude"],
    "uninstall": ["uninstall"],
    "doctor": ["doctor"],
}


@pytest.fixture
def history(repo: Builder) -> Builder:
    """Names that are hostile or not UTF-8, a rename, a binary file, an artifact, an agent, a branch that conflicts."""
    repo.commit({"src/a.py": "def f(x):\n    return x\n", "old.py": "X = 1\nY = 2\n", "settings.toml": "[a]\nb = 1\n"})
    repo.branch("sibling")
    repo.commit({"src/a.py": "def f(x, z):\n    return z\n", "run.log": "y\n", "caf\udce9.md": "# J\n"}, "feat: z\x07")
    repo.switch("main")
    repo.git("mv", "old.py", "new\x1b[31m.py")
    repo.write({"src/a.py": "from b import g\n\n\ndef f(x, *, y=1):\n    return g(x, y=y)\n"})
    repo.write({"caf\udce9.md": "# H\n", "logo.bin": b"\0\1\2", "run.log": "x\n", "settings.toml": "[a]\nb = 2\n"})
    repo.git("add", "--all", "--force")
    repo.commit(None, "feat: x\x1b[2J\n\nCo-Authored-By: Claude <noreply@anthropic.com>")
    return repo


def test_every_document_has_a_command(cli: Runner) -> None:
    assert set(COMMANDS) == set(schema_names())
    del cli


@pytest.mark.parametrize("name", COMMANDS)
def test_real_output_validates_against_the_published_schema(cli: Runner, history: Builder, name: str) -> None:
    del history
    done = cli(*COMMANDS[name], "--json")
    document = json.loads(done.out)
    assert document["schema"] == f"agentguard.{name}/1"
    assert list(Draft202012Validator(load_schema(name)).iter_errors(document)) == []
    assert done.out == json.dumps(document, indent=2, sort_keys=True) + "\n"
    assert done.err == ""


@pytest.mark.parametrize("name", schema_names())
def test_the_schema_that_a_user_gets_is_the_published_one(cli: Runner, name: str) -> None:
    assert json.loads(cli("schema", name).out) == load_schema(name)


@pytest.mark.parametrize("name", ["check", "overlap", "audit", "audit-commit"])
def test_real_sarif_validates_against_the_official_schema(cli: Runner, history: Builder, name: str) -> None:
    del history
    log = json.loads(cli(*COMMANDS[name], "--format", "sarif").out)
    assert [error.message for error in sarif_schema().iter_errors(log)] == []
    assert log["runs"][0]["results"]


@pytest.mark.parametrize("name", ["check", "overlap", "audit", "audit-commit"])
@pytest.mark.parametrize("format_", ["text", "github", "markdown"])
def test_no_format_prints_a_control_character(cli: Runner, history: Builder, name: str, format_: str) -> None:
    del history
    out = cli(*COMMANDS[name], "--format", format_).out
    assert "run.log" in out
    assert [character for character in out if not character.isprintable() and character not in "\n\u200b"] == []


def test_paths_that_are_not_utf8_keep_their_bytes(cli: Runner, history: Builder) -> None:
    del history
    files = json.loads(cli("footprint", "HEAD", "--json").out)["files"]
    assert [(one["path"], one["path_b64"]) for one in files if "path_b64" in one] == [("caf\ufffd.md", "Y2Fm6S5tZA==")]
