import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentguard.analyzer import artifacts
from agentguard.analyzer.artifacts import artifact, escaped
from agentguard.analyzer.artifacts.folders import FOLDERS
from agentguard.analyzer.artifacts.names import NAMES
from agentguard.analyzer.model.findings import Confidence
from tests.support.builder import Builder

ARTIFACTS = {
    "src/__pycache__/a.cpython-312.pyc": "__pycache__/",
    "tests/__pycache__/a.cpython-312.pyc": "__pycache__/",
    "A/.DS_Store": ".DS_Store",
    "x/server.LOG": "*.LOG",
    "app.log.3": "app.log.3",
    "web/node_modules/left-pad/README.md": "node_modules/",
    "env/lib/python3.12/site-packages/a.py": "env/",
    "venv/bin/activate": "venv/",
    "lib/app.egg-info/PKG-INFO": "app.egg-info/",
    "docs/_build/html/index.html": "docs/_build/",
    "target/debug/app": "target/debug/",
    "dist/app-1.0.tar.gz": "dist/*.tar.gz",
    "app.whl": "*.whl",
    "coverage/lcov-report/index.html": "lcov-report/",
    "tests/cover/index.html": "tests/cover/*.html",
    "app/.claude/worktrees/x": "app/.claude/worktrees/",
    ".coverage": ".coverage",
    ".coverage.host.12": ".coverage.host.12",
    "src/a.py.orig": "*.orig",
    "src/a.py~": "a.py~",
    "src/.a.py.swp": "*.swp",
    "#notes#": "\\#notes#",
    "a copy.py": "a copy.py",
    ".idea/workspace.xml": ".idea/workspace.xml",
    ".vscode/ipch/x": ".vscode/*",
    ".claude/settings.local.json": ".claude/settings.local.json",
    ".claude/worktrees/fix/a.py": ".claude/worktrees/",
    ".claude/projects/a.jsonl": ".claude/projects/",
    ".auto-claude/specs/003-login/plan.json": ".auto-claude/",
    ".claude-flow/sessions/s1.json": ".claude-flow/sessions/",
    "memory/sessions/README.txt": "memory/sessions/",
    ".aider.chat.history.md": ".aider.chat.history.md",
    ".env": ".env",
    "config/.env.local": ".env.local",
    "deploy/id_rsa": "id_rsa",
    "certs/server-key.pem": "server-key.pem",
    "core.1234": "core.1234",
    "data.sqlite3": "*.sqlite3",
    "fix.patch": "*.patch",
    "tmp/x.json": "tmp/",
    "infra/terraform.tfstate": "*.tfstate",
}

MEANT = (
    *("src/app.py", "build/app.py", "src/build/lib/a.py", "lib/a.py", "dist/index.js", "bin/run", "src/target/a.py"),
    *("env/settings.py", "log/__init__.py", "src/logs/handler.py", "coverage/__init__.py", "src/core", "core/a.py"),
    *(".coveragerc", ".env.example", ".env.sample", ".env.template", ".gitignore", ".npmrc", "CHANGES.log"),
    *(".claude/settings.json", ".claude/agents/reviewer.md", ".claude/commands/x.md", ".cursor/rules/a.mdc"),
    *("CLAUDE.md", "AGENTS.md", ".github/copilot-instructions.md", ".codex/config.toml", ".gemini/settings.json"),
    *(".vscode/settings.json", ".vscode/launch.json", ".idea/.gitignore", "logs/.gitkeep", "tmp/.gitkeep"),
    *("tests/data/server.log", "tests/certs/server.key", "test/fixtures/app.db", "testdata/core.1", "tests/a.orig"),
    *("patches/fix.patch", "debian/patches/a.diff", "certs/ca.pem", "src/cacert.pem", "id_rsa.pub", "vendor/x.exe"),
    *("gradle/wrapper/gradle-wrapper.jar", "docs/_static/logo.png", "docs/build.md", "README.md", "a.tar.gz"),
    *("package-lock.json", "src/key.py", "src/secrets.py", "tags.py", "docs/tags", "src/temp.py", "reports/run.py"),
    *("examples/app/.env", "templates/.env", "src/backup.py", "db/schema.sql", "src/history/a.py", "src/cache/a.py"),
)


@pytest.mark.parametrize(("path", "line"), ARTIFACTS.items())
def test_an_artifact_is_known_and_what_would_ignore_it(path: str, line: str) -> None:
    found = artifact(path)
    assert found is not None
    assert found.ignore_line == line


@pytest.mark.parametrize("path", MEANT)
def test_what_is_meant_to_be_committed_is_none(path: str) -> None:
    assert artifact(path) is None


def test_the_line_that_is_told_ignores_the_artifact(repo: Builder) -> None:
    repo.write({".gitignore": "".join(f"{found.ignore_line}\n" for path in ARTIFACTS if (found := artifact(path)))})
    asked = "\0".join(ARTIFACTS).encode()
    listed = repo.git("check-ignore", "-z", "--no-index", "--stdin", stdin=asked).split("\0")[:-1]
    assert listed == list(ARTIFACTS)


def test_a_doubtful_name_is_told_as_one() -> None:
    found = artifact("Screenshot 2026-01-01.png")
    assert found is not None
    assert found.confidence is Confidence.LOW


@pytest.mark.parametrize("row", [*NAMES, *FOLDERS], ids=lambda row: row.folders or row.names)
def test_the_table_is_written_without_capitals_since_case_does_not_count(row: object) -> None:
    texts = [getattr(row, field) for field in ("names", "but", "folders")]
    assert texts == [text.lower() for text in texts]


@given(st.text(alphabet="ab/.~#*[]\\ \udc80İ\n", max_size=30))
def test_any_path_has_an_answer(path: str) -> None:
    found = artifact(path)
    assert found is None or found.ignore_line


@given(st.text(alphabet="a*?[]\\ #!", min_size=1, max_size=8))
def test_an_escaped_name_has_no_magic_left(name: str) -> None:
    assert escaped(name).replace("\\\\", "").count("\\") >= sum(character in "*?[" for character in name)


def test_no_folder_of_the_table_is_passed_over_before_its_expression_is_asked() -> None:
    names = [word for row in FOLDERS for word in artifacts._words(row.folders)]
    filled = [name.replace("*", "x").strip("/") for name in names]
    places = [f"/{name}/" for name in filled] + [f"/src/{name}/deep/" for name in filled]

    asked = [place for place in places if artifacts._any_folder().search(place)]

    assert len(asked) > len(names)
    assert [place for place in asked if not artifacts._may_be_named(place)] == []
