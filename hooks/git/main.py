"""Runs one of git's hooks: finds the stage, and turns every error into a message and an exit code."""

import gc
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

from agentguard.analyzer.errors import AgentguardError
from agentguard.hooks.git.arguments import Arguments, read_arguments

PROGRAM = "agentguard-hook-git"
_FAILED, _BUG, _INTERRUPTED = 2, 3, 130
# What a hook reads stays to its end; looking at it again and again costs milliseconds.
_SELDOM = 50_000


def main(arguments: Sequence[str]) -> int:
    """Runs one stage.

    Args:
        arguments: the command line without the program's name.

    Returns:
        0 go on, 1 refused, 2 it cannot be judged as asked, 3 a bug of ours, 130 interrupted.

    Raises:
        SystemExit: the process was told to end.
    """
    gc.set_threshold(_SELDOM)
    for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        # What is ignored stays so, as below `nohup`; else what was made for this run would stay behind.
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)
    try:
        return _run(read_arguments(arguments))
    except KeyboardInterrupt:
        return _INTERRUPTED
    except AgentguardError as error:
        return _refuse(error, _FAILED)
    except Exception as error:  # noqa: BLE001 - the boundary: everything else is a bug of ours
        from agentguard.coordinator.crash import report_crash  # noqa: PLC0415 - needed only now

        crash = report_crash(error, PROGRAM, arguments)
        if crash.unsaved is not None:
            tell(crash.unsaved)
        return _refuse(crash.error, _BUG)


def _end(number: int, frame: object) -> NoReturn:
    del frame
    raise SystemExit(128 + number)


def _run(arguments: Arguments) -> int:
    match arguments.stage:
        case "pre-commit":
            from agentguard.hooks.git.commit import pre_commit as run  # noqa: PLC0415 - one stage runs, not seven
        case "pre-merge-commit":
            from agentguard.hooks.git.commit import pre_merge_commit as run  # noqa: PLC0415
        case "commit-msg":
            from agentguard.hooks.git.message import commit_msg as run  # noqa: PLC0415
        case "prepare-commit-msg":
            from agentguard.hooks.git.message import prepare_commit_msg as run  # noqa: PLC0415
        case "pre-push":
            from agentguard.hooks.git.push import pre_push as run  # noqa: PLC0415
        case "post-checkout":
            from agentguard.hooks.git.checkout import post_checkout as run  # noqa: PLC0415
        case _:
            from agentguard.hooks.git.transaction import reference_transaction as run  # noqa: PLC0415
    code, said = run(arguments)
    tell(said)
    return code


def tell(text: str) -> None:
    """Writes to stderr; where nobody reads, the exit code has to do."""
    try:
        sys.stderr.buffer.write(text.encode("utf-8", "replace"))
        sys.stderr.buffer.flush()
    except (OSError, ValueError, AttributeError):
        return


def _refuse(error: AgentguardError, code: int) -> int:
    from agentguard.analyzer.report.text.refusal import error_lines  # noqa: PLC0415 - needed only now

    tell(error_lines(error))
    return code
