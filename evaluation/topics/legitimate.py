"""Legitimate commits: large ones of a well-kept history that nobody had to clean up."""

import random
from collections.abc import Iterator, Sequence

from agentguard.analyzer.model.history import CommitRecord
from evaluation.topics.cases import Case, Kind
from evaluation.topics.cleanups import sweeps

LARGE = 15
_MOST = 400
# Before a project has found its ways, its commits are of everything at once.
_YOUNG = 0.2


def legitimate(
    log: Sequence[CommitRecord], *, count: int, seed: int, files: tuple[int, int] = (LARGE, _MOST)
) -> Iterator[Case]:
    """Yields commits of many files, the same for the same history and seed.

    The first fifth of a history is left out, and so is what a later clean-up took back.

    Args:
        log: commits without merges, newest first.
        count: how many.
        seed: of the choice.
        files: the least and the greatest number of files.
    """
    cleaned = {case.commit.id for case in sweeps(log)}
    grown = log[: int(len(log) * (1 - _YOUNG))]
    chosen = [
        commit
        for commit in grown
        if len(commit.parents) == 1 and files[0] <= len(commit.paths) <= files[1] and commit.id not in cleaned
    ]
    random.Random(seed).shuffle(chosen)  # noqa: S311 - a reproducible choice, nothing secret
    for commit in chosen[:count]:
        yield Case(commit=commit, off_topic=frozenset(), kind=Kind.LEGITIMATE)
