"""Which version of a file was a later one made from?"""

from collections import Counter
from collections.abc import Sequence
from typing import Final

# An edit that rewrites a landed line keeps a part of it by chance: a bracket, an `else:`.
_MOST_KEPT: Final = 0.1
_FEWEST_LINES: Final = 5
MOST_BYTES: Final = 400_000


def origin(versions: Sequence[bytes], after: bytes) -> int:
    """Returns the index of the version that a file was made from.

    Versions are held against each other as bags of lines, whose distance is the number of lines that one has and the
    other has not. A file was made from an older version where that version lies between the newest one and the file,
    as far as such distances tell: of all that landed since then nearly nothing is left. Among those the nearest
    counts, so that nothing which the change kept is said to be lost. A file that leaves out what landed on purpose
    looks the same: only its message tells.

    Args:
        versions: the contents of the file before, newest first.
        after: its content now.
    """
    if not versions or _is_unread(after) or _is_unread(versions[0]):
        return 0
    made, newest = _bag(after), _bag(versions[0])
    best, nearest = 0, _distance(newest, made)
    for number, version in enumerate(versions[1:], 1):
        if version == after:
            return number if versions[0] != after else 0
        if _is_unread(version):
            continue
        bag = _bag(version)
        landed, edit = _distance(newest, bag), _distance(bag, made)
        kept = (landed + edit - _distance(newest, made)) / 2
        if landed >= _FEWEST_LINES and kept <= _MOST_KEPT * landed and edit < nearest:
            best, nearest = number, edit
    return best


def _is_unread(content: bytes) -> bool:
    return len(content) > MOST_BYTES or b"\0" in content


def _bag(content: bytes) -> Counter[bytes]:
    bag = Counter(line.strip() for line in content.split(b"\n"))
    del bag[b""]
    return bag


def _distance(one: Counter[bytes], other: Counter[bytes]) -> int:
    return (one - other).total() + (other - one).total()
