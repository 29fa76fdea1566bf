"""Values that a pattern of the settings finds in what one side adds."""

import re
from collections.abc import Iterator
from functools import cache

from agentguard.analyzer.config.patterns import LONGEST_LINE
from agentguard.analyzer.footprint.work import Work
from agentguard.analyzer.globs import first_match
from agentguard.analyzer.languages import Deadline
from agentguard.analyzer.model.changes import Change, ChangeStatus
from agentguard.analyzer.model.config import UniquePattern, Where
from agentguard.analyzer.model.value import dataclass

# Seconds that one pattern may take on all that a side adds; what comes after is not looked at.
_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Where a value stands, and the line that it stands in."""

    path: str
    line: int
    text: str


def values_of(pattern: UniquePattern, work: Work) -> dict[str, Found]:
    """Returns the values that a side adds, each where it stands first; what the file had before is not new.

    Args:
        pattern: what to look for.
        work: the side.
    """
    expression, deadline = _compiled(pattern.pattern), Deadline(_SECONDS)
    found: dict[str, Found] = {}
    for change in work.change.changes:
        if deadline.has_passed():
            break
        if first_match(pattern.paths, change.path) is None or not change.new_mode:
            continue
        texts = _paths(change) if pattern.where is Where.PATH else _lines(change, work)
        for number, text in texts:
            match = expression.search(text[:LONGEST_LINE])
            if match is not None and match[1]:
                found.setdefault(match[1], Found(path=change.path, line=number, text=text.strip()))
            if deadline.has_passed():
                break
        for value in _old_values(expression, change, work, deadline) if pattern.where is Where.LINES else ():
            if value in found and found[value].path == change.path:
                del found[value]
    return found


def _paths(change: Change) -> Iterator[tuple[int, str]]:
    if change.status in {ChangeStatus.ADDED, ChangeStatus.RENAMED, ChangeStatus.COPIED}:
        yield 1, change.path


def _lines(change: Change, work: Work) -> Iterator[tuple[int, str]]:
    """Yields the added and changed lines of a file with their numbers."""
    lines = (work.new.content(change.path) or b"").split(b"\n")
    for hunk in change.hunks:
        for number in range(hunk.new.first, hunk.new.last + 1) if hunk.new is not None else ():
            if number <= len(lines):
                yield number, lines[number - 1].decode("utf-8", "replace")


def _old_values(expression: re.Pattern[str], change: Change, work: Work, deadline: Deadline) -> Iterator[str]:
    """Yields what stood on the lines that went, so that a value which only moved is not new."""
    lines = (work.old.content(change.source_path) or b"").split(b"\n") if change.old_mode else []
    for hunk in change.hunks:
        for line in lines[hunk.old.first - 1 : hunk.old.last] if hunk.old is not None else ():
            match = expression.search(line.decode("utf-8", "replace")[:LONGEST_LINE])
            if match is not None and match[1]:
                yield match[1]
            if deadline.has_passed():
                return


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
