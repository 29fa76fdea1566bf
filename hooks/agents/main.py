"""Answers one call of a host: its JSON on stdin, exit code 0 or 2 and nothing more than the host asks for.

Only exit code 2 refuses on every host, and 1 lets the call through on most; so whatever happens here comes to one of
the two, by `on-error` of the settings.
"""

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import BinaryIO, NoReturn

from agentguard.analyzer.errors import AgentguardError
from agentguard.hooks.agents.answer import SILENCE, Answer, refuse, say, warn
from agentguard.hooks.agents.before import decide
from agentguard.hooks.agents.payload import Call, read_call
from agentguard.hooks.agents.table import DIALECTS, Dialect, Kind, Stage

PROGRAM = "agentguard-hook-agent"
# Far below the 30 s that the hosts are asked for.
SECONDS_BEFORE = 10.0
_SECONDS_AFTER = 60.0
_SECONDS_FOR_SETTINGS = 3.0
_MOST_BYTES = 64_000_000
_CHUNK = 1 << 20
_REFUSABLE = frozenset({Kind.SHELL, Kind.FOREIGN_SHELL, Kind.STARTER})
_FAILED = "--failed"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one call.

    Args:
        arguments: the host's name; behind it `--failed CODE` where an earlier try ended with another exit code.

    Returns:
        0 or 2.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    answer = answer_to(given, _read(sys.stdin.buffer))
    with suppress(OSError, ValueError):  # nobody reads
        sys.stdout.buffer.write(answer.out.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()
    with suppress(OSError, ValueError):
        sys.stderr.buffer.write(answer.err.encode("utf-8", "replace"))
        sys.stderr.buffer.flush()
    return answer.code


def answer_to(given: Sequence[str], data: bytes | None) -> Answer:
    """Returns the answer to one call, whatever is told.

    Args:
        given: the arguments.
        data: the payload; None for one that is larger than anything a host tells.
    """
    call: Call | None = None
    try:
        dialect = _dialect(given)
        if data is None:
            raise AgentguardError(f"what the host told is larger than {_MOST_BYTES:,} bytes")
        call = read_call(data, dialect)
        if _FAILED in given:
            raise AgentguardError(f"judging this call ended with exit code {given[-1]}, which is a bug in agentguard")
        with _deadline(_SECONDS_AFTER if call.stage in {Stage.AFTER, Stage.END} else SECONDS_BEFORE):
            return _answer(call, dialect)
    except AgentguardError as error:
        return _by_settings(call, error)
    except OSError as error:
        return _by_settings(call, AgentguardError(f"the system refused something: {error.strerror or error}"))
    except _TooLongError:
        return _by_settings(call, AgentguardError(f"judging this call took more than {SECONDS_BEFORE:g} s"))
    except Exception as error:  # noqa: BLE001 - the boundary: everything else is a bug of ours
        from agentguard.coordinator.crash import report_crash  # noqa: PLC0415 - needed only now

        return _by_settings(call, report_crash(error, PROGRAM, given).error)


def _answer(call: Call, dialect: Dialect) -> Answer:
    match call.stage:
        case Stage.BEFORE:
            return say(decide(call, dialect), call, dialect)
        case Stage.AFTER | Stage.END:
            _leave_group()
            from agentguard.hooks.agents.after import note_call, note_end  # noqa: PLC0415 - other calls need none of it

            (note_end if call.stage is Stage.END else note_call)(call)
            return SILENCE
        case Stage.START | Stage.PROMPT:
            from agentguard.hooks.agents.told import news_for  # noqa: PLC0415 - likewise

            return say(news_for(call), call, dialect)
        case _:
            return SILENCE


def _dialect(given: Sequence[str]) -> Dialect:
    dialect = DIALECTS.get(given[0]) if given else None
    if dialect is None:
        raise AgentguardError(f"`{PROGRAM}` takes the name of a host: {', '.join(DIALECTS)}")
    return dialect


def _read(stream: BinaryIO) -> bytes | None:
    """Reads to the end, also what is too much: Codex takes a closed pipe for a hook that failed."""
    chunks, size = [], 0
    with suppress(OSError):
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size <= _MOST_BYTES:
                chunks.append(chunk)
    return b"".join(chunks) if size <= _MOST_BYTES else None


def _by_settings(call: Call | None, error: AgentguardError) -> Answer:
    """Answers where we have failed ourselves; what can be refused is refused if the settings say so."""
    said = ". ".join(filter(None, (f"agentguard: {error.message}", error.hint)))
    before = call is None or call.stage is Stage.BEFORE
    refusable = before and (call is None or call.kind in _REFUSABLE)
    if refusable and _refuses_on_error(call):
        return refuse(f"{said}\nThe settings refuse what cannot be judged (`hooks.on-error`).")
    return warn(said) if before or (call is not None and call.stage in {Stage.START, Stage.PROMPT}) else SILENCE


def _refuses_on_error(call: Call | None) -> bool:
    """Reads the setting; the default where it cannot be read.

    Where the call could not be read either, the host has at least started us in its own folder.
    """
    from agentguard.analyzer.gather.settings import load_settings  # noqa: PLC0415 - needed only now
    from agentguard.analyzer.model.config import Answer as Setting  # noqa: PLC0415 - likewise
    from agentguard.hooks.agents.trees import worktree_of  # noqa: PLC0415 - likewise

    try:
        folder = call.folder if call is not None and call.folder is not None else Path.cwd()
        with _deadline(_SECONDS_FOR_SETTINGS), worktree_of(folder) as repository:
            if repository is None:
                return False
            return load_settings(repository).config.hooks.on_error is Setting.DENY
    except (AgentguardError, OSError, _TooLongError):
        return False


def _leave_group() -> None:
    """Goes on when the host ends its own processes."""
    with suppress(OSError, AttributeError):
        os.setsid()


class _TooLongError(BaseException):
    """Ends what takes too long; nothing on the way may take it for an error of its own."""


@contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, _end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _end(number: int, frame: FrameType | None) -> NoReturn:
    del number, frame
    raise _TooLongError
