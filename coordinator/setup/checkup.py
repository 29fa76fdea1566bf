"""Sees how the protection is installed, and what could switch it off; tries nothing and changes nothing."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.gather.premises import read_premises
from agentguard.analyzer.gather.settings import load_settings
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.journal import Journal
from agentguard.analyzer.model.setup import Checkup, HookFacts, Premises
from agentguard.coordinator.journal import is_off, read_journal
from agentguard.coordinator.setup import configured, hookfiles, lefthook, precommit
from agentguard.coordinator.setup.commands import (
    JOURNAL,
    NATIVE,
    NET,
    PRIVATE,
    STAGES,
    TRAILERS,
    is_installed,
    native_hook,
)
from agentguard.coordinator.setup.inspection import inspect_agents
from agentguard.coordinator.setup.places import place_of, read_file

_DAY = 86_400
_PATIENCE = 7
_OFF = frozenset({"0", "false", "no", "off"})
_SWITCHES = ("LEFTHOOK", "HUSKY")
_SKIPS = ("SKIP", "PREK_SKIP", "LEFTHOOK_EXCLUDE")
_MOST_WORKFLOWS = 100


def check_up(repository: Repository, environment: Mapping[str, str]) -> Checkup:
    """Returns what can be seen of the protection of a repository.

    Args:
        repository: one of its worktrees.
        environment: of the one who asks, as that of their programs.
    """
    around = read_premises(repository)
    error, trailers = _settings(repository)
    framework, stages = _framework(around)
    journal = read_journal(repository.place)
    hooks = tuple(_hook(around, event, framework, stages) for event in _events(around, trailers=trailers))
    return Checkup(
        around=around,
        agents=inspect_agents(around, Path(environment.get("HOME") or "/")),
        hooks=hooks,
        deaf=tuple(_deaf(around, hooks)),
        framework=framework,
        framework_runs=framework is None or hookfiles.is_called(around, framework),
        sessions=_sessions(journal),
        journal_off=is_off(repository.place),
        journal_damaged=journal.damaged,
        silent_days=_silent_days(repository, journal),
        processes=Path("/proc/self/stat").exists() or shutil.which("ps") is not None,
        switches=tuple(_switches(environment)),
        leftovers=hookfiles.leftovers(around.here.hooks),
        settings_error=error,
        ci=_ci(around),
    )


def _settings(repository: Repository) -> tuple[tuple[str, str | None] | None, bool]:
    try:
        return None, load_settings(repository).config.hooks.trailers
    except AgentguardError as error:
        return (error.message, error.hint), False


def _events(around: Premises, *, trailers: bool) -> Iterator[str]:
    yield from STAGES
    if trailers:
        yield TRAILERS
    # husky has a `post-checkout` of its own, which it writes anew.
    yield from (event for event in NATIVE if event == JOURNAL or not hookfiles.is_husky(around.here.hooks))
    if f"hook.agentguard-{NET}.event" in around.config or hookfiles.find_hook(around.here.hooks, NET):
        yield NET


def _framework(around: Premises) -> tuple[str | None, tuple[str, ...]]:
    """Returns what runs the hooks of commits here, and at which stages it calls us."""
    for name in (precommit.CONFIG, precommit.PREK, *lefthook.CONFIGS):
        if around.root is None or name not in around.files:
            continue
        found = "lefthook" if name in lefthook.CONFIGS else "pre-commit"
        try:
            content = read_file(place_of(around.root, name), name) or b""
            if found == "lefthook":
                return found, tuple(stage for stage in STAGES if lefthook.calls_us(content, stage, name))
            return found, STAGES[:1] if precommit.has_entry(content, name) else ()
        except AgentguardError:
            return found, ()
    return None, ()


def _hook(around: Premises, event: str, framework: str | None, stages: tuple[str, ...]) -> HookFacts:
    if f"hook.agentguard-{event}.event" in around.config:
        trouble = _trouble_of_setting(around, event) or _trouble_of_program(event)
        return HookFacts(event=event, by="configuration", trouble=trouble)
    own = hookfiles.find_hook(around.here.hooks, event)
    found = own or _script(around, event)
    if found is not None:
        by = "file" if event in PRIVATE or found.is_relative_to(around.common_dir) else "script"
        trouble = _trouble_of_file(found, event, by_git=own is not None) or _trouble_of_program(event)
        return HookFacts(event=event, by=by, trouble=trouble)
    if event in stages:
        trouble = None if hookfiles.is_called(around, framework or "") else f"git does not call {framework} here"
        return HookFacts(event=event, by=framework, trouble=trouble)
    return HookFacts(event=event, by=None)


def _script(around: Premises, event: str) -> Path | None:
    """Returns the script that husky calls in its own hook's place, where we are called there."""
    folder = around.here.hooks
    place = folder.parent / event
    called = hookfiles.is_husky(folder) and os.access(folder / event, os.X_OK) and hookfiles.is_hook_of_ours(place)
    return place if called else None


def _trouble_of_setting(around: Premises, event: str) -> str | None:
    switch = configured.switched_off(around.config, event)
    if around.git < configured.SINCE:
        return "this git is too old for hooks in its configuration"
    if switch is not None:
        return f"`{switch}` switches it off"
    return (
        "it was made by another version or changed"
        if event not in configured.events_in(around.config, [event])
        else None
    )


def _trouble_of_file(place: Path, event: str, *, by_git: bool) -> str | None:
    # husky reads its scripts with a shell, whatever their mode.
    if by_git and not os.access(place, os.X_OK):
        return "it cannot be run"
    return None if hookfiles.is_current(place, event) else "it was made by another version or changed"


def _trouble_of_program(event: str) -> str | None:
    there = native_hook(event).is_file() if event in PRIVATE else is_installed()
    return None if there else "what it is to run is not installed"


def _deaf(around: Premises, hooks: tuple[HookFacts, ...]) -> Iterator[Path]:
    """Yields the worktrees in which git finds no hook of ours, although this one has them."""
    if not any(hook.event == JOURNAL and hook.by == "file" for hook in hooks):
        return
    for tree in around.worktrees:
        if hookfiles.find_hook(tree.hooks, JOURNAL) is None:
            yield tree.root


def _sessions(journal: Journal) -> int:
    known = [*(entry.session for entry in journal.entries), *(write.session for write in journal.index_writes)]
    return len({session.id for session in known if session is not None})


def _silent_days(repository: Repository, journal: Journal) -> int:
    """Counts the days for which the index was written and nothing noted; a refresh alone is no sign."""
    if not journal.index_writes:
        return 0
    try:
        written = repository.place.index.stat().st_mtime
    except OSError:
        return 0
    days = int((written - journal.index_writes[-1].time / 1e9) // _DAY)
    return days if days >= _PATIENCE else 0


def _switches(environment: Mapping[str, str]) -> Iterator[str]:
    for name in _SWITCHES:
        if environment.get(name, "").lower() in _OFF and name in environment:
            yield f"{name}={environment[name]}"
    for name in _SKIPS:
        if "agentguard" in environment.get(name, "").split(","):
            yield f"{name}={environment[name]}"


def _ci(around: Premises) -> bool | None:
    if around.root is None or ".github/workflows" not in around.files:
        return None
    with suppress(OSError):
        for path in sorted((around.root / ".github" / "workflows").iterdir())[:_MOST_WORKFLOWS]:
            with suppress(AgentguardError):
                name = f".github/workflows/{path.name}"
                if b"agentguard" in (read_file(place_of(around.root, name), name) or b""):
                    return True
    return False
