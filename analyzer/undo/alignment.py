"""Which line of one version of a file is which line of another."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count

_STEPS_PER_LINE = 60


class TooDifferentError(Exception):
    """Says that two versions cannot be aligned in reasonable time."""


def align(old: Sequence[int], new: Sequence[int]) -> list[int]:
    """Pairs equal lines of two versions without crossing pairs.

    Patience diff (Bram Cohen): lines that stand once on both sides are anchors, and what lies between them is aligned
    likewise. Where no such line is left, the first of equal lines on one side meets the first on the other, and so on.

    Args:
        old: a number for each line, equal for equal lines.
        new: likewise.

    Returns:
        For each old line the 0-based place of its partner, -1 where it has none.

    Raises:
        TooDifferentError: the versions are made to take long.
    """
    if old == new:
        return list(range(len(old)))
    partners = [-1] * len(old)
    steps = _STEPS_PER_LINE * (len(old) + len(new) + 10)
    ranges = [(0, len(old), 0, len(new))]
    while ranges:
        first, last, start, end = _trimmed(old, new, ranges.pop(), partners)
        if first == last or start == end:
            continue
        steps -= last - first + end - start
        if steps < 0:
            raise TooDifferentError
        anchors = _anchors(old, new, first, last, start, end)
        for place, partner in anchors:
            partners[place] = partner
            ranges.append((first, place, start, partner))
            first, start = place + 1, partner + 1
        if anchors:
            ranges.append((first, last, start, end))
    return partners


def _trimmed(
    old: Sequence[int], new: Sequence[int], bounds: tuple[int, int, int, int], partners: list[int]
) -> tuple[int, int, int, int]:
    """Pairs what both ranges begin and end with, and returns what is left of them."""
    first, last, start, end = bounds
    while first < last and start < end and old[first] == new[start]:
        partners[first] = start
        first, start = first + 1, start + 1
    while first < last and start < end and old[last - 1] == new[end - 1]:
        last, end = last - 1, end - 1
        partners[last] = end
    return first, last, start, end


def _anchors(
    old: Sequence[int], new: Sequence[int], first: int, last: int, start: int, end: int
) -> list[tuple[int, int]]:
    """Returns pairs of equal lines in rising order: of lines that are alone of their kind, else of any."""
    one, other = old[first:last], new[start:end]
    old_counts, new_counts = Counter(one), Counter(other)
    alone = {line for line, times in old_counts.items() if times == 1 and new_counts.get(line) == 1}
    if alone:
        places = {line: place for place, line in enumerate(other, start) if line in alone}
        pairs = [(place, places[line]) for place, line in enumerate(one, first) if line in alone]
    else:
        numbered = {key: place for place, key in zip(count(start), _numbered(other), strict=False)}
        keys = zip(count(first), _numbered(one), strict=False)
        pairs = [(place, numbered[key]) for place, key in keys if key in numbered]
    return _longest_rising(pairs)


def _numbered(lines: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yields each line with the number of equal ones before it."""
    seen: Counter[int] = Counter()
    for line in lines:
        yield line, seen[line]
        seen[line] += 1


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Returns the longest choice of pairs whose second numbers rise, as their first ones do."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, partner) in enumerate(pairs):
        length = bisect_left(tails, partner)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [partner]
        ends[length : length + 1] = [number]
    chosen: list[tuple[int, int]] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        chosen.append(pairs[number])
        number = before[number]
    return chosen[::-1]
