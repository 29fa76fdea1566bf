"""What the hooks of git run: which events, and the lines of shell that call us."""

import shutil
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path
from shlex import quote

from agentguard import coordinator
from agentguard.analyzer.errors import AgentguardError

PROGRAM = "agentguard-hook-git"
# What judges a commit, a merge, a message, a push; answered by one program for all.
STAGES = ("pre-commit", "pre-merge-commit", "commit-msg", "pre-push")
TRAILERS = "prepare-commit-msg"
NET = "reference-transaction"
# Written in shell: they run at every command of git, and must cost nothing.
JOURNAL = "post-index-change"
NATIVE = (JOURNAL, "post-checkout")
# Where hooks are committed, these are private all the same: what they run is named by its place on this machine.
PRIVATE = (*NATIVE, NET)
EVENTS = (*STAGES, TRAILERS, *PRIVATE)
_FED = frozenset({"pre-push", NET})
_INSTALL = "pip install agentguard"


def program() -> Path:
    """Returns where the program of the commit-time hooks is installed.

    Raises:
        AgentguardError: it is not.
    """
    folders = (Path(sys.executable).parent, Path(sysconfig.get_path("scripts")))
    for folder in folders:
        if (folder / PROGRAM).is_file():
            return folder / PROGRAM
    found = shutil.which(PROGRAM)
    if found is None:
        raise AgentguardError(
            f"`{PROGRAM}` is not installed", f"`{_INSTALL}` into the environment that runs agentguard"
        )
    return Path(found)


def is_installed() -> bool:
    """Tells whether that program is there."""
    try:
        program()
    except AgentguardError:
        return False
    return True


def native_hook(event: str) -> Path:
    """Returns where the shell script for an event is installed."""
    return Path(coordinator.__path__[0]).parent / "hooks" / "native" / event


def call(event: str) -> str:
    """Returns the shell command that git is told to run by its configuration; it puts the arguments behind it.

    `exec` keeps git the parent of what runs. What watches says nothing when it is gone; what judges refuses.
    """
    if event in STAGES or event == TRAILERS:
        path = quote(str(program()))
        return f"test -x {path} || {{ {_gone(event)}; }}; exec {path} {event}"
    path = quote(str(native_hook(event)))
    return f"test ! -r {path} || exec /bin/sh {path}"


def _gone(event: str) -> str:
    said = f"agentguard is gone and cannot judge this {event}: {_INSTALL}, or take it out: "
    return f'echo {quote(said)}"git config --remove-section hook.agentguard-{event}" >&2; exit 1'


def hook_lines(event: str) -> list[str]:
    """Returns the lines of a hook file of ours, beside which the user's own stands as `.agentguard-kept`.

    What judges is called behind it, since it may still change what is staged; what only watches is called before it,
    so that its answer stands.
    """
    kept = 'kept="$0.agentguard-kept"'
    if event in NATIVE:
        path = quote(str(native_hook(event)))
        return [kept, f'[ ! -r {path} ] || /bin/sh {path} "$@"', '[ ! -x "$kept" ] || exec "$kept" "$@"']
    calls = _private_calls(event)
    if event in _FED:
        return [
            kept,
            "input=$(cat)",
            'feed() { [ -z "$input" ] || printf "%s\\n" "$input"; }',
            '[ ! -x "$kept" ] || feed | "$kept" "$@" || exit',
            *calls[:-1],
            f"feed | {calls[-1].removeprefix('exec ')}",
        ]
    return [kept, '[ ! -x "$kept" ] || "$kept" "$@" || exit', *calls]


def _private_calls(event: str) -> list[str]:
    if event not in STAGES and event != TRAILERS:
        path = quote(str(native_hook(event)))
        return [f"[ -r {path} ] || exit 0", f'exec /bin/sh {path} "$@"']
    missing = f"agentguard is gone and cannot judge this {event}: {_INSTALL}, or delete "
    return [
        f"program={quote(str(program()))}",
        f'[ -x "$program" ] || program=$(command -v {PROGRAM}) || {{',
        f'    echo {quote(missing)}"$0" >&2',
        "    exit 1",
        "}",
        f'exec "$program" {event} "$@"',
    ]


def shared_lines(event: str) -> list[str]:
    """Returns the lines that call us in a script that others have as well, who may not have the program."""
    missing = f"{PROGRAM} is missing, and the hooks of this repository require it. Run: {_INSTALL}"
    check = f"command -v {PROGRAM} >/dev/null || {{ echo {quote(missing)} >&2; exit 1; }}"
    if event not in _FED:
        return [check, f'{PROGRAM} {event} "$@" || exit']
    return [
        check,
        "agentguard_input=$(cat)",
        f'printf "%s\\n" "$agentguard_input" | {PROGRAM} {event} "$@" || exit',
        "exec <<agentguard_input_ends",
        "$agentguard_input",
        "agentguard_input_ends",
    ]


def wanted_events(*, trailers: bool, net: bool, stages: Sequence[str] = STAGES) -> tuple[str, ...]:
    """Returns the events to be installed.

    Args:
        trailers: the settings want trailers in messages.
        net: commits with `--no-verify` are to be refused as well.
        stages: what judges.
    """
    return (*stages, *((TRAILERS,) if trailers else ()), *NATIVE, *((NET,) if net else ()))
