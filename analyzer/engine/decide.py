"""Decides on a shell command before it runs: would it stage, commit or stash a path that it does not name?

Most commands are told by their words alone. What needs git, the settings or a journal is imported and read only then.
"""

from collections.abc import Mapping
from pathlib import Path

from agentguard.analyzer.commandline import read_command
from agentguard.analyzer.engine.asking import Asker
from agentguard.analyzer.model.commands import Breadth, CommandReading, GitCall
from agentguard.analyzer.model.decisions import ALLOWED, Decision

_OTHER_SHELL = "a command in another language than that of POSIX shells"
_ADDING = frozenset({"add", "stage"})


def decide_command(text: str, asker: Asker) -> Decision:
    """Decides on a command line.

    Args:
        text: as a shell would get it.
        asker: whose it is.

    Raises:
        AgentguardError: git is missing, the settings are wrong, or git failed.
    """

    def aliases() -> Mapping[str, str]:
        from agentguard.analyzer.gather.taking import aliases_around  # noqa: PLC0415 - seldom asked for

        return aliases_around(asker.folder)

    reading = read_command(text, aliases)
    calls = tuple(call for call in reading.calls if _matters(call, asker.folder))
    if not calls and not reading.unknown:
        return ALLOWED
    from agentguard.analyzer.engine.sweeping import decide_reading  # noqa: PLC0415 - most commands need no more

    return decide_reading(CommandReading(calls=calls, unknown=reading.unknown), asker)


def decide_unread(text: str, asker: Asker) -> Decision:
    """Decides on a command line in a language that nobody reads here.

    Args:
        text: as its shell would get it.
        asker: whose it is.
    """
    if "git" not in text.casefold():
        return ALLOWED
    from agentguard.analyzer.engine.sweeping import decide_reading  # noqa: PLC0415 - most have no such shell

    return decide_reading(CommandReading(unknown=(_OTHER_SHELL,)), asker)


def _matters(call: GitCall, folder: Path | None) -> bool:
    """Tells whether a call may take in what it does not name; of a name, only whether it is a folder can be seen."""
    if call.breadth in {Breadth.SWEEP, Breadth.UNKNOWN}:
        return True
    if call.breadth not in {Breadth.NAMED, Breadth.FOLDER} or call.words[:1] not in {(word,) for word in _ADDING}:
        return False
    if call.folder is None or folder is None:
        return False
    start = folder / call.folder
    return call.breadth is Breadth.FOLDER or any(is_folder(start, name) for name in call.pathspecs)


def is_folder(start: Path, name: str) -> bool:
    """Tells whether a pathspec names a folder.

    Args:
        start: where it counts from.
        name: the pathspec; one with magic names none.
    """
    if name.startswith(":"):
        return False
    place = start / name
    try:
        return place.is_dir() and not place.is_symlink()
    except (OSError, ValueError):
        return False
