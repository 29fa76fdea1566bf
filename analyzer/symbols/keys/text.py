"""The text of a file, and lines in it as git counts them."""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

from agentguard.analyzer.model.changes import Lines


class Text:
    """A decoded file; offsets count characters, lines end at a line feed and at nothing else.

    Attributes:
        content: without a byte order mark, undecodable bytes as U+FFFD.
    """

    def __init__(self, source: bytes) -> None:
        self.content = source.decode("utf-8", "replace").removeprefix("\ufeff")
        lengths = (len(line) + 1 for line in self.content.split("\n"))
        self._starts = [0, *accumulate(lengths)][:-1]

    def line(self, offset: int) -> int:
        """Returns the 1-based line of an offset."""
        return bisect_right(self._starts, offset)

    def lines(self, start: int, end: int) -> Lines:
        """Returns the lines of a half-open range of offsets."""
        return Lines(first=self.line(start), last=self.line(max(start, end - 1)))

    def line_end(self, offset: int) -> int:
        """Returns the offset of the line feed that ends the line of an offset; the end of the file for its last."""
        end = self.content.find("\n", offset)
        return len(self.content) if end < 0 else end

    def all_lines(self) -> Lines:
        """Returns the lines of the whole file; an empty one has its first."""
        return self.lines(0, len(self.content))


def merged(lines: Iterable[int]) -> tuple[Lines, ...]:
    """Joins neighbouring lines to ranges, in order."""
    ranges: list[Lines] = []
    for line in sorted(set(lines)):
        if ranges and ranges[-1].last == line - 1:
            ranges[-1] = Lines(first=ranges[-1].first, last=line)
        else:
            ranges.append(Lines(first=line, last=line))
    return tuple(ranges)
