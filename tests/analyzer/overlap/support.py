"""Two branches of a small real repository, and in what they meet, as rows that a test can read."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from textwrap import dedent

from agentguard.analyzer.changesets import open_changes
from agentguard.analyzer.footprint.work import Work
from agentguard.analyzer.git import Repository
from agentguard.analyzer.model.config import UniquePattern
from agentguard.analyzer.overlap.duplicates import duplicates
from agentguard.analyzer.overlap.symbols import shared_symbols
from agentguard.analyzer.overlap.uses import stale_uses
from agentguard.analyzer.sources import both_sides
from agentguard.analyzer.specs import read_spec
from tests.support.builder import Builder

Files = Mapping[str, str | None]


@contextmanager
def works(repo: Builder, base: Files, one: Files, two: Files) -> Iterator[tuple[Work, Work]]:
    """Commits `base` and on it two branches, `one` and `two`, and opens their changes."""
    start = repo.commit(_dedented(base), "base")
    for name, files in (("one", one), ("two", two)):
        repo.branch(name, start)
        repo.commit(_dedented(files), name)
    with opened(repo, f"one={start}..one", f"two={start}..two") as (a, b):
        yield a, b


@contextmanager
def opened(repo: Builder, *specs: str) -> Iterator[list[Work]]:
    """Opens some changes."""
    with Repository.open(repo.path) as repository:
        read = [read_spec(repository, spec) for spec in specs]
        with open_changes(repository, read, target=None, read_stdin=bytes) as held:
            yield [Work(change, *both_sides(repository, change, max_bytes=1_000_000)) for change in held.changes]


def shared(repo: Builder, base: Files, one: Files, two: Files) -> list[str]:
    """Renders what both change as `closeness path::symbol change/change: why`."""
    with works(repo, base, one, two) as (a, b):
        return [
            f"{found.closeness} {found.a.path}::{found.a.symbol} {found.a.change}/{found.b.change}"
            + (f": {found.why}" if found.why else "")
            for found in shared_symbols(a, b)
        ]


def stale(repo: Builder, base: Files, one: Files, two: Files) -> list[str]:
    """Renders uses of what the other side changed as `side path:line name strength: change symbol, fit (why)`."""
    with works(repo, base, one, two) as (a, b):
        return [
            f"{found.user} {found.use.path}:{found.use.line} {found.use.name} {found.use.strength}: "
            f"{found.change.change} {found.change.symbol}, {found.fit}"
            + (f" ({found.why})" if found.why else "")
            + ("" if found.resolved else " by name")
            for found in stale_uses(a, b)
        ]


def doubled(repo: Builder, base: Files, one: Files, two: Files, *patterns: UniquePattern) -> list[str]:
    """Renders what both add as `kind name path:line path:line`, with `same` where the text is."""
    with works(repo, base, one, two) as (a, b):
        return rows_of_duplicates(a, b, patterns)


def rows_of_duplicates(a: Work, b: Work, patterns: Sequence[UniquePattern]) -> list[str]:
    return [
        f"{found.kind} {found.name} {found.a_path}:{found.a_line} {found.b_path}:{found.b_line}"
        + (" same" if found.same else "")
        for found in duplicates(a, b, patterns)
    ]


def _dedented(files: Files) -> dict[str, str | None]:
    return {path: dedent(text) if text is not None else None for path, text in files.items()}
