"""Names staged files in a message, and writes the commands that commit some of them or take them out."""

from collections.abc import Sequence
from posixpath import relpath
from shlex import quote

from agentguard.analyzer.model.staging import Staging
from agentguard.analyzer.printable import printable
from agentguard.analyzer.rules.paths import command, in_folders, shortest_cover

MOST_NAMED = 10
_LONGEST_NAME = 80
# A longer message would hide the paths behind it.
_LONGEST_WORD = 120


def named(paths: Sequence[str]) -> str:
    """Names a few paths; many are summed up by folder."""
    if len(paths) > MOST_NAMED:
        return printable(in_folders(paths))
    return ", ".join(_short(printable(path)) for path in paths)


def commit_of(staging: Staging, paths: Sequence[str]) -> str:
    """Writes the commit that takes these paths and no other, with the words of the one in progress."""
    return f"`{command(_start(staging), _from_here(staging, paths))}`"


def commit_by_name(staging: Staging) -> str:
    """Writes how a commit takes single paths, where nobody knows which are meant."""
    return f"`{_start(staging)} -- PATH...`"


def few(paths: Sequence[str], others: Sequence[str]) -> Sequence[str]:
    """Returns what to name for paths: themselves, or where they are many the folders that hold none of the others."""
    return paths if len(paths) <= MOST_NAMED else shortest_cover(paths, others)


def out_of_index(staging: Staging, paths: Sequence[str]) -> str:
    """Writes the command that makes these paths no part of the next commit; the files stay as they are."""
    start = "git restore --staged" if staging.has_parent else "git rm --cached -r -q"
    return f"`{command(start, _from_here(staging, paths))}`"


def _start(staging: Staging) -> str:
    words = " ".join(quote(word) if _is_short(word) else '"..."' for word in staging.commit or ("commit",))
    return f"git {words}"


def _from_here(staging: Staging, paths: Sequence[str]) -> list[str]:
    return [relpath(path, staging.prefix) if staging.prefix else path for path in paths]


def _is_short(word: str) -> bool:
    return word.isprintable() and len(word) <= _LONGEST_WORD


def _short(path: str) -> str:
    return path if len(path) <= _LONGEST_NAME else f"...{path[3 - _LONGEST_NAME :]}"
