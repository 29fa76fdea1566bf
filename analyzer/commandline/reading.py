"""Reads one command line."""

from collections.abc import Callable, Mapping

from agentguard.analyzer.commandline.aliases import lower_names
from agentguard.analyzer.commandline.scope import Scope
from agentguard.analyzer.commandline.shell import Shell
from agentguard.analyzer.commandline.word import Word
from agentguard.analyzer.languages.deadline import Deadline, OutOfTimeError
from agentguard.analyzer.model.commands import CommandReading

_SECONDS = 0.7


def reading_of(text: str, aliases: Mapping[str, str] | Callable[[], Mapping[str, str]]) -> CommandReading:
    """Tells every run of git in a command line, and what could hide others.

    Args:
        text: what an agent is about to give to a shell.
        aliases: git's configured aliases, by name; a function is called when a word could be one.
    """
    shell = Shell(_finder(aliases), Deadline(_SECONDS))
    try:
        shell.text(Word(text.replace("\0", "")), Scope())
    except (OutOfTimeError, RecursionError):
        shell.give_up(text)
    return CommandReading(calls=tuple(shell.calls), unknown=tuple(shell.unknown))


def _finder(aliases: Mapping[str, str] | Callable[[], Mapping[str, str]]) -> Callable[[str], Word | None]:
    found: dict[str, Word] | None = None

    def find(name: str) -> Word | None:
        nonlocal found
        if found is None:
            found = lower_names(aliases() if callable(aliases) else aliases)
        return found.get(name)

    return find
