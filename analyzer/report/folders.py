"""Sums up long lists of paths by folder: `41 reports/**`."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from posixpath import commonpath, dirname
from typing import NamedTuple

FEWEST = 3


class Group(NamedTuple):
    """Paths said as one.

    Attributes:
        files: how many.
        label: a path, or `folder/**`.
        reason: the most frequent one.
        others: how many have another reason.
        beside: how many other paths of the commit are in the folder.
    """

    files: int
    label: str
    reason: str = ""
    others: int = 0
    beside: int = 0

    @property
    def extent(self) -> str:
        """Says how many paths of the commit the folder holds, where it holds others: `, of 17 there`."""
        return f", of {self.files + self.beside:,} there" if self.beside else ""


def group_paths(paths: Iterable[tuple[str, str]], beside: Iterable[str] = ()) -> tuple[Group, ...]:
    """Groups (path, reason) by top folder; folders of fewer than three files are listed path by path.

    Args:
        paths: what to say.
        beside: other paths of the same commit.

    Returns:
        The largest group first.
    """
    rest = tuple(beside)
    tops: dict[str, list[tuple[str, str]]] = {}
    for path, reason in sorted(paths):
        tops.setdefault(path.partition("/")[0] if "/" in path else "", []).append((path, reason))
    groups = [group for top, entries in tops.items() for group in _groups(top, entries, rest)]
    return tuple(sorted(groups, key=lambda group: (-group.files, group.label)))


def _groups(top: str, entries: Sequence[tuple[str, str]], beside: Sequence[str]) -> Iterator[Group]:
    if not top or len(entries) < FEWEST:
        for path, reason in entries:
            yield Group(1, path, reason)
        return
    folder = commonpath([dirname(path) for path, _ in entries])
    (reason, frequency), *_ = Counter(reason for _, reason in entries).most_common(1)
    yield Group(
        files=len(entries),
        label=f"{folder}/**",
        reason=reason,
        others=len(entries) - frequency,
        beside=sum(path.startswith(f"{folder}/") for path in beside),
    )
