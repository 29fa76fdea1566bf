"""Footprints of small real repositories, as rows that a test can read."""

from collections.abc import Mapping

from agentguard.analyzer.engine.footprint import footprint as read_footprint
from agentguard.analyzer.git import Repository
from agentguard.analyzer.model.footprint import Footprint
from tests.support.builder import Builder, Content


def footprint_of(repo: Builder, before: Mapping[str, Content], after: Mapping[str, Content]) -> Footprint:
    """Commits `before`, then `after`, and returns the footprint of the second commit."""
    repo.commit(before, "before")
    repo.commit(after, "after")
    return footprint_of_head(repo)


def footprint_of_head(repo: Builder) -> Footprint:
    """Returns the footprint of the last commit."""
    with Repository.open(repo.path) as repository:
        return read_footprint(repository, spec="HEAD", base=None, staged=False, stdin=bytes)


def reads(footprint: Footprint, *, strength: str = "strong") -> list[str]:
    """Renders each read as `path:line name -> target`; a `?` is a target that is foreign or cannot be told."""
    return [
        f"{read.path}:{read.line} {read.name} -> "
        + (f"{read.target.path}::{read.target.symbol}" if read.target else "?")
        for read in footprint.reads
        if read.strength == strength
    ]


def writes(footprint: Footprint) -> list[str]:
    """Renders each write as `path::symbol change`, with the former name where it has one."""
    return [
        f"{write.path}::{write.symbol} {write.change.value}"
        + (f" from {write.old_path or ''}::{write.old_symbol or ''}" if write.old_symbol or write.old_path else "")
        for write in footprint.writes
    ]


def skipped(footprint: Footprint) -> list[str]:
    """Renders what was not looked at as `what: reason`."""
    return [f"{item.what}: {item.reason}" for item in footprint.skipped]
