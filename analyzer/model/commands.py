"""What a command line would do to git's index."""

from enum import StrEnum

from agentguard.analyzer.model.value import dataclass


class Act(StrEnum):
    """Names what a git command does with changes."""

    STAGE = "stage"
    COMMIT = "commit"
    STASH = "stash"


class Breadth(StrEnum):
    """Names how far a git command reaches.

    Attributes:
        NONE: it takes in nothing (it reads, it is a dry run, it commits what is staged already).
        NAMED: only paths that it names; whether one of them is a folder, the pure reading cannot tell.
        FOLDER: it names a folder as such (`dir/`).
        SWEEP: paths that it does not name.
        UNKNOWN: nobody can tell from the words alone.
    """

    NONE = "none"
    NAMED = "named"
    FOLDER = "folder"
    SWEEP = "sweep"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class GitCall:
    """One run of git.

    Attributes:
        words: the arguments behind `git` and its global options, subcommand first, aliases expanded.
        act: what it does with changes; None for a command that only reads or is not about changes.
        breadth: how far it reaches.
        pathspecs: the pathspecs that it names, as given.
        why: the part that makes it a sweep or unknown, such as `-A` or `.`; empty otherwise.
        folder: where it runs, relative to where the whole command starts, or absolute; None where nobody can tell.
    """

    words: tuple[str, ...]
    act: Act | None = None
    breadth: Breadth = Breadth.NONE
    pathspecs: tuple[str, ...] = ()
    why: str = ""
    folder: str | None = "."


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandReading:
    """A whole command line.

    Attributes:
        calls: every run of git in it that could be told, in order.
        unknown: what could hide others (`make deploy`, `$CMD`), each in a few words; at most ten.
    """

    calls: tuple[GitCall, ...] = ()
    unknown: tuple[str, ...] = ()
