"""Decides what `agentguard init` does; writes nothing."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from agentguard.analyzer.gather.premises import read_premises
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.changes import Skipped
from agentguard.analyzer.model.setup import Plan, Premises, Step, Worktree, WriteFile
from agentguard.analyzer.model.value import dataclass
from agentguard.coordinator.setup import agents, configured, hookfiles, lefthook, precommit
from agentguard.coordinator.setup.commands import JOURNAL, NET, PRIVATE, STAGES, wanted_events
from agentguard.coordinator.setup.exclude import plan_exclude
from agentguard.coordinator.setup.places import place_of, read_file, require_writable

_COMMIT = STAGES[0]
_AGENT_PROGRAM = "agentguard-hook-agent"


@dataclass(frozen=True, slots=True, kw_only=True)
class InitRequest:
    """What a user asks of `init`.

    Attributes:
        agents: hosts to install for; none = those that the repository shows signs of.
        local: nothing that is committed is written.
        net: refuse commits with `--no-verify` as well.
        trailers: the settings want trailers in messages.
    """

    agents: tuple[str, ...] = ()
    local: bool = False
    net: bool = False
    trailers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A part of a plan, and the stages that need no hook of git's own any more."""

    steps: tuple[Step, ...] = ()
    stages: frozenset[str] = frozenset()
    advice: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()


def plan_init(repository: Repository, request: InitRequest) -> Plan:
    """Returns what would install agentguard in a repository.

    Raises:
        AgentguardError: a file cannot be read or must not be written; then nothing is to be done at all.
    """
    around = read_premises(repository)
    hosts = request.agents or agents.hosts_in_use(around)
    parts = [_agents(repository, around, hosts, request), _frameworks(around, request)]
    covered = frozenset(stage for part in parts for stage in part.stages)
    wanted = wanted_events(trailers=request.trailers, net=request.net or _has_net(around))
    parts.append(_hooks(repository, around, [event for event in wanted if event not in covered]))
    plan = Plan(
        agents=tuple(hosts),
        steps=tuple(step for part in parts for step in part.steps),
        advice=(*(line for part in parts for line in part.advice), *_hints(around, hosts)),
        skipped=tuple(entry for part in parts for entry in part.skipped),
    )
    _require_possible(plan)
    return plan


def _agents(repository: Repository, around: Premises, hosts: tuple[str, ...], request: InitRequest) -> _Part:
    if around.root is None:
        what = ", ".join(map(agents.title, hosts))
        return _Part(skipped=(Skipped(what=what, reason="a bare repository has no settings"),) if hosts else ())
    steps: list[Step] = []
    skipped: list[Skipped] = []
    hidden: list[str] = []
    for host in hosts:
        if request.local and agents.SETTINGS[host].private is None:
            reason = "it has no settings file that is private to a repository"
            skipped.append(Skipped(what=agents.title(host), reason=reason))
            continue
        name = agents.settings_file(host, local=request.local)
        path = place_of(around.root, name)
        before = read_file(path, name)
        after = agents.with_entries(before, host, name)
        hidden += [f"/{name}"] if request.local else []
        if before != after:
            why = f"{agents.title(host)} asks before commands, edits and subagents"
            steps.append(
                WriteFile(
                    path=path, name=name, before=before, after=after, why=why, shared=not request.local, keeps=True
                )
            )
    steps += plan_exclude(repository, hidden)
    return _Part(steps=tuple(steps), skipped=tuple(skipped))


def _frameworks(around: Premises, request: InitRequest) -> _Part:
    """Plans our entry in the configuration of what runs the hooks of commits here already."""
    if around.root is None or request.local:
        return _Part()
    skipped = tuple(
        Skipped(what=name, reason=f"call `agentguard-hook-git {_COMMIT}` in it by hand; nothing else can be added to")
        for name in lefthook.OTHERS
        if name in around.files
    )
    for name in (precommit.CONFIG, precommit.PREK, *lefthook.CONFIGS):
        if name in around.files:
            return replace(_framework(around, around.root, name), skipped=skipped)
    return _Part(skipped=skipped)


