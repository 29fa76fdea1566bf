"""Tells what a shell command would stage, commit or stash, from its text alone; runs nothing."""

# What `typing` has for this costs the fronts of hooks as much as half of Python's own start.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from agentguard.analyzer.model.commands import CommandReading


def read_command(
    text: str, aliases: "Mapping[str, str] | Callable[[], Mapping[str, str]] | None" = None
) -> "CommandReading":
    """Tells every run of git in a command line, and what could hide others; never raises.

    Args:
        text: what an agent is about to give to a shell.
        aliases: git's configured aliases, by name; a function is called when a word could be one.
    """
    # The fronts of hooks import `concern` from this package and nothing more.
    from agentguard.analyzer.commandline.reading import reading_of  # noqa: PLC0415

    return reading_of(text, aliases if aliases is not None else {})
