"""Spreads the pointers over the ties between files, and sums each file up in numbers."""

from collections.abc import Sequence
from math import exp, log
from operator import mul

Matrix = list[list[float]]
FILE_FEATURES = (
    "seed",
    "relative seed",
    "first",
    "rank",
    "walk",
    "tie to the first",
    "tie to the seeds",
    "tie to other seeds",
    "best pointed tie",
    "best other tie",
    "share of other ties",
    "ties",
    "few files",
    "sharpness",
    "above the middle",
)
_RESTART = 0.4
_STEPS = 6


def logistic(value: float) -> float:
    """Maps a score to a probability; the bounds keep `exp` from overflowing."""
    return 1.0 / (1.0 + exp(-min(30.0, max(-30.0, value))))


def shares(seeds: Sequence[float]) -> list[float]:
    """Returns the share of each file in the topic as far as the pointers tell it: the softmax of their log odds."""
    top = max(seeds)
    return _normal([exp(seed - top) for seed in seeds])


def file_features(ties: Matrix, seeds: Sequence[float]) -> list[list[float]]:
    """Returns for each file its `FILE_FEATURES`.

    Args:
        ties: probability that two files belong together; symmetric, 0 on the diagonal.
        seeds: log odds of each file to be on topic, as far as the pointers tell.
    """
    top, middle, few = max(seeds), _median(seeds), 1.0 / log(len(seeds) + 2)
    relative = [exp(seed - top) for seed in seeds]
    begin = _normal(relative)
    place = _walk(ties, begin)
    highest, sharpness = max(place), max(begin)
    order = sorted(range(len(seeds)), key=lambda number: (-seeds[number], number))
    rank = {number: position for position, number in enumerate(order)}
    return [
        [
            seeds[number],
            relative[number],
            float(rank[number] == 0),
            1.0 / (1 + rank[number]),
            log(place[number] / highest + 1e-6),
            1.0 if rank[number] == 0 else row[order[0]],
            *_toward_seeds(row, begin, relative, begin[number]),
            few,
            sharpness,
            seeds[number] - middle,
        ]
        for number, row in enumerate(ties)
    ]


def _toward_seeds(row: Sequence[float], begin: Sequence[float], relative: Sequence[float], own: float) -> list[float]:
    """Tells how much of a file's ties goes to where the pointers point, and how much elsewhere."""
    pointed = sum(map(mul, row, begin))
    degree = sum(row)
    near = list(map(mul, row, relative))
    away = [tie - toward for tie, toward in zip(row, near, strict=True)]
    return [
        log(pointed + 1e-3),
        log(pointed / max(1.0 - own, 1e-3) + 1e-3),
        max(near),
        max(away),
        sum(away) / max(degree, 1e-6),
        log(degree + 0.1),
    ]


def _walk(ties: Matrix, begin: Sequence[float]) -> list[float]:
    """Walks at random along strong ties, restarting at the seeds; returns the share of time at each file."""
    steps = []
    for number, row in enumerate(ties):
        squares = [tie * tie + 1e-4 for tie in row]
        squares[number] = 0.0
        steps.append(_normal(squares))
    columns = list(zip(*steps, strict=True))
    restart = [_RESTART * seed for seed in begin]
    place = list(begin)
    for _ in range(_STEPS):
        place = [
            seed + (1.0 - _RESTART) * sum(map(mul, place, column))
            for seed, column in zip(restart, columns, strict=True)
        ]
    return place


def _normal(values: Sequence[float]) -> list[float]:
    total = sum(values)
    return [value / total for value in values] if total else [0.0] * len(values)


def _median(values: Sequence[float]) -> float:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
