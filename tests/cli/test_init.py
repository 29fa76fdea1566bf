import json
import os
import stat
from pathlib import Path

import pytest

from agentguard.coordinator.setup import apply
from agentguard.coordinator.setup.commands import native_hook, program
from tests.cli.run import Done, Runner
from tests.support.builder import Builder

OLD, NEW = (2, 39, 5), (2, 54, 0)
SETTINGS = '{\n  "model": "x"\n}\n'
CONFIG = "repos:\n- repo: local\n  hooks:\n  - id: x\n    name: x\n    entry: x\n    language: system\n"


@pytest.fixture(autouse=True)
def _old_git(monkeypatch: pytest.MonkeyPatch) -> None:
    git(monkeypatch, OLD)
    # Who of the agents is installed here is a matter of this machine.
    monkeypatch.setattr(
        "agentguard.analyzer.gather.premises.PROGRAMS", ("agentguard-hook-agent", "agentguard-hook-git")
    )


def git(monkeypatch: pytest.MonkeyPatch, version: tuple[int, ...]) -> None:
    """Lets git be of a version, as far as that decides where hooks go."""
    monkeypatch.setattr("agentguard.analyzer.gather.premises.require_git", lambda: version)


def files(folder: Path) -> dict[str, bytes]:
    """What is in a repository, but for objects, the index and what git notes for itself."""
    left_out = {"objects", "index", "logs", "agentguard", "COMMIT_EDITMSG"}
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not left_out.intersection(path.relative_to(folder).parts)
    }


def test_a_repository_of_claude_and_pre_commit(cli: Runner, repo: Builder) -> None:
    repo.commit({".claude/settings.json": SETTINGS, ".pre-commit-config.yaml": CONFIG})
    assert cli("init") == Done(
        0,
        "changed  .claude/settings.json         Claude asks before commands, edits and subagents\n"
        "changed  .pre-commit-config.yaml       judges each commit\n"
        "added    .git/hooks/pre-merge-commit   judges each merge\n"
        "added    .git/hooks/commit-msg         judges each message\n"
        "added    .git/hooks/pre-push           judges each push\n"
        "added    .git/hooks/post-index-change  notes who staged what\n"
        "added    .git/hooks/post-checkout      warns of a worktree that begins beside uncommitted work\n"
        "\n"
        "commit .claude/settings.json .pre-commit-config.yaml: then everybody who works here is guarded\n"
        "agentguard doctor proves that it works\n"
        "git does not call pre-commit here yet: `pre-commit install`\n",
        "",
    )
    settings = json.loads((repo.path / ".claude" / "settings.json").read_text())
    assert list(settings) == ["model", "hooks"]
    assert repo.git("status", "--short") == " M .claude/settings.json\n M .pre-commit-config.yaml"


def test_a_second_run_changes_nothing(cli: Runner, repo: Builder) -> None:
    repo.commit({".claude/settings.json": SETTINGS})
    cli("init")
    before = files(repo.path)
    assert cli("init", "-q") == Done(0, "nothing to change: all is installed\n", "")
    assert files(repo.path) == before


def test_a_dry_run_shows_a_patch_and_changes_nothing(cli: Runner, repo: Builder) -> None:
    repo.commit({"lefthook.yml": "pre-commit:\n  commands:\n    x:\n      run: x\n"})
    before = files(repo.path)
    done = cli("init", "--dry-run", "-q")
    assert files(repo.path) == before
    native = native_hook("post-checkout")
    expected = (
        "--- a/lefthook.yml\n"
        "+++ b/lefthook.yml\n"
        "@@ -1,4 +1,6 @@\n"
        " pre-commit:\n"
        "   commands:\n"
        "+    agentguard:\n"
        "+      run: agentguard-hook-git pre-commit\n"
        "     x:\n"
        "       run: x\n"
        "--- /dev/null\n"
        "+++ b/.git/hooks/pre-merge-commit\n"
    )
    last = (
        "--- /dev/null\n"
        "+++ b/.git/hooks/post-checkout\n"
        "@@ -0,0 +1,6 @@\n"
        "+#!/bin/sh\n"
        "+# agentguard begin; `agentguard uninstall` takes these lines out\n"
        '+kept="$0.agentguard-kept"\n'
        f'+[ ! -r {native} ] || /bin/sh {native} "$@"\n'
        '+[ ! -x "$kept" ] || exec "$kept" "$@"\n'
        "+# agentguard end\n"
    )
    assert done.code == 0
    assert done.out.startswith(expected)
    assert done.out.endswith(last)


