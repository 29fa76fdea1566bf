"""Looks at the content of past commits that may be sweeps, in this process or in several."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from agentguard.analyzer.gather.splits import split_of_commit
from agentguard.analyzer.git.place import Place
from agentguard.analyzer.git.process import Git
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.history import past_of
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.topic import TopicSplit

# Starting a process costs about as much as looking at a few commits.
_WORTH_A_PROCESS = 8


def split_by_content_of(
    repository: Repository, commits: Sequence[str], config: Config, *, jobs: int | None = None
) -> Iterator[TopicSplit]:
    """Yields the content-level split of each commit, in their order.

    Args:
        repository: where they are.
        commits: their ids.
        config: the settings.
        jobs: processes; None = one for each processor.
    """
    useful = min(jobs or os.cpu_count() or 1, len(commits) // _WORTH_A_PROCESS)
    if useful < 2:
        for commit in commits:
            yield _split(repository, commit, config)
        return
    with ProcessPoolExecutor(useful) as pool:
        yield from pool.map(partial(_split_in_worker, repository.git, repository.place, config), commits, chunksize=4)


def _split_in_worker(git: Git, place: Place, config: Config, commit: str) -> TopicSplit:
    with Repository(git, place) as repository:
        return _split(repository, commit, config)


def _split(repository: Repository, commit: str, config: Config) -> TopicSplit:
    record = next(repository.log("--no-walk", commit))
    return split_of_commit(repository, record, past_of(repository, commit), config, always_deep=True)
