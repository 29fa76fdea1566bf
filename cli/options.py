"""The options that commands share, spelled the same everywhere."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, chdir, contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import click

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.findings import Finding, Severity
from agentguard.analyzer.model.value import dataclass
from agentguard.cli.console import Color, Console, Format, Looks

Command = Callable[..., int]
Decorator = Callable[[Command], Command]
_NEVER = "never"
_STDOUT = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChoice:
    """The rules to run and to leave out, as the user named them."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    """When findings make a run fail."""

    level: str
    exit_zero: bool = False

    def exit_code(self, findings: Sequence[Finding]) -> int:
        """Returns 1 where a finding that nothing waives is as bad as the level or worse, else 0."""
        return self.code_of(finding.severity for finding in findings if finding.suppressed is None)

    def code_of(self, severities: Iterable[Severity]) -> int:
        """Returns 1 where one of these is as bad as the level or worse, else 0."""
        if self.level == _NEVER or self.exit_zero:
            return 0
        limit = Severity(self.level).rank
        return int(any(severity.rank <= limit for severity in severities))


def shared_options(*formats: Format) -> Decorator:
    """Gives a command the options of output and place; it is called with a `console`, in the folder asked for.

    Args:
        formats: in which its answer can be written, the default first.
    """

    def decorate(command: Command) -> Command:
        @wraps(command)
        def run(**values: Any) -> int:
            console = _console(values)
            with _inside(console.directory):
                console.check()
                return command(console=console, **values)

        return _with_options(run, _shared(formats))

    return decorate


def rule_options(command: Command) -> Command:
    """Gives a command `--select` and `--ignore`; it is called with `rules`, a `RuleChoice`."""

    @wraps(command)
    def run(*, select: tuple[str, ...], ignore: tuple[str, ...], **values: Any) -> int:
        return command(rules=RuleChoice(select=select, ignore=ignore), **values)

    select = "Run only these rules: codes, names or beginnings of codes, separated by commas; repeatable."
    return _with_options(
        run,
        [
            click.option("--select", metavar="RULES", multiple=True, callback=_words, help=select),
            click.option(
                "--ignore", metavar="RULES", multiple=True, callback=_words, help="Leave out these rules; repeatable."
            ),
        ],
    )


def fail_options(default: str) -> Decorator:
    """Gives a command `--fail-on` and `--exit-zero`; it is called with `failing`, a `Failing`."""

    def decorate(command: Command) -> Command:
        @wraps(command)
        def run(*, fail_on: str, exit_zero: bool, **values: Any) -> int:
            return command(failing=Failing(level=fail_on, exit_zero=exit_zero), **values)

        zero = "Exit with 0 whatever is found; what cannot be done still exits with 2."
        return _with_options(
            run,
            [
                click.option(
                    "--fail-on",
                    type=click.Choice([Severity.ERROR.value, Severity.WARNING.value, _NEVER]),
                    default=default,
                    show_default=True,
                    help="Exit with 1 where there is a finding of this severity or a worse one.",
                ),
                click.option("--exit-zero", is_flag=True, help=zero),
            ],
        )

    return decorate


def open_repository(console: Console) -> Repository:
    """Opens the repository of the folder that the run is in.

    The variables that git sets in its hooks name the repository of the current folder, not one named by `-C`.
    """
    return Repository.open(Path.cwd() if console.directory is not None else None)


def read_stdin() -> bytes:
    """Reads the patch that the SPEC `-` stands for; of one without an end only what shows that it is too large."""
    if sys.stdin is None:
        raise AgentguardError("stdin is closed", "`-` takes a patch from there")
    from agentguard.analyzer.changesets import MAX_PATCH_BYTES  # noqa: PLC0415 - help needs nothing of it

    return sys.stdin.buffer.read(MAX_PATCH_BYTES + 1)


def _with_options(command: Command, options: Sequence[Decorator]) -> Command:
    for option in reversed(options):
        command = option(command)
    return command


def _shared(formats: Sequence[Format]) -> list[Decorator]:
    return [
        click.option(
            "--format",
            "format_",
            type=click.Choice([one.value for one in formats]),
            help=f"How to write the answer.  [default: {formats[0]}]",
        ),
        click.option("--json", "as_json", is_flag=True, help="Short for --format json."),
        click.option(
            "--output", "-o", metavar="FILE", help="Write the answer to FILE, all of it or nothing; `-` is stdout."
        ),
        click.option("-C", "directory", metavar="DIR", help="Run as if started in DIR."),
        click.option("--quiet", "-q", is_flag=True, help="Leave out sums, hints and progress."),
        click.option(
            "--verbose", "-v", is_flag=True, help="Show all: notes, waived findings, what was skipped and why."
        ),
        click.option(
            "--color",
            type=click.Choice([one.value for one in Color]),
            default=Color.AUTO.value,
            show_default=True,
            is_eager=True,
            callback=_color,
            help="When to use colour; auto heeds NO_COLOR and asks whether the output is a terminal.",
        ),
    ]


def _console(values: dict[str, Any]) -> Console:
    """Takes the shared options out of what click parsed."""
    chosen, as_json, output = values.pop("format_"), values.pop("as_json"), values.pop("output")
    if as_json and chosen not in {None, Format.JSON}:
        raise AgentguardError(f"`--json` and `--format {chosen}` exclude each other", "leave one of them out")
    return Console(
        format=Format.JSON if as_json else Format(chosen or Format.TEXT),
        output=Path(output) if output not in {None, _STDOUT} else None,
        directory=values.pop("directory"),
        color=values.pop("color"),
        quiet=values.pop("quiet"),
        verbose=values.pop("verbose"),
    )


@contextmanager
def _inside(directory: str | None) -> Iterator[None]:
    with ExitStack() as stack:
        if directory is not None:
            try:
                stack.enter_context(chdir(directory))
            except (OSError, ValueError) as error:
                raise AgentguardError(f"no folder named `{directory}`", "`-C` takes the folder to run in") from error
        yield


def _color(context: click.Context, parameter: click.Parameter, value: str) -> Color:
    del parameter
    color = Color(value)
    looks = context.find_object(Looks)
    if looks is not None:
        looks.color = color
    return color


def _words(context: click.Context, parameter: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    del context, parameter
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip())
