from dataclasses import replace
from pathlib import Path

import pytest

from agentguard.analyzer.engine.doctor import judge
from agentguard.analyzer.model.setup import AgentFacts, Checkup, Door, HookFacts, Premises, State, Worktree

ROOT, OTHER = Path("/work/app"), Path("/work/fix")
HERE = Worktree(root=ROOT, hooks=ROOT / ".git" / "hooks")
PREMISES = Premises(
    root=ROOT,
    common_dir=ROOT / ".git",
    git=(2, 54, 0),
    here=HERE,
    worktrees=(HERE, Worktree(root=OTHER, hooks=HERE.hooks)),
    files=frozenset(),
    programs=frozenset({"agentguard-hook-agent", "agentguard-hook-git"}),
    config={},
)
CLAUDE = AgentFacts(
    host="claude", title="Claude", name=".claude/settings.json", installed=True, current=True, base="head"
)
CODEX = AgentFacts(host="codex", title="Codex", name=".codex/hooks.json", installed=True, current=True)
WELL = Checkup(around=PREMISES, agents=(), hooks=(HookFacts(event="pre-commit", by="file"),))
OLD = replace(PREMISES, git=(2, 39, 5))


def told(checkup: Checkup, *doors: Door) -> list[str]:
    return [f"{one.severity} {one.name}: {one.message} -> {one.help}" for one in judge(checkup, doors)]


def test_where_all_is_well_nothing_is_said() -> None:
    door = Door(number=2, title="at the index", where="main worktree", state=State.HOLDS, evidence="x")
    assert told(WELL, door) == []


CASES = [
    (
        replace(WELL, settings_error=("`target` is no text", "mend it")),
        "error settings-mistake: the settings on the target cannot be used: `target` is no text -> mend it",
    ),
    (
        replace(WELL, agents=(replace(CLAUDE, installed=False, current=False),)),
        (
            "error agent-hook-missing: Claude does not ask before it runs a command: "
            "`.claude/settings.json` has no entry of ours -> agentguard doctor --fix"
        ),
    ),
    (
        replace(WELL, agents=(replace(CODEX, error="`.codex/hooks.json` is no JSON"),)),
        "error agent-settings-unreadable: Codex cannot read its settings: `.codex/hooks.json` is no JSON -> None",
    ),
    (
        replace(WELL, hooks=(HookFacts(event="post-index-change", by=None),)),
        "error git-hook-missing: git's `post-index-change` does not call us -> agentguard doctor --fix",
    ),
    (
        replace(WELL, hooks=(HookFacts(event="pre-push", by="file", trouble="it cannot be run"),)),
        (
            "warning git-hook-broken: git's `pre-push` does not call us (file): it cannot be run -> "
            "agentguard doctor --fix"
        ),
    ),
    (
        replace(
            WELL,
            hooks=(HookFacts(event="pre-commit", by="configuration", trouble="`hook.x.enabled` switches it off"),),
        ),
        (
            "error git-hook-broken: git's `pre-commit` does not call us (configuration): "
            "`hook.x.enabled` switches it off -> git config --unset hook.x.enabled"
        ),
    ),
    (
        replace(WELL, leftovers=("pre-push.agentguard-kept",)),
        (
            "warning hook-forgotten: `pre-push.agentguard-kept` was kept for our hook to call, and "
            "another program has taken our hook's place -> compare the two, keep what is wanted, "
            "then `agentguard init`"
        ),
    ),
    (
        replace(WELL, framework="lefthook", framework_runs=False),
        (
            "error framework-not-installed: lefthook is configured, but git does not call it here: "
            "nobody judges a commit -> lefthook install"
        ),
    ),
    (
        replace(WELL, framework="pre-commit", sessions=3),
        (
            "warning framework-stash: pre-commit and prek put unstaged edits aside while hooks run, "
            "those of others as well (3 sessions have worked in this folder): what is written "
            "meanwhile can be lost -> give each agent a worktree of its own, or use lefthook"
        ),
    ),
    (
        replace(WELL, framework="pre-commit", sessions=1),
        (
            "note framework-stash: pre-commit and prek put unstaged edits aside while hooks run, "
            "those of others as well (where several agents share a folder): what is written "
            "meanwhile can be lost -> give each agent a worktree of its own, or use lefthook"
        ),
    ),
    (
        replace(WELL, journal_off=True),
        (
            "warning journal-off: the journal is off (`hooks.journal = false`): a sweep and a mixed "
            "index are not told at the commit -> hooks.journal = true"
        ),
    ),
    (
        replace(WELL, journal_damaged=2),
        (
            "warning journal-damaged: 2 records of the journal cannot be read -> they are left out; "
            "new ones take their place"
        ),
    ),
    (
        replace(WELL, silent_days=9),
        (
            "warning journal-silent: the index was written 9 days after the journal's last record -> "
            "is it written by another git, or a program without git?"
        ),
    ),
    (
        replace(WELL, processes=False),
        (
            "error no-processes: neither /proc nor `ps` is here: nobody can tell which command wrote "
            "the index -> install procps"
        ),
    ),
    (
        replace(WELL, switches=("LEFTHOOK=0",)),
        "warning switched-off: `LEFTHOOK=0` is set: hooks are left out -> unset LEFTHOOK",
    ),
    (
        replace(WELL, around=OLD),
        (
            "note old-git: git 2.39.5 finds hooks through core.hooksPath alone, which `git -c "
            "core.hooksPath=` takes away -> git 2.54 or later; then `agentguard init` again"
        ),
    ),
    (
        replace(
            WELL, around=replace(PREMISES, programs=frozenset()), hooks=(HookFacts(event=("pre-push"), by=("script")),)
        ),
        (
            "error program-off-path: `agentguard-hook-git` is not on PATH: entries that are committed "
            "call it by its name, and refuse everything -> put the folder of `agentguard` on PATH, or "
            "`pipx install agentguard`"
        ),
    ),
    (
        replace(WELL, ci=False),
        (
            "note no-ci: no workflow calls agentguard: CI is the one door that an agent on this "
            "machine cannot open -> agentguard check --base origin/main, on each pull request"
        ),
    ),
]


