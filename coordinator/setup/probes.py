"""Tries each door in a repository that is thrown away: does a sweep get through?"""

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.git.trial import Trial
from agentguard.analyzer.model.setup import AgentFacts, Checkup, Door, State
from agentguard.coordinator.hosts import entry_command
from agentguard.coordinator.journal import read_journal
from agentguard.coordinator.setup.commands import JOURNAL, NET, STAGES
from agentguard.coordinator.setup.scene import SESSION, Scene, scene

_SWEEP = "git add -A"
_REFUSED = 2
_TITLES = {1: "before a command", 2: "at the index", 3: "at the commit", 4: "around the hooks"}
_LONGEST = 160


def try_doors(checkup: Checkup, settings: Mapping[str, bytes], environment: Mapping[str, str]) -> tuple[Door, ...]:
    """Returns what happened at each door.

    Args:
        checkup: how everything is installed.
        settings: agentguard's own settings in the repository that is examined, by path.
        environment: of the one who asks, as their programs have it.
    """
    with scene(checkup, settings, environment) as place:
        place.litter(place.main)
        doors = [_before_a_command(place, agent) for agent in checkup.agents]
        doors += _from_the_index_on(place, checkup, place.main, "main worktree")
        place.litter(place.linked)
        doors += _from_the_index_on(place, checkup, place.linked, "linked worktree")
    return tuple(sorted(doors, key=lambda door: door.number))


def _before_a_command(place: Scene, agent: AgentFacts) -> Door:
    if not agent.installed or agent.switched_off:
        why = "its hooks are switched off" if agent.switched_off else "it is not asked"
        return _door(1, agent.title, State.OFF, why)
    command = entry_command(agent.host, refuses=True)
    refused = _ask(place, command, _SWEEP)
    if refused.code != _REFUSED or "AG101" not in refused.stderr:
        return _door(1, agent.title, State.OPEN, f"`{_SWEEP}` was not refused: {_said(refused)}", refused.seconds)
    passed = _ask(place, command, "git status")
    if passed.code:
        return _door(1, agent.title, State.OPEN, f"`git status` was refused: {_said(passed)}", passed.seconds)
    return _door(1, agent.title, State.HOLDS, f"`{_SWEEP}` was refused, `git status` was not", refused.seconds)


def _ask(place: Scene, command: str, asked: str) -> Trial:
    """Asks as a host does, by the command that stands in its settings."""
    payload = {
        "hook_event_name": "PreToolUse",
        "session_id": SESSION,
        "cwd": str(place.main),
        "tool_name": "Bash",
        "tool_use_id": "doctor",
        "tool_input": {"command": asked},
    }
    return place.run("sh", "-c", command, stdin=json.dumps(payload, separators=(",", ":")).encode())


def _from_the_index_on(place: Scene, checkup: Checkup, root: Path, where: str) -> Iterator[Door]:
    by = {hook.event: hook.by for hook in checkup.hooks if hook.trouble is None}
    staged = place.git("add", "--all", cwd=root)
    if by.get(JOURNAL) is None:
        yield _door(2, where, State.OFF, f"git's `{JOURNAL}` does not call us")
    else:
        yield _at_the_index(root, where, staged)
    if by.get(STAGES[0]) is None:
        yield _door(3, where, State.OFF, f"git's `{STAGES[0]}` does not call us")
    else:
        yield _at_the_commit(place, root, where, by[STAGES[0]] or "")
    if by.get(NET) is not None:
        yield _around_the_hooks(place, root, where)


def _at_the_index(root: Path, where: str, staged: Trial) -> Door:
    with Repository.open(root) as repository:
        writes = read_journal(repository.place).index_writes
    argv = writes[-1].process.argv if writes else ()
    if argv[-2:] == ("add", "--all"):
        return _door(2, where, State.HOLDS, f"`{_SWEEP}` was noted", staged.seconds)
    return _door(2, where, State.OPEN, f"`{_SWEEP}` was not noted in the journal", staged.seconds)


def _at_the_commit(place: Scene, root: Path, where: str, by: str) -> Door:
    done, came = _commit(place, root, "--message=Fetch embeddings")
    if not came:
        if "AG101" in done.stderr + done.stdout:
            return _door(3, where, State.HOLDS, "a commit of what it staged was refused", done.seconds)
        return _door(3, where, State.UNPROVEN, f"a commit failed, but not by us: {_said(done)}", done.seconds)
    if by == "lefthook" and shutil.which("lefthook") is None:
        return _door(
            3, where, State.UNPROVEN, "`lefthook` is not on PATH, so nothing calls it outside of the repository"
        )
    return _door(3, where, State.OPEN, "a commit of what it staged went through", done.seconds)


def _around_the_hooks(place: Scene, root: Path, where: str) -> Door:
    done, came = _commit(place, root, "--no-verify", "--message=Fetch embeddings")
    if came:
        return _door(4, where, State.OPEN, "a commit with `--no-verify` went through", done.seconds)
    return _door(4, where, State.HOLDS, "a commit with `--no-verify` was refused", done.seconds)


def _commit(place: Scene, root: Path, *words: str) -> tuple[Trial, bool]:
    """Commits what is staged, and tells whether there is a new commit."""
    before = place.git("rev-parse", "HEAD", cwd=root).stdout
    done = place.git("commit", "--quiet", *words, cwd=root)
    return done, place.git("rev-parse", "HEAD", cwd=root).stdout != before


def _door(number: int, where: str, state: State, evidence: str, seconds: float = 0.0) -> Door:
    return Door(number=number, title=_TITLES[number], where=where, state=state, evidence=evidence, seconds=seconds)


def _said(trial: Trial) -> str:
    if trial.code is None:
        return "no answer in time"
    lines = [line.strip() for line in (trial.stderr or trial.stdout).splitlines() if line.strip()]
    return f"exit code {trial.code}" + (f", {lines[0][:_LONGEST]}" if lines else "")
