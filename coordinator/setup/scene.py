"""A repository that is thrown away, with the hooks of the one that is examined: what is tried there hurts nobody."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.git.temporary import temporary_folder
from agentguard.analyzer.git.trial import Trial, run_trial
from agentguard.analyzer.model.setup import Checkup
from agentguard.analyzer.model.value import dataclass
from agentguard.analyzer.sessions import IDS, MARKS
from agentguard.coordinator.setup import lefthook, precommit
from agentguard.coordinator.setup.commands import call, hook_lines, shared_lines
from agentguard.coordinator.setup.text.block import with_block
from agentguard.coordinator.setup.text.source import Source

SESSION = "agentguard-doctor"
_WHO = ("user.name=agentguard doctor", "user.email=doctor@example.invalid")
_PLAIN = ("commit.gpgSign=false", "gc.auto=0", "maintenance.auto=false", "core.fsmonitor=false")
# What an agent leaves behind while it works on something else: three topics, none of them named.
SWEPT = {
    "src/embed/client.py": "def fetch(url):\n    return url\n",
    "reports/run-1.txt": "started\n",
    "ideas/later.txt": "another way\n",
}
_HOOK_MODE = 0o755


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The repository, and the environment of an agent that works there.

    Attributes:
        main: its main worktree.
        linked: a second one.
        environment: of every program that is started there.
    """

    main: Path
    linked: Path
    environment: Mapping[str, str]

    def run(self, *words: str, cwd: Path | None = None, stdin: bytes = b"", seconds: float = 30) -> Trial:
        """Runs a program, in the main worktree unless another folder is named."""
        return run_trial(words, cwd=cwd or self.main, environment=self.environment, stdin=stdin, seconds=seconds)

    def git(self, *words: str, cwd: Path | None = None) -> Trial:
        """Runs git, hooks and all."""
        settings = [part for setting in (*_WHO, *_PLAIN) for part in ("-c", setting)]
        return self.run("git", *settings, *words, cwd=cwd)

    def litter(self, cwd: Path) -> None:
        """Leaves files of several topics in a worktree."""
        for name, text in SWEPT.items():
            path = cwd / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)


@contextmanager
def scene(checkup: Checkup, settings: Mapping[str, bytes], environment: Mapping[str, str]) -> Iterator[Scene]:
    """Makes a repository with two worktrees, one commit and the hooks that work in the one that is examined.

    Args:
        checkup: what is known of that one.
        settings: agentguard's own settings there, by path.
        environment: of the one who asks.

    Raises:
        AgentguardError: git cannot make it.
    """
    with temporary_folder() as made_folder:
        folder = Path(os.path.realpath(made_folder))
        made = Scene(main=folder / "main", linked=folder / "linked", environment=_environment(environment, folder))
        made.main.mkdir()
        _require(made.git("init", "--quiet", "--template=", "--initial-branch=main"))
        for name, content in {"README": b"a place to try\n", **settings, **_framework_files(checkup)}.items():
            (made.main / name).write_bytes(content)
        _require(made.git("add", "--all"))
        _require(made.git("commit", "--quiet", "--message=start"))
        _install(made, checkup)
        _require(made.git("worktree", "add", "--quiet", "-b", "linked", str(made.linked)))
        relative = _relative_folder(checkup)
        if relative is not None and not checkup.deaf:
            _write_hooks(made.linked / relative, checkup)
        yield made


def _environment(inherited: Mapping[str, str], folder: Path) -> dict[str, str]:
    named = {name for name, _ in (*IDS, *MARKS)}
    kept = {
        name: value
        for name, value in inherited.items()
        if name not in named and not name.startswith(("GIT_", "PRE_COMMIT", "PREK_", "LEFTHOOK"))
    }
    return kept | {
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
        "XDG_STATE_HOME": str(folder / "state"),
        "PRE_COMMIT_HOME": str(folder / "cache"),
        "PREK_HOME": str(folder / "cache"),
        "AGENTGUARD_SESSION": SESSION,
        "LC_ALL": "C",
    }


def _install(made: Scene, checkup: Checkup) -> None:
    """Puts in the hooks that work there, into a folder that is found from a linked worktree or not, as there."""
    for hook in checkup.hooks:
        if hook.by == "configuration" and hook.trouble is None:
            _configure(made, hook.event)
    relative = _relative_folder(checkup)
    if relative is None:
        _write_hooks(made.main / ".git" / "hooks", checkup)
        return
    _require(made.git("config", "--local", "core.hooksPath", str(relative)))
    _write_hooks(made.main / relative, checkup)
    exclude = made.main / ".git" / "info" / "exclude"
    exclude.parent.mkdir(exist_ok=True)
    exclude.write_text(f"/{relative}/\n")


def _relative_folder(checkup: Checkup) -> Path | None:
    """Returns the folder of hooks where it is one of each worktree."""
    value = checkup.around.here.hooks_path
    root = checkup.around.here.root
    if value is None or Path(value).is_absolute() or not checkup.around.here.hooks.is_relative_to(root):
        return None
    return checkup.around.here.hooks.relative_to(root)


def _write_hooks(folder: Path, checkup: Checkup) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for hook in checkup.hooks:
        theirs = checkup.around.here.hooks / hook.event
        if hook.trouble is not None or hook.by in {None, "configuration"}:
            continue
        if hook.by in {"file", "script"}:
            lines = hook_lines(hook.event) if hook.by == "file" else shared_lines(hook.event)
            _write_hook(
                folder / hook.event, with_block(Source(text="#!/bin/sh\n"), lines).encode("utf-8", "surrogateescape")
            )
        elif theirs.is_relative_to(checkup.around.common_dir) and theirs.is_file():
            # What a framework has put there for the user, not what came with the repository.
            _write_hook(folder / hook.event, theirs.read_bytes())


def _configure(made: Scene, event: str) -> None:
    for key, value in (("command", call(event)), ("event", event)):
        _require(made.git("config", "--local", f"hook.agentguard-{event}.{key}", value))


def _framework_files(checkup: Checkup) -> dict[str, bytes]:
    """Returns a configuration in which a framework calls us, and nothing else."""
    if not any(hook.by == checkup.framework for hook in checkup.hooks) or checkup.framework is None:
        return {}
    if checkup.framework == "lefthook":
        return {lefthook.CONFIGS[0]: lefthook.alone()}
    return {precommit.CONFIG: precommit.alone()}


def _write_hook(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    path.chmod(_HOOK_MODE)


def _require(trial: Trial) -> None:
    if trial.code:
        raise AgentguardError(f"nothing can be tried: git failed in a new repository: {trial.stderr.strip()}")
