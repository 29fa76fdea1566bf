"""Sums up long lists of paths by folder: `41 reports/**`."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from posixpath import commonpath, dirname
from typing import NamedTuple

FEWEST = 3


class Group(NamedTuple):
    """Paths said as one: `label` is a path or `folder/**`, `reason` the most frequent one; `others` counts the rest."""

    files: int
    label: str
    reason: str = ""
    others: int = 0


def group_paths(paths: Iterable[tuple[str, str]]) -> tuple[Group, ...]:
    """Groups (path, reason) by top folder; folders of fewer than three files are listed path by path.

    Returns:
        The largest group first.
    """
    tops: dict[str, list[tuple[str, str]]] = {}
    for path, reason in sorted(paths):
        tops.setdefault(path.partition("/")[0] if "/" in path else "", []).append((path, reason))
    groups = [group for top, entries in tops.items() for group in _groups(top, entries)]
    return tuple(sorted(groups, key=lambda group: (-group.files, group.label)))


def _groups(top: str, entries: Sequence[tuple[str, str]]) -> Iterator[Group]:
    if not top or len(entries) < FEWEST:
        for path, reason in entries:
            yield Group(1, path, reason)
        return
    folder = commonpath([dirname(path) for path, _ in entries])
    (reason, frequency), *_ = Counter(reason for _, reason in entries).most_common(1)
    yield Group(len(entries), f"{folder}/**", reason, len(entries) - frequency)
