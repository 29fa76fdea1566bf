import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.run import Done, Runner
from tests.cli.test_init import CONFIG, NEW, OLD, SETTINGS, files, git
from tests.coordinator.setup.test_json_text import texts
from tests.support.builder import Builder

LEFTHOOK = "pre-commit:\n  jobs:\n    - run: x\n"
REPOSITORIES = [
    pytest.param({"a.py": "1\n"}, id="nothing"),
    pytest.param({"CLAUDE.md": "x\n", "AGENTS.md": "x\n"}, id="signs-of-agents"),
    pytest.param({".claude/settings.json": "{}"}, id="empty-object"),
    pytest.param({".claude/settings.json": '{"hooks": {"PreToolUse": []}}\n'}, id="empty-list"),
    pytest.param({".claude/settings.json": ""}, id="empty-file"),
    pytest.param({".claude/settings.json": SETTINGS, ".pre-commit-config.yaml": CONFIG}, id="pre-commit"),
    pytest.param({".codex/hooks.json": "{ }", "lefthook.yml": LEFTHOOK}, id="lefthook"),
    pytest.param({"lefthook.yml": ""}, id="empty-lefthook"),
    pytest.param({"prek.toml": "# none\nfail_fast = true"}, id="prek"),
    pytest.param({".claude/settings.json": SETTINGS.replace("\n", "\r\n")}, id="crlf"),
    pytest.param({".claude/settings.json": "\ufeff" + SETTINGS}, id="byte-order-mark"),
]


@pytest.fixture(autouse=True)
def _old_git(monkeypatch: pytest.MonkeyPatch) -> None:
    git(monkeypatch, OLD)


@pytest.mark.parametrize("content", REPOSITORIES)
@pytest.mark.parametrize("version", [OLD, NEW], ids=["files", "configuration"])
def test_every_file_is_what_it_was(
    cli: Runner,
    repo: Builder,
    monkeypatch: pytest.MonkeyPatch,
    content: dict[str, str],
    version: tuple[int, ...],
) -> None:
    git(monkeypatch, version)
    repo.commit(content)
    hooks = repo.path / ".git" / "hooks"
    hooks.mkdir()
    (hooks / "pre-push").write_text("#!/bin/sh\nexit 0\n")
    (hooks / "pre-push").chmod(0o755)
    before = files(repo.path)
    assert cli("init", "--net").code == 0
    assert files(repo.path) != before
    assert cli("uninstall").code == 0
    assert files(repo.path) == before
    assert cli("uninstall") == Done(0, "nothing to take out\n", "")
    assert not (repo.path / ".git" / "agentguard" / "setup.json").exists()


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts(), codex=st.booleans())
def test_settings_of_any_layout_are_what_they_were(cli: Runner, repo: Builder, text: str, codex: bool) -> None:
    hooks = json.loads(text).get("hooks", {})
    if not isinstance(hooks, dict) or not isinstance(hooks.get("PreToolUse", []), list):
        return
    name = ".codex/hooks.json" if codex else ".claude/settings.json"
    host = "codex" if codex else "claude"
    repo.write({name: text})
    assert cli("init", "--agent", host).code == 0
    assert cli("uninstall").code == 0
    assert (repo.path / name).read_bytes() == text.encode()
    repo.write({name: None})


def test_what_somebody_edited_since_keeps_the_edit(cli: Runner, repo: Builder) -> None:
    repo.commit({".claude/settings.json": SETTINGS})
    cli("init")
    path = repo.path / ".claude" / "settings.json"
    path.write_text(path.read_text().replace('"model": "x"', '"model": "y"'))
    assert cli("uninstall", "-q").code == 0
    assert path.read_text() == SETTINGS.replace('"x"', '"y"')


def test_another_clone_takes_it_out_without_a_receipt(cli: Runner, repo: Builder, tmp_path: Path) -> None:
    repo.commit({".claude/settings.json": SETTINGS, ".pre-commit-config.yaml": CONFIG})
    cli("init")
    repo.git("commit", "--quiet", "--all", "--no-verify", "--message=guard")
    clone = repo.clone(tmp_path / "clone")
    assert cli("uninstall", folder=clone.path) == Done(
        0,
        "changed  .claude/settings.json\n"
        "changed  .pre-commit-config.yaml\n"
        "\n"
        "commit .claude/settings.json .pre-commit-config.yaml: then it is gone for everybody\n",
        "",
    )
    assert (clone.path / ".claude" / "settings.json").read_text() == SETTINGS
    assert (clone.path / ".pre-commit-config.yaml").read_text() == CONFIG


def test_a_dry_run_takes_nothing_out(cli: Runner, repo: Builder) -> None:
    repo.commit({"lefthook.yml": LEFTHOOK})
    cli("init")
    before = files(repo.path)
    done = cli("uninstall", "--dry-run", "-q")
    assert done.out.endswith(
        "--- a/lefthook.yml\n"
        "+++ b/lefthook.yml\n"
        "@@ -1,5 +1,3 @@\n"
        " pre-commit:\n"
        "   jobs:\n"
        "-    - name: agentguard\n"
        "-      run: agentguard-hook-git pre-commit\n"
        "     - run: x\n"
    )
    assert files(repo.path) == before


def test_what_cannot_be_taken_out_is_named_and_the_rest_goes(cli: Runner, repo: Builder) -> None:
    repo.commit({".claude/settings.json": SETTINGS, "lefthook.yml": LEFTHOOK})
    cli("init")
    job = "{name: agentguard, run: agentguard-hook-git pre-commit}"
    repo.write({"lefthook.yml": f"pre-commit: {{jobs: [{job}, {{run: x}}]}}\n"})
    assert cli("uninstall", "-q") == Done(
        1,
        "removed  .git/hooks/pre-merge-commit\n"
        "removed  .git/hooks/commit-msg\n"
        "removed  .git/hooks/pre-push\n"
        "removed  .git/hooks/post-index-change\n"
        "removed  .git/hooks/post-checkout\n"
        "changed  .claude/settings.json\n"
        "left alone: lefthook.yml: agentguard's entry in `lefthook.yml` shares its lines with others: "
        "take it out by hand\n",
        "",
    )


def test_a_hook_that_another_program_replaced_is_not_lost(cli: Runner, repo: Builder) -> None:
    hook = repo.path / ".git" / "hooks" / "pre-push"
    hook.parent.mkdir()
    hook.write_text("#!/bin/sh\nexit 0\n")
    cli("init")
    hook.write_text("#!/bin/sh\nexit 1\n")
    done = cli("uninstall", "-q")
    assert (done.code, done.out.splitlines()[-1]) == (
        1,
        "left alone: .git/hooks/pre-push.agentguard-kept: nothing calls it: another program took the hook's place",
    )
    assert hook.read_text() == "#!/bin/sh\nexit 1\n"
    assert hook.with_name("pre-push.agentguard-kept").read_text() == "#!/bin/sh\nexit 0\n"
