"""Sums of an audit by month, author and agent."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from agentguard.analyzer.model.findings import AuditFinding

MOST = 12
_TITLES = {"AG102": ("sweep", "sweeps"), "AG104": ("artifact", "artifacts"), "AG206": ("lost update", "lost updates")}


class Sum(NamedTuple):
    """Findings that share a month, author or agent: how many, in how many commits, with how many off-topic files."""

    name: str
    findings: int
    commits: int
    off_topic: int


def titles_of(rule: str, name: str) -> tuple[str, str]:
    """Returns singular and plural of the words that an audit's reader knows a rule's findings by."""
    return _TITLES.get(rule, (name, name))


def sums_by(findings: Sequence[AuditFinding]) -> Iterator[tuple[str, tuple[Sum, ...]]]:
    """Yields `month` (newest first), `author` and `agent` (most findings first) with their sums.

    What is suppressed does not count. Only the largest twelve authors and the newest twelve months are kept.
    """
    counted = [entry for entry in findings if entry.finding.suppressed is None]
    months = sorted(_sums(counted, lambda entry: entry.commit.date[:7]), reverse=True)
    yield "month", tuple(months[:MOST])
    yield "author", _largest(_sums(counted, lambda entry: entry.commit.author))
    yield "agent", _largest(_sums(counted, lambda entry: entry.commit.agent or "(people)"))


def _largest(sums: Sequence[Sum]) -> tuple[Sum, ...]:
    return tuple(sorted(sums, key=lambda one: (-one.findings, one.name))[:MOST])


def _sums(findings: Sequence[AuditFinding], key: Callable[[AuditFinding], str]) -> list[Sum]:
    groups: dict[str, list[AuditFinding]] = {}
    for entry in findings:
        groups.setdefault(key(entry), []).append(entry)
    return [
        Sum(
            name=name,
            findings=len(group),
            commits=len({entry.commit.id for entry in group}),
            off_topic=sum(len(entry.off_topic) for entry in group),
        )
        for name, group in groups.items()
    ]
