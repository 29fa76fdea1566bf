"""Says in our own words what click found wrong with a command line."""

import re
from difflib import get_close_matches

import click

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.report.clean import clean


def explain_usage(error: click.ClickException) -> AgentguardError:
    """Turns an error of click into one of ours."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    command = context.command_path if context else "agentguard"
    match error:
        case click.NoSuchOption(option_name=name):
            near = _near(name, context)
            hint = f"did you mean `{near}`?" if near else f"`{command} --help` lists the options"
            return AgentguardError(f"no option named `{clean(name)}`", hint)
        case click.MissingParameter(param=click.Parameter() as parameter):
            return AgentguardError(f"`{parameter.human_readable_name}` is missing", _usage(context))
        case click.BadParameter():
            return AgentguardError(_plain(error.format_message()), f"`{command} --help` says what it takes")
    return AgentguardError(_plain(error.format_message()), _usage(context))


def unknown_command(name: str, known: list[str]) -> AgentguardError:
    """Names the command that was meant, or all of them."""
    near = get_close_matches(name, known, n=1)
    hint = f"did you mean `agentguard {near[0]}`?" if near else f"the commands are: {', '.join(sorted(known))}"
    return AgentguardError(f"no command named `{clean(name)}`", hint)


def _near(name: str, context: click.Context | None) -> str | None:
    known = (
        [option for parameter in context.command.get_params(context) for option in parameter.opts] if context else []
    )
    near = get_close_matches(name, [option for option in known if option.startswith("--")], n=1)
    return near[0] if near else None


def _usage(context: click.Context | None) -> str | None:
    return context.get_usage().replace("Usage: ", "usage: ", 1) if context else None


def _plain(text: str) -> str:
    """Writes click's sentence as a clause: lower case, backquotes, no full stop."""
    text = re.sub(r"'([^']*)'|\(([^()]*)\)$", r"`\1\2`", text.strip().removesuffix("."))
    return text[:1].lower() + text[1:]
