"""What installing, taking out and proving agentguard's hooks is told in."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from agentguard.analyzer.model.changes import Skipped
from agentguard.analyzer.model.findings import Severity
from agentguard.analyzer.model.value import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Worktree:
    """One worktree of the repository, and where git looks for its hooks.

    Attributes:
        root: its top folder.
        hooks: the effective folder; it need not exist.
        hooks_path: `core.hooksPath` as it is configured there, None where it is not.
        scope: where that is configured: `local`, `worktree`, `global` or `system`.
    """

    root: Path
    hooks: Path
    hooks_path: str | None = None
    scope: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Premises:
    """What there is for hooks to be put into.

    Attributes:
        root: the top folder of this worktree, None for a bare repository.
        common_dir: the git directory that all worktrees share.
        git: git's version.
        here: this worktree, or the bare repository.
        worktrees: all of them, the main one first.
        files: which of the files that matter are at the top of this worktree.
        programs: which of the programs that matter are on PATH.
        config: every `hook.*` setting that counts here, values in order, by key.
    """

    root: Path | None
    common_dir: Path
    git: tuple[int, ...]
    here: Worktree
    worktrees: tuple[Worktree, ...]
    files: frozenset[str]
    programs: frozenset[str]
    config: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteFile:
    """A file that comes, changes or goes.

    Attributes:
        path: where it really is, links followed.
        name: what to call it.
        before: None where there is none.
        after: None where it is to go.
        executable: it is run by git.
        why: in a clause.
        shared: it is committed, so that others get it.
        keeps: it is somebody else's; what it held is kept, so that it can be given back byte for byte.
    """

    path: Path
    name: str
    before: bytes | None
    after: bytes | None
    executable: bool = False
    why: str = ""
    shared: bool = False
    keeps: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepHook:
    """A hook of the user's that goes on being called, under another name."""

    path: Path
    kept: Path
    name: str

    @property
    def kept_name(self) -> str:
        """The other name, as it is called in messages."""
        return str(Path(self.name).with_name(self.kept.name))


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreHook:
    """A hook of the user's that gets its own name back."""

    path: Path
    kept: Path
    name: str

    @property
    def kept_name(self) -> str:
        """The other name, as it is called in messages."""
        return str(Path(self.name).with_name(self.kept.name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Configure:
    """A setting in the repository's own configuration; no values at all = not set."""

    key: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    why: str = ""


Step = WriteFile | KeepHook | RestoreHook | Configure


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be done, in order.

    Attributes:
        agents: the hosts that it is about.
        steps: none = everything is as it should be.
        advice: what is left for a person to do.
        skipped: what was left alone, and why.
    """

    agents: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    advice: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupReport:
    """A plan, and whether it was carried out; `command` is `init` or `uninstall`."""

    command: str
    plan: Plan
    applied: bool


class State(StrEnum):
    """Names how a door was found."""

    HOLDS = "holds"
    OPEN = "open"
    OFF = "off"
    UNPROVEN = "unproven"


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What a live try at one door showed.

    Attributes:
        number: 1 before a command, 2 at the index, 3 at the commit, 4 for a commit with `--no-verify`.
        title: what it is.
        where: the agent, or the hook.
        state: HOLDS = the sweep was stopped or noted; OPEN = it went through; OFF = nothing is installed there.
        evidence: what was tried and what happened, in a clause.
        seconds: how long that took.
    """

    number: int
    title: str
    where: str
    state: State
    evidence: str
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ailment:
    """A way in which the protection is off, or weaker than it seems.

    Attributes:
        name: in kebab case.
        severity: ERROR = a door is off; WARNING = it may be.
        message: what is wrong and where.
        help: what to do, a command where there is one.
        fixable: `--fix` mends it.
    """

    name: str
    severity: Severity
    message: str
    help: str | None = None
    fixable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorReport:
    """Everything that was tried and found.

    Attributes:
        git: its version.
        doors: what was tried, by number.
        ailments: what was found, the worst first.
        fixed: what was done about it before; None where that was not asked.
        skipped: what was not tried, and why.
    """

    git: tuple[int, ...]
    doors: tuple[Door, ...]
    ailments: tuple[Ailment, ...]
    fixed: Plan | None = None
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentFacts:
    """How one agent's settings are.

    Attributes:
        host: its name.
        title: what it is called in messages.
        name: of the settings file that has our entries, or would get them.
        installed: it has entries of ours.
        current: they are those of this version.
        switched_off: settings files that switch all hooks off.
        base: where worktrees of its subagents begin, as its settings say; None where they say nothing.
        missing: worktrees that lack the entries.
        error: why its settings cannot be read.
    """

    host: str
    title: str
    name: str
    installed: bool
    current: bool
    switched_off: tuple[str, ...] = ()
    base: str | None = None
    missing: tuple[Path, ...] = ()
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HookFacts:
    """How git's hook for one event is.

    Attributes:
        event: as git calls it.
        by: what calls us: `configuration`, `file`, `script` (one that is committed), `pre-commit`, `lefthook`; None
            where nothing does.
        trouble: why it does not work all the same, None where it does.
    """

    event: str
    by: str | None
    trouble: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """What can be seen of the protection without trying it.

    Attributes:
        around: what there is for hooks to be put into.
        agents: the hosts in use.
        hooks: the events that matter.
        deaf: worktrees in which git finds no hook of ours.
        framework: `pre-commit` or `lefthook`, where one is configured.
        framework_runs: git calls it at a commit.
        sessions: how many have worked in one and the same worktree, the most.
        journal_off: the journal is switched off.
        journal_damaged: how many of its records cannot be read.
        silent_days: how many days the index has been written without a record; 0 where all is well.
        processes: the words of processes can be read on this machine.
        switches: variables that switch hooks off, as they are set.
        leftovers: hooks of others that nothing calls any more.
        settings_error: what is wrong with the settings on the target, and what mends it.
        ci: CI is configured and calls agentguard; None where there is no CI.
    """

    around: Premises
    agents: tuple[AgentFacts, ...]
    hooks: tuple[HookFacts, ...]
    deaf: tuple[Path, ...] = ()
    framework: str | None = None
    framework_runs: bool = True
    sessions: int = 0
    journal_off: bool = False
    journal_damaged: int = 0
    silent_days: int = 0
    processes: bool = True
    switches: tuple[str, ...] = ()
    leftovers: tuple[str, ...] = ()
    settings_error: tuple[str, str | None] | None = None
    ci: bool | None = None
