"""Two branches of a small real repository, and what breaks where they meet, as rows that a test can read."""

from collections.abc import Mapping
from textwrap import dedent

from agentguard.analyzer.changesets import open_changes
from agentguard.analyzer.contracts import broken_contracts
from agentguard.analyzer.footprint.work import Work
from agentguard.analyzer.git import Repository
from agentguard.analyzer.model.overlap import BrokenContract
from agentguard.analyzer.sources import Sources, both_sides
from agentguard.analyzer.specs import read_spec
from tests.support.builder import Builder

Files = Mapping[str, str | None]


def broken(repo: Builder, base: Files, one: Files, two: Files) -> tuple[BrokenContract, ...]:
    """Commits `base`, on it two branches, and returns what breaks on the tree that git merges them to."""
    start = repo.commit(_dedented(base), "base")
    heads = []
    for name, files in (("one", one), ("two", two)):
        repo.branch(name, start)
        heads.append(repo.commit(_dedented(files), name))
    tree = repo.git("merge-tree", "--write-tree", *heads)
    with Repository.open(repo.path) as repository:
        specs = [read_spec(repository, f"{start}..{head}") for head in heads]
        with open_changes(repository, specs, target=None, read_stdin=bytes) as opened:
            a, b = (Work(change, *both_sides(repository, change, max_bytes=1_000_000)) for change in opened.changes)
            return broken_contracts(a, b, Sources(repository, tree))


def rows(found: tuple[BrokenContract, ...]) -> list[str]:
    """Renders each as `kind side path:line in symbol: name: why -> remedy (cause)`; a `?` is what is not certain."""
    return [_row(one) for one in found]


def _row(one: BrokenContract) -> str:
    place = f"{one.path}:{one.line}" + (f" in {one.symbol}" if one.symbol else "")
    remedy = f" -> {one.remedy}" if one.remedy else ""
    cause = f" ({one.cause.change} {one.cause.path}::{one.cause.symbol})" if one.cause else ""
    return f"{one.kind}{'' if one.certain else '?'} {one.user} {place}: {one.name}: {one.why}{remedy}{cause}"


def _dedented(files: Files) -> dict[str, str | None]:
    return {path: dedent(text) if text is not None else None for path, text in files.items()}
