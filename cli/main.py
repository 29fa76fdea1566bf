"""The program: finds the command, and turns every error into a message and an exit code."""

import errno
import gc
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import click

from agentguard.analyzer.errors import AgentguardError
from agentguard.cli.console import Looks, discard, show_error, wants_color, write
from agentguard.cli.summaries import COMMANDS, join_help
from agentguard.cli.usage import explain_usage, unknown_command

_EXAMPLES = [
    ("audit", "which past commits swept in what did not belong to them?"),
    ("check --base origin/main", "is this branch safe to land?"),
    ("footprint HEAD", "which symbols did the last commit write and read?"),
]
_FAILED, _BUG, _INTERRUPTED = 2, 3, 130
_SELDOM = 50_000
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_ENDING = [number for name in ("SIGTERM", "SIGHUP") if (number := getattr(signal, name, None)) is not None]


class _Commands(click.Group):
    """Imports a command's module only when the command runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"agentguard.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS:
            raise unknown_command(args[0], list(COMMANDS))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=_Commands,
    help=join_help("Find and refuse commits that damage the work of others", _EXAMPLES),
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    subcommand_metavar="COMMAND ...",
)
@click.option(
    "--version", "shows_version", is_flag=True, help="Print the version and exit; with -v those of git and Python too."
)
@click.option(
    "-C", "directory", metavar="DIR", help="Run as if started in DIR; it may stand behind the command as well."
)
@click.option("-v", "--verbose", is_flag=True, help="Say more; likewise.")
@click.pass_context
def program(context: click.Context, *, shows_version: bool, directory: str | None, verbose: bool) -> None:
    """Holds the commands."""
    context.default_map = {name: {"directory": directory, "verbose": verbose} for name in COMMANDS}
    if shows_version:
        write(sys.stdout, _versions(verbose=verbose))
        context.exit()
    if context.invoked_subcommand is None:
        write(sys.stderr, context.get_help() + "\n")
        context.exit(_FAILED)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command line.

    Args:
        arguments: without the program's name; None for those that the process was started with.

    Returns:
        0 done, 1 findings, 2 it cannot be done as asked, 3 a bug of ours, 130 interrupted.

    Raises:
        SystemExit: the process was told to end.
    """
    _end_in_order()
    # Nearly all that a run reads stays to its end; looking at it again and again cost up to a sixth of the time.
    gc.set_threshold(_SELDOM)
    given = list(sys.argv[1:] if arguments is None else arguments)
    looks = Looks()
    try:
        return int(program.main(given, "agentguard", standalone_mode=False, obj=looks) or 0)
    except (KeyboardInterrupt, click.Abort):
        return _INTERRUPTED
    except click.ClickException as error:
        return _refuse(explain_usage(error), looks, _FAILED)
    except AgentguardError as error:
        return _refuse(error, looks, _FAILED)
    except Exception as error:  # noqa: BLE001 - the boundary: everything else is a bug of ours
        return _report(error, given, looks)


def _report(error: Exception, given: Sequence[str], looks: Looks) -> int:
    if isinstance(error, OSError) and error.errno in _FULL:
        discard(sys.stdout)
        return _refuse(AgentguardError(f"no more can be written: {error.strerror}"), looks, _FAILED)
    from agentguard.coordinator.crash import report_crash  # noqa: PLC0415 - needed only now

    crash = report_crash(error, "agentguard", given)
    if crash.unsaved is not None:
        write(sys.stderr, crash.unsaved)
    return _refuse(crash.error, looks, _BUG)


def _end_in_order() -> None:
    """Lets what was started be ended and what was made be removed, when a job is cancelled or a terminal closed."""
    for number in _ENDING:
        # What is ignored stays so, as below `nohup`.
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)


def _end(number: int, frame: object) -> NoReturn:
    del frame
    raise SystemExit(128 + number)


def _refuse(error: AgentguardError, looks: Looks, code: int) -> int:
    show_error(error, color=wants_color(looks.color, sys.stderr))
    return code


def _versions(*, verbose: bool) -> str:
    from importlib.metadata import version  # noqa: PLC0415 - 25 ms that nothing else needs

    lines = [f"agentguard {version('agentguard')}"]
    if verbose:
        import platform  # noqa: PLC0415 - likewise

        from agentguard.analyzer.git.process import require_git  # noqa: PLC0415 - starts git

        lines.append(f"git {'.'.join(map(str, require_git()))}")
        lines.append(f"Python {platform.python_version()}")
    return "\n".join(lines) + "\n"
