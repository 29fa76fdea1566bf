"""A project whose areas are changed by tasks of their own, and commits on top of it as the judge sees them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from agentguard.analyzer.gather.splits import change_of_commit
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.history import Past, past_of
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.topic import TopicSplit
from agentguard.analyzer.sources import Sources
from agentguard.analyzer.topic import Surroundings, split_by_content, split_by_paths
from tests.support.builder import Builder

AREAS = {
    "auth": ("token", "login", "session", "password"),
    "report": ("table", "chart", "export", "layout"),
    "search": ("query", "index", "ranking", "tokenizer"),
    "billing": ("invoice", "tax", "refund", "price"),
}


def work(area: str, turn: int) -> dict[str, str]:
    """Returns the files of one task: each defines a name of its area and uses that of the next file."""
    names = AREAS[area]
    return {
        f"{area}/{name}.py": (
            f"from {area}.{names[number - 1]} import {names[number - 1]}_{turn}\n\n\n"
            f"def {name}_{turn}({area}_value):\n    return {names[number - 1]}_{turn}({area}_value) + {turn}\n"
        )
        for number, name in enumerate(names)
    }


def project(builder: Builder) -> Builder:
    """Fills a repository: an import of all areas, then four tasks in each."""
    builder.commit({name: text for area in AREAS for name, text in work(area, 0).items()}, "initial import")
    for turn in range(1, 5):
        for area, names in AREAS.items():
            builder.commit(work(area, turn), f"{area}: turn {turn} of {names[0]} and {names[1]}")
    return builder


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The splits of one commit at both depths."""

    by_paths: TopicSplit
    by_content: TopicSplit


def judged(builder: Builder, revision: str = "HEAD", *, scope: tuple[str, ...] | None = None) -> Judged:
    """Splits a commit at both depths."""
    with opened(builder, revision) as (repository, commit, past):
        change = change_of_commit(repository, commit)
        sides = Sources(repository, change.base_tree), Sources(repository, change.head_tree)
        around = Surroundings(past=past, recent=past.recent_of(commit.email))
        return Judged(
            by_paths=split_by_paths(commit, past),
            by_content=split_by_content(change, around, *sides, scope=scope),
        )


@contextmanager
def opened(builder: Builder, revision: str = "HEAD") -> Iterator[tuple[Repository, CommitRecord, Past]]:
    """Opens a commit with its past."""
    with Repository.open(builder.path) as repository:
        name = repository.commit(revision)
        yield repository, next(repository.log("--no-walk", name)), past_of(repository, name)