def _framework(around: Premises, root: Path, name: str) -> _Part:
    path = place_of(root, name)
    before = read_file(path, name) or b""
    if name in lefthook.CONFIGS:
        program = "lefthook"
        after = lefthook.with_commands(before, name)
        stages = frozenset(lefthook.stages_of(after, name))
    else:
        program = "pre-commit" if name == precommit.CONFIG else "prek"
        after = precommit.with_entry(before, name)
        stages = frozenset({_COMMIT})
    why = "judges each commit"
    changed = WriteFile(path=path, name=name, before=before, after=after, why=why, shared=True, keeps=True)
    missing = (
        () if hookfiles.is_called(around, program) else (f"git does not call {program} here yet: `{program} install`",)
    )
    return _Part(steps=(changed,) if before != after else (), stages=stages, advice=missing)


def _hooks(repository: Repository, around: Premises, events: list[str]) -> _Part:
    """Plans the hooks of git itself: in its configuration where it knows that, else as files."""
    if around.git >= configured.SINCE:
        moved = tuple(hookfiles.plan_removal(around.common_dir / "hooks", _shown(around, around.common_dir / "hooks")))
        return _Part(steps=(*configured.plan_settings(around.config, events), *moved))
    folder = Path(os.path.realpath(around.here.hooks))
    if folder.is_relative_to(os.path.realpath(around.common_dir)):
        return _Part(steps=tuple(_files(around, around.here.hooks, events)))
    holder = next((tree for tree in around.worktrees if folder.is_relative_to(os.path.realpath(tree.root))), None)
    if holder is None:
        reason = (
            f"core.hooksPath ({around.here.scope}) leads out of the repository, where nothing is written; git 2.54 or "
            "later can be given hooks without it"
        )
        return _Part(skipped=(Skipped(what=_shown(around, around.here.hooks), reason=reason),))
    return _in_worktrees(repository, around, holder, events)


def _in_worktrees(repository: Repository, around: Premises, holder: Worktree, events: list[str]) -> _Part:
    """Plans hooks in a folder of a worktree: what judges in the scripts that are committed, the rest beside them."""
    folder = around.here.hooks.relative_to(holder.root)
    is_husky = hookfiles.is_husky(folder)
    scripts = folder.parent if is_husky else folder
    steps: list[Step] = []
    for event in events:
        if event not in PRIVATE:
            name = str(scripts / event)
            steps += hookfiles.plan_script(place_of(holder.root, name), event, name, by_git=not is_husky)
    watching = [event for event in events if event in PRIVATE]
    if is_husky:
        # husky writes over its own hooks whenever it is installed; those that it does not know stay.
        watching = [event for event in watching if event in {JOURNAL, NET}]
    for place in _folders(around):
        steps += _files(around, place, watching)
    steps += plan_exclude(repository, [f"/{folder}/{event}" for event in watching])
    return _Part(steps=tuple(steps))


def _folders(around: Premises) -> list[Path]:
    """Returns the folders of hooks of all worktrees, but for those that are not there."""
    return sorted({tree.hooks for tree in around.worktrees if tree.hooks.is_dir()} | {around.here.hooks})


def _files(around: Premises, folder: Path, events: list[str]) -> Iterator[Step]:
    for event in events:
        yield from hookfiles.plan_hook(folder, event, _shown(around, folder / event))


def _shown(around: Premises, path: Path) -> str:
    """Names a file as somebody in this worktree would."""
    top = around.root or around.common_dir
    return str(path.relative_to(top)) if path.is_relative_to(top) else str(path)


def _has_net(around: Premises) -> bool:
    """Tells whether commits with `--no-verify` are refused already; that stays so."""
    return f"hook.agentguard-{NET}.event" in around.config or hookfiles.find_hook(around.here.hooks, NET) is not None


def _hints(around: Premises, hosts: tuple[str, ...]) -> Iterator[str]:
    for host, settings in agents.SETTINGS.items():
        if host not in hosts and settings.program in around.programs:
            yield f"`{settings.program}` is on PATH: `agentguard init --agent {host}` guards {agents.title(host)} too"
    if hosts and _AGENT_PROGRAM not in around.programs:
        yield f"`{_AGENT_PROGRAM}` is not on PATH: put `agentguard`'s folder there, or agents are refused everything"
    if not hosts and not around.programs.intersection(one.program for one in agents.SETTINGS.values()):
        yield f"no sign of an agent here: `agentguard init --agent {next(iter(agents.SETTINGS))}` guards one"


def _require_possible(plan: Plan) -> None:
    """Refuses the whole plan where one file must not be written."""
    for step in plan.steps:
        if isinstance(step, WriteFile):
            require_writable(step.path, step.name)
