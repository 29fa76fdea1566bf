"""`agentguard audit` as text: a whole history, or one commit."""

from collections.abc import Iterator, Sequence

from agentguard.analyzer.model.findings import AuditFinding, AuditReport, CommitReport, CommitSummary
from agentguard.analyzer.model.topic import OffTopic
from agentguard.analyzer.report.clean import clean
from agentguard.analyzer.report.folders import Group, group_paths
from agentguard.analyzer.report.sums import Sum, sums_by, titles_of
from agentguard.analyzer.report.text.findings import SHORT, counts, finding_lines, place, skipped_lines
from agentguard.analyzer.report.text.style import Style, cut, table
from agentguard.analyzer.report.values import newest_first, number

_MOST_COMMITS = 20
_MOST_PATHS = 6
_INDENT = "             "


def audit_lines(report: AuditReport, style: Style) -> Iterator[str]:
    """Yields the commits by rule, then the sums by month, author and agent."""
    yield from _head(report, style)
    shown = [entry for entry in newest_first(report.findings) if style.verbose or entry.finding.suppressed is None]
    for rule in sorted({entry.finding.rule for entry in shown}):
        yield ""
        yield from _rule_lines([entry for entry in shown if entry.finding.rule == rule], style)
    yield ""
    yield _sentence(report)
    yield from skipped_lines(report.skipped, style)
    if shown:
        yield from _sum_lines(report, style)
        commit, rule = shown[0].commit.id[:SHORT], shown[0].finding.rule
        yield ""
        yield style.dim(f"agentguard explain {rule} | agentguard audit --commit {commit}")


def commit_lines(report: CommitReport, style: Style) -> Iterator[str]:
    """Yields the verdict on one commit, the split of its files, and its findings."""
    split = report.split
    yield _subject(report.commit)
    yield f"{style.bold(str(split.verdict))}: {clean(split.reason)}  (confidence {split.confidence:.2f})"
    yield ""
    yield from _split_lines(split.on_topic, split.off_topic, style, indent="  ")
    findings = list(finding_lines(report.findings, style))
    if findings:
        yield ""
        yield from findings
    yield ""
    yield f"{counts(report.findings, style)} in {number(report.commit.files, 'file')}"
    yield from skipped_lines(report.skipped, style)


def _head(report: AuditReport, style: Style) -> Iterator[str]:
    dates = f", {report.first_date[:10]} to {(report.last_date or '')[:10]}" if report.first_date else ""
    name = style.bold(clean(report.repository))
    yield f"{name}   {number(report.commits, 'commit')}{dates}   {report.seconds:.1f} s"
    if report.shallow:
        yield "history is cut here (shallow clone), boundary commits were left out; mend: git fetch --unshallow"


def _rule_lines(entries: Sequence[AuditFinding], style: Style) -> Iterator[str]:
    by_commit: dict[str, list[AuditFinding]] = {}
    for entry in entries:
        by_commit.setdefault(entry.commit.id, []).append(entry)
    first = entries[0].finding
    commits = number(len(by_commit), "commit")
    yield style.bold(f"{titles_of(first.rule, first.name)[1]} ({first.rule})") + f"   {commits}"
    most = len(by_commit) if style.verbose else _MOST_COMMITS
    for found in list(by_commit.values())[:most]:
        yield cut(f"  {_subject(found[0].commit)}{_numbers(found[0])}", style)
        yield from _entry_lines(found, style)
    if len(by_commit) > most:
        yield style.dim(f"  {number(len(by_commit) - most, 'commit')} more (-v shows them)")


def _entry_lines(found: Sequence[AuditFinding], style: Style) -> Iterator[str]:
    """A finding that has a split shows it; findings on single paths of one commit are summed up by folder."""
    for entry in found:
        if entry.off_topic:
            yield from _split_lines(entry.on_topic, entry.off_topic, style, indent=_INDENT)
        elif entry.finding.location is None:
            yield f"{_INDENT}{clean(entry.finding.message)}"
        if entry.finding.suppressed is not None:
            yield f"{_INDENT}suppressed: {clean(entry.finding.suppressed)}"
    placed = [(place(entry.finding), entry.finding.message) for entry in found if entry.finding.location is not None]
    yield from _group_lines("", group_paths(placed), style, indent=_INDENT)


def _split_lines(on: Sequence[str], off: Sequence[OffTopic], style: Style, *, indent: str) -> Iterator[str]:
    on_groups = group_paths((clean(path), "") for path in on)
    yield from _group_lines("on" if off else "files", on_groups, style, indent=indent)
    off_groups = group_paths((clean(entry.path), entry.reason) for entry in off)
    yield from _group_lines("off", off_groups, style, indent=indent)


def _group_lines(word: str, groups: Sequence[Group], style: Style, *, indent: str) -> Iterator[str]:
    most = len(groups) if style.verbose else _MOST_PATHS
    rows = [_row(word if not at else "", group) for at, group in enumerate(groups[:most])]
    rest = sum(group.files for group in groups[most:])
    if rest:
        rows.append(("", f"{rest:,}", "more (-v shows them)", ""))
    yield from table(
        rows if word else [row[1:] for row in rows], style, indent=indent, right=frozenset({1 if word else 0})
    )


def _row(word: str, group: Group) -> tuple[str, str, str, str]:
    others = f" (and other reasons for {group.others})" if group.others else ""
    return (word.ljust(3), f"{group.files:,}", group.label, clean(group.reason) + others)


def _subject(commit: CommitSummary) -> str:
    who = clean(commit.agent or commit.author, 30)
    return f'{commit.id[:SHORT]}  {commit.date[:10]}  {who}  "{clean(commit.subject, 72)}"'


def _numbers(entry: AuditFinding) -> str:
    if not entry.off_topic:
        return ""
    return f"  {number(entry.commit.files, 'file')}: {len(entry.on_topic)} on, {len(entry.off_topic)} off topic"


def _sentence(report: AuditReport) -> str:
    commits: dict[tuple[str, str], list[str]] = {}
    for entry in report.findings:
        finding = entry.finding
        titles = ("suppressed",) * 2 if finding.suppressed is not None else titles_of(finding.rule, finding.name)
        commits.setdefault(titles, []).append(entry.commit.id)
    parts = [
        f"{number(len(found), *titles)} in {number(len(set(found)), 'commit')}"
        for titles, found in sorted(commits.items())
    ]
    people = report.by_agent.get("", 0)
    agents = sum(report.by_agent.values()) - people
    judged = f"   commits by agents: {agents:,}, by people: {people:,}" if report.by_agent else ""
    return (", ".join(parts) or "nothing found") + "." + judged


def _sum_lines(report: AuditReport, style: Style) -> Iterator[str]:
    for title, sums in sums_by(report.findings):
        yield ""
        rows = [(style.bold(title), "findings", "commits", "off topic"), *(_sum_row(one) for one in sums)]
        yield from table(rows, style, right=frozenset({1, 2, 3}))


def _sum_row(one: Sum) -> tuple[str, str, str, str]:
    return (clean(one.name, 40), f"{one.findings:,}", f"{one.commits:,}", f"{one.off_topic:,}")
