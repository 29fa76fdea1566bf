"""What surrounds one run of git, as far as it can be told."""

from collections.abc import Callable

from agentguard.analyzer.commandline.pathspecs import Reach
from agentguard.analyzer.commandline.word import Word
from agentguard.analyzer.model.commands import Act, Breadth
from agentguard.analyzer.model.value import dataclass


def _nothing_known(path: str) -> Word | None:
    del path
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The surroundings of one run of git.

    Attributes:
        literal: pathspecs have no special characters.
        stdin: what it gets to read; None where that is not known.
        content: returns what a file holds that the same command line wrote before; None for every other file.
    """

    literal: bool = False
    stdin: Word | None = None
    content: Callable[[str], Word | None] = _nothing_known


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one git command does.

    Attributes:
        act: what it does with changes; None for nothing.
        reach: how far.
        runs: the commands that it starts, each as its words.
    """

    act: Act | None = None
    reach: Reach = Reach()
    runs: tuple[tuple[Word, ...], ...] = ()


def nothing(act: Act | None = None) -> Verdict:
    """Returns the verdict on what takes in nothing."""
    return Verdict(act=act)


def everything(act: Act, why: str) -> Verdict:
    """Returns the verdict on what takes in paths that it does not name."""
    return Verdict(act=act, reach=Reach(breadth=Breadth.SWEEP, why=why))


def unclear(act: Act | None, why: str, names: tuple[str, ...] = ()) -> Verdict:
    """Returns the verdict on what nobody can tell."""
    return Verdict(act=act, reach=Reach(breadth=Breadth.UNKNOWN, why=why, names=names))
