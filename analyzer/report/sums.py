"""Sums of an audit by month, author and agent."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from agentguard.analyzer.counts import number
from agentguard.analyzer.model.findings import AuditFinding, AuditReport, Severity

MOST = 12
PEOPLE = "(people)"
_TITLES = {
    "AG102": ("sweep", "sweeps"),
    "AG104": ("artifact", "artifacts"),
    "AG203": ("landing on a stale base", "landings on a stale base"),
    "AG206": ("lost update", "lost updates"),
}
# One commit is one of them, however many of its files say so.
_BY_COMMIT = frozenset({"AG203"})
_OF_PARALLEL_WORK = frozenset({"AG203", "AG206"})


class Sum(NamedTuple):
    """Findings that share a month, an author or an agent.

    Attributes:
        name: what they share.
        counts: how many there are of each rule, in the order of `rules_of`.
        off_topic: how many files are off topic in them.
        commits: how many commits of this name were judged, None where nobody counted.
    """

    name: str
    counts: tuple[int, ...]
    off_topic: int
    commits: int | None = None


def titles_of(rule: str, name: str) -> tuple[str, str]:
    """Returns singular and plural of the words that an audit's reader knows a rule's findings by."""
    return _TITLES.get(rule, (name, name))


def active(findings: Iterable[AuditFinding]) -> list[AuditFinding]:
    """Returns the findings that nothing waives."""
    return [entry for entry in findings if entry.finding.suppressed is None]


def is_told(entry: AuditFinding) -> bool:
    """Tells what is shown without being asked for: most work that ran beside other work was none the worse for it."""
    return entry.finding.severity is not Severity.NOTE or entry.finding.rule not in _OF_PARALLEL_WORK


def rules_of(findings: Iterable[AuditFinding]) -> dict[str, tuple[str, str]]:
    """Returns the titles of the rules that found something, by code."""
    found = {entry.finding.rule: entry.finding.name for entry in findings}
    return {rule: titles_of(rule, found[rule]) for rule in sorted(found)}


def sentence(report: AuditReport) -> str:
    """Says in one line what an audit found: `9 sweeps, 37 artifacts in 12 commits`."""
    found = active(report.findings)
    parts = []
    for rule, titles in rules_of(found).items():
        entries = [entry for entry in found if entry.finding.rule == rule]
        spread, total = len({entry.commit.id for entry in entries}), _counts(entries)[rule]
        where = "" if spread == total else f" in {number(spread, 'commit')}"
        parts.append(number(total, *titles) + where)
    waived = len(report.findings) - len(found)
    parts += [f"{waived:,} suppressed"] if waived else []
    return ", ".join(parts) or ("nothing found" if report.commits else "no commits to judge")


def shows_split(entry: AuditFinding) -> bool:
    """Tells whether a finding is about its whole commit, so that the split of the commit's files explains it."""
    return entry.finding.location is None and bool(entry.off_topic)


def sums_by(report: AuditReport, most: int | None = MOST) -> Iterator[tuple[str, tuple[Sum, ...]]]:
    """Yields title and sums by month (newest first), by author and by agent (most findings first).

    Args:
        report: what is suppressed in it does not count.
        most: how many lines to keep of each; None = all.
    """
    found = active(report.findings)
    rules = tuple(rules_of(found))
    months = sorted(_sums(found, rules, lambda entry: entry.commit.date[:7]), reverse=True)
    yield _title("by month", "newest", len(months), most), tuple(months[:most])
    authors = _largest(_sums(found, rules, lambda entry: entry.commit.author))
    yield _title("by author", "first", len(authors), most), authors[:most]
    agents = _sums(found, rules, lambda entry: entry.commit.agent or PEOPLE)
    judged = {name or PEOPLE: commits for name, commits in report.by_agent.items()}
    yield "by agent", _largest([one._replace(commits=judged.get(one.name)) for one in agents])[:most]


def _title(title: str, which: str, total: int, most: int | None) -> str:
    return title if most is None or total <= most else f"{title} ({which} {most} of {total:,})"


def _largest(sums: Sequence[Sum]) -> tuple[Sum, ...]:
    return tuple(sorted(sums, key=lambda one: (-sum(one.counts), one.name)))


def _sums(findings: Sequence[AuditFinding], rules: Sequence[str], key: Callable[[AuditFinding], str]) -> list[Sum]:
    groups: dict[str, list[AuditFinding]] = {}
    for entry in findings:
        groups.setdefault(key(entry), []).append(entry)
    sums = []
    for name, group in groups.items():
        counts = _counts(group)
        off_topic = sum({entry.commit.id: len(entry.off_topic) for entry in group}.values())
        sums.append(Sum(name=name, counts=tuple(counts[rule] for rule in rules), off_topic=off_topic))
    return sums


def _counts(findings: Iterable[AuditFinding]) -> Counter[str]:
    places = enumerate(findings)
    told = {(entry.finding.rule, entry.commit.id if entry.finding.rule in _BY_COMMIT else at) for at, entry in places}
    return Counter(rule for rule, _ in told)