def test_newer_git_gets_its_hooks_by_configuration(cli: Runner, repo: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    git(monkeypatch, NEW)
    before = files(repo.path)
    assert cli("init", "-q", "--net") == Done(
        0,
        "set  hook.agentguard-pre-commit.event             judges each commit\n"
        "set  hook.agentguard-pre-merge-commit.event       judges each merge\n"
        "set  hook.agentguard-commit-msg.event             judges each message\n"
        "set  hook.agentguard-pre-push.event               judges each push\n"
        "set  hook.agentguard-post-index-change.event      notes who staged what\n"
        "set  hook.agentguard-post-checkout.event          warns of a worktree that begins beside uncommitted work\n"
        "set  hook.agentguard-reference-transaction.event  stops commits that went around the hooks\n",
        "",
    )
    assert repo.git("config", "--get", "hook.agentguard-post-index-change.command") == (
        f"test ! -r {native_hook('post-index-change')} || exec /bin/sh {native_hook('post-index-change')}"
    )
    assert repo.git("config", "--get", "hook.agentguard-pre-commit.command").endswith(f"exec {program()} pre-commit")
    assert cli("init", "-q").out == "nothing to change: all is installed\n"
    assert cli("uninstall", "-q").code == 0
    assert files(repo.path) == before


def test_with_newer_git_hooks_that_were_files_are_no_longer(
    cli: Runner, repo: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli("init")
    git(monkeypatch, NEW)
    cli("init")
    assert list((repo.path / ".git" / "hooks").iterdir()) == []


def test_local_writes_nothing_that_is_committed(cli: Runner, repo: Builder) -> None:
    repo.commit({"CLAUDE.md": "x\n", "AGENTS.md": "x\n", ".pre-commit-config.yaml": CONFIG})
    done = cli("init", "--local")
    assert done == Done(
        0,
        "added  .claude/settings.local.json   Claude asks before commands, edits and subagents\n"
        "added  info/exclude                  keeps what is private out of commits\n"
        "added  .git/hooks/pre-commit         judges each commit\n"
        "added  .git/hooks/pre-merge-commit   judges each merge\n"
        "added  .git/hooks/commit-msg         judges each message\n"
        "added  .git/hooks/pre-push           judges each push\n"
        "added  .git/hooks/post-index-change  notes who staged what\n"
        "added  .git/hooks/post-checkout      warns of a worktree that begins beside uncommitted work\n"
        "left alone: Codex: it has no settings file that is private to a repository\n"
        "\n"
        "agentguard doctor proves that it works\n",
        "",
    )
    assert repo.git("status", "--short") == ""
    assert cli("uninstall", "-q").code == 0
    assert repo.git("status", "--short", "--ignored") == ""


def test_an_agent_that_left_no_trace_can_be_named(cli: Runner, repo: Builder) -> None:
    done = cli("init", "--agent", "codex", "--json")
    steps = [step["path"] for step in json.loads(done.out)["steps"]]
    assert steps[0] == ".codex/hooks.json"
    assert (repo.path / ".codex" / "hooks.json").exists()


def test_without_a_trace_of_agents_one_is_told_how(cli: Runner) -> None:
    assert cli("init").out.splitlines()[-2:] == [
        "agentguard doctor proves that it works",
        "no sign of an agent here: `agentguard init --agent claude` guards one",
    ]


@pytest.mark.parametrize(
    ("name", "content", "message", "hint"),
    [
        pytest.param(
            ".claude/settings.json",
            '{"a": }',
            "`.claude/settings.json` is no JSON (line 1, column 7: Expecting value)",
            "mend it first; nothing was changed",
            id="json",
        ),
        pytest.param(
            ".claude/settings.json",
            b"\xff\xfe{\0}\0",
            "`.claude/settings.json` is not UTF-8 (byte 0)",
            "save it as UTF-8",
            id="utf-16",
        ),
        pytest.param(
            ".pre-commit-config.yaml",
            "repos: [",
            "`.pre-commit-config.yaml` is no YAML (line 2, column 1)",
            "mend it first; nothing was changed",
            id="yaml",
        ),
        pytest.param(
            "prek.toml", "a = ", "`prek.toml` is no TOML: Invalid value (at end of document)", None, id="toml"
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_and_nothing_is_changed(
    cli: Runner, repo: Builder, name: str, content: str | bytes, message: str, hint: str | None
) -> None:
    repo.commit({name: content, "CLAUDE.md": "x\n"})
    before = files(repo.path)
    done = cli("init")
    hint = hint or "mend it first; nothing was changed"
    assert done == Done(2, "", f"error: {message}\nhint: {hint}\n")
    assert files(repo.path) == before


def test_a_read_only_file_is_refused(cli: Runner, repo: Builder) -> None:
    repo.commit({".claude/settings.json": SETTINGS})
    (repo.path / ".claude" / "settings.json").chmod(0o444)
    before = files(repo.path)
    assert cli("init") == Done(
        2,
        "",
        "error: `.claude/settings.json` is read-only\n"
        "hint: `chmod u+w .claude/settings.json` first; nothing was changed\n",
    )
    assert files(repo.path) == before


def test_a_link_out_of_the_repository_is_not_followed(cli: Runner, repo: Builder, tmp_path: Path) -> None:
    (tmp_path / "dotfiles").mkdir()
    (repo.path / ".claude").symlink_to(tmp_path / "dotfiles")
    place = tmp_path / "dotfiles" / "settings.json"
    assert cli("init") == Done(
        2,
        "",
        f"error: `.claude/settings.json` is a link that leads out of the repository, to `{place}`\n"
        "hint: put a file in its place; nothing was changed\n",
    )
    assert list((tmp_path / "dotfiles").iterdir()) == []


def test_a_link_within_the_repository_stays_a_link(cli: Runner, repo: Builder) -> None:
    repo.commit({"shared/claude.json": SETTINGS})
    (repo.path / ".claude").mkdir()
    (repo.path / ".claude" / "settings.json").symlink_to("../shared/claude.json")
    assert cli("init").code == 0
    assert (repo.path / ".claude" / "settings.json").is_symlink()
    assert "hooks" in json.loads((repo.path / "shared" / "claude.json").read_text())
    assert cli("uninstall").code == 0
    assert (repo.path / "shared" / "claude.json").read_text() == SETTINGS


def test_the_mode_of_a_file_stays(cli: Runner, repo: Builder) -> None:
    repo.commit({".claude/settings.json": SETTINGS})
    (repo.path / ".claude" / "settings.json").chmod(0o600)
    cli("init")
    assert stat.S_IMODE((repo.path / ".claude" / "settings.json").stat().st_mode) == 0o600


def test_what_changed_in_the_meantime_is_not_written_over(
    cli: Runner, repo: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit({".claude/settings.json": SETTINGS})

    def changed(path: Path) -> bytes | None:
        return b"{}" if path.name == "settings.json" else None

    monkeypatch.setattr(apply, "_content", changed)
    before = files(repo.path)
    assert cli("init") == Done(
        2, "", "error: `.claude/settings.json` was changed in the meantime\nhint: run it again\n"
    )
    assert files(repo.path) == before


def test_a_run_that_is_interrupted_can_be_run_again(
    cli: Runner, repo: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit({".claude/settings.json": SETTINGS, ".pre-commit-config.yaml": CONFIG})
    write = apply._write

    def fails(step: object) -> None:
        if getattr(step, "name", "").endswith("pre-push"):
            raise OSError(28, "No space left on device")
        write(step)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(apply, "_write", fails)
        assert cli("init") == Done(
            2,
            "",
            "error: `.git/hooks/pre-push` cannot be written: No space left on device\n"
            "hint: 4 of 7 steps were done; run it again when that is mended\n",
        )
    assert cli("init", "-q").out == (
        "added  .git/hooks/pre-push           judges each push\n"
        "added  .git/hooks/post-index-change  notes who staged what\n"
        "added  .git/hooks/post-checkout      warns of a worktree that begins beside uncommitted work\n"
    )


def test_husky_gets_a_line_in_the_script_that_is_committed(cli: Runner, repo: Builder) -> None:
    repo.commit({".husky/pre-commit": "npm test\n"})
    repo.write({".husky/_/.gitignore": "*\n", ".husky/_/pre-commit": "#!/bin/sh\n"})
    repo.git("config", "core.hooksPath", ".husky/_")
    before = files(repo.path)
    assert cli("init", "-q") == Done(
        0,
        "changed  .husky/pre-commit           judges each commit\n"
        "added    .husky/pre-merge-commit     judges each merge\n"
        "added    .husky/commit-msg           judges each message\n"
        "added    .husky/pre-push             judges each push\n"
        "added    .husky/_/post-index-change  notes who staged what\n",
        "",
    )
    assert (repo.path / ".husky" / "pre-commit").read_text().startswith("# agentguard begin")
    assert repo.git("diff", "--summary") == ""
    assert repo.git("status", "--short", "--", ".husky/_") == ""
    assert cli("init", "-q").out == "nothing to change: all is installed\n"
    assert cli("uninstall", "-q").code == 0
    assert files(repo.path) == before


def test_hooks_that_are_committed_get_a_block_and_those_that_watch_stay_private(cli: Runner, repo: Builder) -> None:
    repo.commit({".githooks/pre-commit": "#!/usr/bin/env bash\nmake lint"})
    (repo.path / ".githooks" / "pre-commit").chmod(0o755)
    repo.git("config", "core.hooksPath", ".githooks")
    before = files(repo.path)
    assert cli("init", "-q") == Done(
        0,
        "changed  .githooks/pre-commit         judges each commit\n"
        "added    .githooks/pre-merge-commit   judges each merge\n"
        "added    .githooks/commit-msg         judges each message\n"
        "added    .githooks/pre-push           judges each push\n"
        "added    .githooks/post-index-change  notes who staged what\n"
        "added    .githooks/post-checkout      warns of a worktree that begins beside uncommitted work\n"
        "added    info/exclude                 keeps what is private out of commits\n",
        "",
    )
    assert repo.git("status", "--short", "--untracked-files=all").split() == [
        *("M", ".githooks/pre-commit", "??", ".githooks/commit-msg"),
        *("??", ".githooks/pre-merge-commit", "??", ".githooks/pre-push"),
    ]
    assert cli("uninstall", "-q").code == 0
    assert files(repo.path) == before


def test_hooks_that_other_repositories_share_are_left_alone(
    cli: Runner, repo: Builder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    everywhere = tmp_path / "everywhere"
    everywhere.mkdir()
    config = tmp_path / "gitconfig"
    config.write_text(f"[core]\n\thooksPath = {everywhere}\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    repo.commit({"CLAUDE.md": "x\n"})
    assert cli("init", "-q") == Done(
        0,
        "added  .claude/settings.json  Claude asks before commands, edits and subagents\n"
        f"left alone: {everywhere}: core.hooksPath (global) leads out of the repository, where nothing is written; "
        "git 2.54 or later can be given hooks without it\n",
        "",
    )
    assert list(everywhere.iterdir()) == []


def test_a_linked_worktree_gets_the_hooks_of_the_repository(cli: Runner, repo: Builder, tmp_path: Path) -> None:
    repo.commit({"CLAUDE.md": "x\n"})
    linked = repo.worktree(tmp_path / "linked", branch="linked")
    done = cli("init", "-q", folder=linked.path)
    hooks = repo.path / ".git" / "hooks"
    width = len(f"{hooks}/post-index-change")
    assert done.out.splitlines()[:2] == [
        f"added  {'.claude/settings.json'.ljust(width)}  Claude asks before commands, edits and subagents",
        f"added  {f'{hooks}/pre-commit'.ljust(width)}  judges each commit",
    ]
    assert not (repo.path / ".claude").exists()


def test_a_bare_repository_gets_the_hooks_alone(cli: Runner, tmp_path: Path) -> None:
    bare = Builder.create(tmp_path / "bare.git", bare=True)
    assert cli("init", "-q", "--agent", "claude", folder=bare.path) == Done(
        0,
        "added  hooks/pre-commit         judges each commit\n"
        "added  hooks/pre-merge-commit   judges each merge\n"
        "added  hooks/commit-msg         judges each message\n"
        "added  hooks/pre-push           judges each push\n"
        "added  hooks/post-index-change  notes who staged what\n"
        "added  hooks/post-checkout      warns of a worktree that begins beside uncommitted work\n"
        "left alone: Claude: a bare repository has no settings\n",
        "",
    )


def test_outside_of_a_repository_there_is_nothing_to_install(cli: Runner, tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    for command in ("init", "doctor", "uninstall"):
        done = cli(command, folder=tmp_path / "plain")
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(f"error: no git repository at `{tmp_path / 'plain'}`: ")


def test_without_the_programs_of_the_hooks_nothing_is_installed(
    cli: Runner, repo: Builder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.executable", str(tmp_path / "python"))
    monkeypatch.setattr("sysconfig.get_path", lambda _: str(tmp_path))
    monkeypatch.setenv("PATH", os.pathsep.join(["/usr/bin", "/bin"]))
    before = files(repo.path)
    assert cli("init") == Done(
        2,
        "",
        "error: `agentguard-hook-git` is not installed\n"
        "hint: `pip install agentguard` into the environment that runs agentguard\n",
    )
    assert files(repo.path) == before