@pytest.mark.parametrize(("checkup", "expected"), CASES, ids=[line.split()[1][:-1] for _, line in CASES])
def test_each_ailment_says_what_and_where_and_what_to_do(checkup: Checkup, expected: str) -> None:
    assert told(checkup) == [expected]


def test_what_a_host_may_do_with_our_entries_is_told_of_those_in_use() -> None:
    agents = (replace(CLAUDE, base="fresh", switched_off=(".claude/settings.local.json",), missing=(OTHER,)),)
    assert told(replace(WELL, agents=agents)) == [
        (
            "error agent-hooks-switched-off: Claude runs no hooks at all: `disableAllHooks` in "
            "`.claude/settings.local.json` -> take `disableAllHooks` out of "
            "`.claude/settings.local.json`"
        ),
        (
            "warning agent-hook-elsewhere: Claude is not guarded in `/work/fix`: the branch there "
            "has no entry of ours -> commit `.claude/settings.json` and merge it there, or run "
            "`agentguard init` there"
        ),
        (
            "warning worktree-base: `worktree.baseRef` is `fresh`: subagents in a worktree of their "
            'own begin without local commits -> `"worktree": {"baseRef": "head"}` in '
            "`.claude/settings.json`"
        ),
        (
            "note claude-trust: Claude Code runs the hooks of a folder only when somebody has "
            "trusted that folder -> start `claude` in each worktree once, and accept"
        ),
    ]


def test_codex_reads_the_main_worktree_alone() -> None:
    linked = replace(PREMISES, root=OTHER)
    agents = (replace(CODEX, missing=(ROOT,)),)
    assert told(replace(WELL, around=linked, agents=agents)) == [
        (
            "error codex-main-worktree: Codex reads `.codex/hooks.json` of the main worktree alone, "
            "and `/work/app` has no entry of ours -> run `agentguard init` in `/work/app`"
        ),
        (
            "note codex-trust: Codex runs a hook only when somebody has trusted it in `/hooks`, "
            "again after each change of it -> open `/hooks` in Codex once, in each checkout"
        ),
    ]


def test_a_relative_folder_of_hooks_leaves_worktrees_without(tmp_path: Path) -> None:
    del tmp_path
    husky = tuple(
        Worktree(root=root, hooks=root / ".husky" / "_", hooks_path=".husky/_", scope="local") for root in (ROOT, OTHER)
    )
    around = replace(OLD, here=husky[0], worktrees=husky)
    assert told(replace(WELL, around=around, deaf=(OTHER,)))[0] == (
        "error deaf-worktree: git runs no hook of ours in `/work/fix`: core.hooksPath is `.husky/_`, "
        "relative, and has no hook of ours there -> `npx husky` there, then `agentguard -C /work/fix "
        "init`; git 2.54 or later needs neither"
    )


def test_hooks_that_all_repositories_share_hide_those_of_this_one() -> None:
    here = Worktree(root=ROOT, hooks=Path("/home/ada/hooks"), hooks_path="/home/ada/hooks", scope="global")
    assert told(replace(WELL, around=replace(OLD, here=here)))[0] == (
        "error hooks-path-outside: core.hooksPath (global) is `/home/ada/hooks`: hooks of this "
        "repository alone are not run -> git config --local core.hooksPath /work/app/.git/hooks; or "
        "git 2.54 or later"
    )


def test_an_open_door_is_an_error_and_one_that_was_not_tried_is_none() -> None:
    door = Door(number=3, title="at the commit", where="main worktree", state=State.OPEN, evidence="it went through")
    assert told(WELL, door, replace(door, state=State.OFF), replace(door, state=State.UNPROVEN)) == [
        "error door-open: at the commit (main worktree): it went through -> None"
    ]
