"""Spreads the message's pointers over the ties between files, and sums each file up in numbers."""

from collections.abc import Sequence
from math import exp, log
from typing import NamedTuple

Matrix = list[list[float]]
_RESTART = 0.4
_STEPS = 12
_SHARPNESS = 4.0
_SEEDS = 3


class Pointers(NamedTuple):
    """What points at a file from outside the commit's own ties.

    Attributes:
        path: fit of its path with the message.
        content: fit of its changed lines with the message; 0 where nobody read them.
        own: 1 where the author's commits just before touched it.
        near: 1 where they touched its folder.
    """

    path: float
    content: float
    own: float
    near: float


def logistic(value: float) -> float:
    """Maps a score to a probability; the bounds keep `exp` from overflowing."""
    return 1.0 / (1.0 + exp(-min(30.0, max(-30.0, value))))


def strengths_of(pointers: Sequence[Pointers]) -> list[float]:
    """Adds up what points at each file."""
    read = any(one.content for one in pointers)
    return [(0.5 * one.path + one.content if read else one.path) + 0.3 * one.own + 0.2 * one.near for one in pointers]


def file_features(ties: Matrix, pointers: Sequence[Pointers]) -> list[list[float]]:
    """Returns the numbers from which each file is judged; see `weights.FILE_WEIGHTS` for their names.

    Args:
        ties: probability that two files belong together; symmetric, 0 on the diagonal.
        pointers: one for each file.
    """
    count = len(pointers)
    raw = strengths_of(pointers)
    highest = max(raw)
    relative = [value / (highest + 0.5) for value in raw]
    order = sorted(range(count), key=lambda number: (-raw[number], number))
    rank = {number: position for position, number in enumerate(order)}
    seeds = _normal([exp(_SHARPNESS * value) for value in relative])
    walk = _walk(ties, seeds)
    top_path = max(one.path for one in pointers) + 1.0
    top_content = max(one.content for one in pointers) + 1.0
    peak = max(relative) + 1e-9
    rows = []
    for number, pointer in enumerate(pointers):
        row = ties[number]
        rows.append(
            [
                pointer.path / top_path,
                pointer.content / top_content,
                relative[number],
                1.0 if rank[number] == 0 else 0.0,
                1.0 / (1 + rank[number]),
                walk[number],
                max((row[seed] * relative[seed] / peak for seed in order[:_SEEDS] if seed != number), default=0.0),
                1.0 if rank[number] == 0 else row[order[0]],
                max(tie * value for tie, value in zip(row, relative, strict=True)),
                max(tie * (1.0 - value) for tie, value in zip(row, relative, strict=True)),
                log(sum(tie * seed for tie, seed in zip(row, seeds, strict=True)) + 1e-3),
                pointer.own,
                pointer.near,
                min(raw[number], 10.0) / 10.0,
                1.0 / log(count + 2),
                relative[number] * log(count + 1),
            ]
        )
    return rows


def _walk(ties: Matrix, seeds: Sequence[float]) -> list[float]:
    """Walks at random along strong ties, restarting at the seeds; returns the log of each file's share of the best."""
    steps = []
    for number, row in enumerate(ties):
        steps.append(_normal([0.0 if other == number else tie * tie + 1e-4 for other, tie in enumerate(row)]))
    columns = list(zip(*steps, strict=True))
    place = list(seeds)
    for _ in range(_STEPS):
        place = [
            _RESTART * seed + (1.0 - _RESTART) * sum(map(float.__mul__, place, column))
            for seed, column in zip(seeds, columns, strict=True)
        ]
    best = max(place)
    return [log(value / best + 1e-6) for value in place]


def _normal(values: Sequence[float]) -> list[float]:
    total = sum(values)
    return [value / total for value in values] if total else [0.0] * len(values)
