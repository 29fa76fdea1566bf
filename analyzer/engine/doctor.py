"""Judges how agentguard is installed: in which ways is the protection off, or weaker than it seems?"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from agentguard.analyzer.model.findings import Severity
from agentguard.analyzer.model.setup import AgentFacts, Ailment, Checkup, Door, State
from agentguard.analyzer.printable import printable

_MOST_NAMED = 5
_CONFIG_HOOKS = (2, 54)
# Without these two nothing is noted and nothing judged; what the others stop is found again later.
_VITAL = frozenset({"post-index-change", "pre-commit"})
_AGENT_PROGRAM, _GIT_PROGRAM = "agentguard-hook-agent", "agentguard-hook-git"
_FIX = "agentguard doctor --fix"
_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


def judge(checkup: Checkup, doors: Sequence[Door]) -> tuple[Ailment, ...]:
    """Returns what is wrong, the worst first.

    Args:
        checkup: what can be seen.
        doors: what was tried.
    """
    parts = (
        *(_settings(checkup), _agents(checkup), _hooks(checkup), _places(checkup), _framework(checkup)),
        *(_journal(checkup), _machine(checkup), _doors(doors), _beyond(checkup)),
    )
    found = [ailment for part in parts for ailment in part]
    return tuple(sorted(found, key=lambda ailment: ailment.severity.rank))


def _ailment(
    name: str, severity: Severity, message: str, help_: str | None = None, *, fixable: bool = False
) -> Ailment:
    return Ailment(name=name, severity=severity, message=message, help=help_, fixable=fixable)


def _settings(checkup: Checkup) -> Iterator[Ailment]:
    if checkup.settings_error is not None:
        message, hint = checkup.settings_error
        yield _ailment("settings-mistake", _ERROR, f"the settings on the target cannot be used: {message}", hint)


def _agents(checkup: Checkup) -> Iterator[Ailment]:
    for agent in checkup.agents:
        if agent.error is not None:
            yield _ailment(
                "agent-settings-unreadable", _ERROR, f"{agent.title} cannot read its settings: {agent.error}"
            )
            continue
        if not agent.installed:
            text = f"{agent.title} does not ask before it runs a command: `{agent.name}` has no entry of ours"
            yield _ailment("agent-hook-missing", _ERROR, text, _FIX, fixable=True)
        elif not agent.current:
            text = f"the entries in `{agent.name}` are those of another version"
            yield _ailment("agent-hook-outdated", _WARNING, text, _FIX, fixable=True)
        for name in agent.switched_off:
            switch = "features.hooks" if agent.host == "codex" else "disableAllHooks"
            text = f"{agent.title} runs no hooks at all: `{switch}` in `{printable(name)}`"
            yield _ailment("agent-hooks-switched-off", _ERROR, text, f"take `{switch}` out of `{printable(name)}`")
        if agent.installed:
            yield from _elsewhere(checkup, agent)
            yield from _habits(agent)


def _elsewhere(checkup: Checkup, agent: AgentFacts) -> Iterator[Ailment]:
    others = [root for root in agent.missing if root != checkup.around.root]
    if others and agent.host == "claude":
        text = f"{agent.title} is not guarded in {_listed(others)}: the branch there has no entry of ours"
        yield _ailment(
            "agent-hook-elsewhere",
            _WARNING,
            text,
            f"commit `{agent.name}` and merge it there, or run `agentguard init` there",
        )
    main = checkup.around.worktrees[0].root if checkup.around.worktrees else None
    if agent.host == "codex" and main in others:
        text = (
            f"{agent.title} reads `{agent.name}` of the main worktree alone, and `{_shown(main)}` has no entry of ours"
        )
        yield _ailment("codex-main-worktree", _ERROR, text, f"run `agentguard init` in `{_shown(main)}`")


def _habits(agent: AgentFacts) -> Iterator[Ailment]:
    """Tells what the host itself may do with our entries, which no file shows."""
    if agent.host == "codex":
        text = "Codex runs a hook only when somebody has trusted it in `/hooks`, again after each change of it"
        yield _ailment("codex-trust", _NOTE, text, "open `/hooks` in Codex once, in each checkout")
    if agent.host == "claude":
        text = "Claude Code runs the hooks of a folder only when somebody has trusted that folder"
        yield _ailment("claude-trust", _NOTE, text, "start `claude` in each worktree once, and accept")
        if agent.base != "head":
            what = f"is `{printable(agent.base)}`" if agent.base else "is not set"
            severity = _WARNING if agent.base else _NOTE
            text = f"`worktree.baseRef` {what}: subagents in a worktree of their own begin without local commits"
            help_ = f'`"worktree": {{"baseRef": "head"}}` in `{agent.name}`'
            yield _ailment("worktree-base", severity, text, help_)


def _hooks(checkup: Checkup) -> Iterator[Ailment]:
    for hook in checkup.hooks:
        severity = _ERROR if hook.event in _VITAL else _WARNING
        if hook.by is None and not _is_hidden(checkup):
            yield _ailment("git-hook-missing", severity, f"git's `{hook.event}` does not call us", _FIX, fixable=True)
        elif hook.trouble is not None and hook.by in {"configuration", "file", "script"}:
            by_hand = "switches" in hook.trouble
            help_ = f"git config --unset {hook.trouble.split('`')[1]}" if by_hand else _FIX
            text = f"git's `{hook.event}` does not call us ({hook.by}): {hook.trouble}"
            yield _ailment("git-hook-broken", severity, text, help_, fixable=not by_hand)
    for name in checkup.leftovers:
        text = f"`{printable(name)}` was kept for our hook to call, and another program has taken our hook's place"
        yield _ailment("hook-forgotten", _WARNING, text, "compare the two, keep what is wanted, then `agentguard init`")


def _places(checkup: Checkup) -> Iterator[Ailment]:
    here = checkup.around.here
    if _is_hidden(checkup):
        text = f"core.hooksPath ({here.scope}) is `{_shown(here.hooks)}`: hooks of this repository alone are not run"
        help_ = f"git config --local core.hooksPath {_shown(checkup.around.common_dir / 'hooks')}; or git 2.54 or later"
        yield _ailment("hooks-path-outside", _ERROR, text, help_)
    for root in checkup.deaf:
        path = next((tree.hooks_path for tree in checkup.around.worktrees if tree.root == root), None)
        why = (
            f"core.hooksPath is `{printable(path)}`, relative, and has no hook of ours there"
            if path
            else "it has its own"
        )
        text = f"git runs no hook of ours in `{_shown(root)}`: {why}"
        help_ = f"`npx husky` there, then `agentguard -C {_shown(root)} init`; git 2.54 or later needs neither"
        yield _ailment("deaf-worktree", _ERROR, text, help_)


def _is_hidden(checkup: Checkup) -> bool:
    """Tells whether git looks for hooks where none of this repository can be."""
    inside = (checkup.around.common_dir, *(tree.root for tree in checkup.around.worktrees))
    is_inside = any(checkup.around.here.hooks.is_relative_to(place) for place in inside)
    return checkup.around.git < _CONFIG_HOOKS and not is_inside


def _framework(checkup: Checkup) -> Iterator[Ailment]:
    name = checkup.framework
    if name is None:
        return
    if not checkup.framework_runs:
        text = f"{name} is configured, but git does not call it here: nobody judges a commit"
        yield _ailment("framework-not-installed", _ERROR, text, f"{name} install")
    if name == "pre-commit" and checkup.framework_runs:
        shared = checkup.sessions > 1
        told = (
            f"{checkup.sessions} sessions have worked in this folder"
            if shared
            else "where several agents share a folder"
        )
        text = (
            f"pre-commit and prek put unstaged edits aside while hooks run, those of others as well ({told}): "
            "what is written meanwhile can be lost"
        )
        yield _ailment(
            "framework-stash",
            _WARNING if shared else _NOTE,
            text,
            "give each agent a worktree of its own, or use lefthook",
        )


def _journal(checkup: Checkup) -> Iterator[Ailment]:
    if checkup.journal_off:
        text = "the journal is off (`hooks.journal = false`): a sweep and a mixed index are not told at the commit"
        yield _ailment("journal-off", _WARNING, text, "hooks.journal = true")
    if checkup.journal_damaged:
        text = f"{checkup.journal_damaged} records of the journal cannot be read"
        yield _ailment("journal-damaged", _WARNING, text, "they are left out; new ones take their place")
    if checkup.silent_days:
        text = f"the index was written {checkup.silent_days} days after the journal's last record"
        yield _ailment("journal-silent", _WARNING, text, "is it written by another git, or a program without git?")


def _machine(checkup: Checkup) -> Iterator[Ailment]:
    if not checkup.processes:
        text = "neither /proc nor `ps` is here: nobody can tell which command wrote the index"
        yield _ailment("no-processes", _ERROR, text, "install procps")
    yield from _programs(checkup)
    for switch in checkup.switches:
        yield _ailment(
            "switched-off",
            _WARNING,
            f"`{printable(switch)}` is set: hooks are left out",
            f"unset {switch.partition('=')[0]}",
        )
    if checkup.around.git < _CONFIG_HOOKS:
        version = ".".join(map(str, checkup.around.git))
        text = f"git {version} finds hooks through core.hooksPath alone, which `git -c core.hooksPath=` takes away"
        yield _ailment("old-git", _NOTE, text, "git 2.54 or later; then `agentguard init` again")


def _programs(checkup: Checkup) -> Iterator[Ailment]:
    """Tells which of our programs is missing where entries that name no path look for it."""
    asked = {
        _AGENT_PROGRAM: any(agent.installed for agent in checkup.agents),
        _GIT_PROGRAM: any(hook.by not in {None, "file", "configuration"} for hook in checkup.hooks),
    }
    for program, is_asked in asked.items():
        if is_asked and program not in checkup.around.programs:
            text = f"`{program}` is not on PATH: entries that are committed call it by its name, and refuse everything"
            yield _ailment(
                "program-off-path", _ERROR, text, "put the folder of `agentguard` on PATH, or `pipx install agentguard`"
            )


def _doors(doors: Sequence[Door]) -> Iterator[Ailment]:
    for door in doors:
        if door.state is State.OPEN:
            yield _ailment("door-open", _ERROR, f"{door.title} ({door.where}): {door.evidence}")


def _beyond(checkup: Checkup) -> Iterator[Ailment]:
    if checkup.ci is False:
        text = "no workflow calls agentguard: CI is the one door that an agent on this machine cannot open"
        yield _ailment("no-ci", _NOTE, text, "agentguard check --base origin/main, on each pull request")


def _listed(roots: Sequence[Path]) -> str:
    named = ", ".join(f"`{_shown(root)}`" for root in roots[:_MOST_NAMED])
    return f"{named} and {len(roots) - _MOST_NAMED} more" if len(roots) > _MOST_NAMED else named


def _shown(path: Path) -> str:
    return printable(str(path))
