"""Artificial tangles after Herzig and Zeller: files of other commits of the same week grafted onto a focused one."""

import math
import random
from collections.abc import Iterator, Sequence

from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.history import CommitRecord, RawChange
from evaluation.topics.cases import Case, Kind

TOPIC_FILES = (2, 6)
FOREIGN_FILES = (10, 65)
_MAX_DONOR = 30
_WEEK = 7 * 86_400
_TRIES = 30


def tangles(
    repository: Repository,
    log: Sequence[CommitRecord],
    *,
    count: int,
    seed: int,
    foreign: tuple[int, int] = FOREIGN_FILES,
) -> Iterator[Case]:
    """Yields tangles, the same for the same history and seed.

    A file is grafted only where its donor found the content that the focused commit's parent has: so the foreign
    differences are exactly those that somebody made, and nothing of them is in the past that the judge sees.

    Args:
        repository: where the commits are.
        log: its commits without merges, newest first.
        count: how many to make.
        seed: of the choice.
        foreign: the least and the greatest number of files to graft.
    """
    chance = random.Random(seed)  # noqa: S311 - a reproducible choice, nothing secret
    made = 0
    seen: set[int] = set()
    for _ in range(count * _TRIES):
        position = chance.randrange(len(log))
        if made == count:
            return
        if position in seen:
            continue
        seen.add(position)
        case = _tangle(repository, log, position, chance, foreign)
        if case is not None:
            made += 1
            yield case


def _tangle(
    repository: Repository,
    log: Sequence[CommitRecord],
    position: int,
    chance: random.Random,
    foreign_files: tuple[int, int],
) -> Case | None:
    topic = log[position]
    if not TOPIC_FILES[0] <= len(topic.paths) <= TOPIC_FILES[1] or len(topic.parents) != 1:
        return None
    donors = [one for one in _same_week(log, position) if len(one.paths) <= _MAX_DONOR]
    chance.shuffle(donors)
    low, high = foreign_files
    wanted = round(math.exp(chance.uniform(math.log(low), math.log(high))))
    if len({path for one in donors for path in one.paths}) < low:
        return None
    base = {path: entry.id for path, entry in repository.list_tree(topic.parents[0]).items()}
    foreign = _grafts(donors, base, frozenset(topic.paths), wanted)
    if len(foreign) < low:
        return None
    entries = {change.path: change for change in topic.changes()} | {path: one for path, (one, _) in foreign.items()}
    paths = sorted(entries)
    commit = topic._replace(entries=[_entry(entries[path]) for path in paths], paths=paths)
    return Case(
        commit=commit,
        off_topic=frozenset(foreign),
        kind=Kind.TANGLE,
        origins={path: donor for path, (_, donor) in foreign.items()},
    )


def _same_week(log: Sequence[CommitRecord], position: int) -> list[CommitRecord]:
    """Returns the commits of the seven days after one; those before it are in its own past."""
    limit = log[position].time + _WEEK
    found = []
    for number in range(position - 1, -1, -1):
        if log[number].time > limit:
            break
        found.append(log[number])
    return found


def _grafts(
    donors: Sequence[CommitRecord], base: dict[str, str], own: frozenset[str], wanted: int
) -> dict[str, tuple[RawChange, str]]:
    folders = {folder for path in base for folder in _folders(path)}
    taken: dict[str, tuple[RawChange, str]] = {}
    for donor in donors:
        for change in donor.changes():
            fits = base.get(change.path) == (None if change.status == "A" else change.old_id)
            clash = change.path in folders or any(folder in base for folder in _folders(change.path))
            if len(taken) < wanted and fits and not clash and change.path not in own and change.path not in taken:
                taken[change.path] = (change, donor.id)
    return taken


def _folders(path: str) -> Iterator[str]:
    parts = path.split("/")
    return ("/".join(parts[:depth]) for depth in range(1, len(parts)))


def _entry(change: RawChange) -> str:
    return f":{change.old_mode} {change.new_mode} {change.old_id} {change.new_id} {change.status}"
