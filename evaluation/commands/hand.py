"""Commands that were written by hand, each for a reason."""

from collections.abc import Iterator
from pathlib import Path

_FILE = Path(__file__).with_name("hand.txt")
_BETWEEN = "\n===\n"
_HEADING = "## "


def hand_written() -> Iterator[tuple[str, str]]:
    """Yields groups and commands of `hand.txt`: a heading for each group, a line `===` between two commands."""
    group: list[str] = []
    heading = ""
    for line in _FILE.read_text(encoding="utf-8").splitlines(keepends=True):
        if line.startswith(_HEADING) and not _inside(group):
            yield from _commands(heading, group)
            heading, group = line.removeprefix(_HEADING).strip(), []
        else:
            group.append(line)
    yield from _commands(heading, group)


def _inside(group: list[str]) -> bool:
    """Tells whether a heading is text of a heredoc."""
    text = "".join(group).rpartition("===\n")[2]
    return "<<'EOF'" in text and not text.rstrip().endswith("EOF")


def _commands(heading: str, lines: list[str]) -> Iterator[tuple[str, str]]:
    for text in "".join(lines).removesuffix("\n").split(_BETWEEN):
        if text:
            yield heading, text
