"""Where a line of one side stands in the merged tree."""

from collections import Counter
from collections.abc import Sequence

# A line that has moved so far from the nearest one that stands once in both is not looked for.
_FARTHEST = 200


class LineMap:
    """Follows lines from one version of a file to another by those that stand once in both.

    Args:
        before: the lines of the one.
        after: the lines of the other.
    """

    def __init__(self, before: Sequence[bytes], after: Sequence[bytes]) -> None:
        self._before = before
        self._after = after
        once = {line for line, count in Counter(before).items() if count == 1}
        places = {line: number for number, line in enumerate(after) if line in once}
        counts = Counter(line for line in after if line in once)
        self._anchors = {
            number: places[line] for number, line in enumerate(before) if line in once and counts[line] == 1
        }
        # Both begin and end alike.
        self._anchors.setdefault(-1, -1)
        self._anchors.setdefault(len(before), len(after))

    def line(self, number: int) -> int | None:
        """Returns the number, from 1, of a line in the other version; None where it cannot be told."""
        for step in (-1, 1):
            found = self._from_anchor(number - 1, step)
            if found is not None:
                return found + 1
        return None

    def _from_anchor(self, index: int, step: int) -> int | None:
        """Walks to the nearest anchor and back beside it; all lines between must be the same."""
        for distance in range(_FARTHEST):
            place = index + step * distance
            if place in self._anchors:
                other = self._anchors[place]
                same = all(self._same(place - step * one, other - step * one) for one in range(1, distance + 1))
                return other - step * distance if same else None
            if not 0 <= place < len(self._before):
                return None
        return None

    def _same(self, one: int, two: int) -> bool:
        is_inside = 0 <= one < len(self._before) and 0 <= two < len(self._after)
        return is_inside and self._before[one] == self._after[two]
