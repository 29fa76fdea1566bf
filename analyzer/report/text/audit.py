"""`agentguard audit` as text."""

from collections.abc import Iterator, Sequence

from agentguard.analyzer.counts import number
from agentguard.analyzer.model.findings import AuditFinding, AuditReport
from agentguard.analyzer.report.clean import clean
from agentguard.analyzer.report.sums import (
    MOST,
    Sum,
    active,
    is_told,
    rules_of,
    sentence,
    shows_split,
    sums_by,
    titles_of,
)
from agentguard.analyzer.report.text.commit import commit_cells, subject_of
from agentguard.analyzer.report.text.findings import SHORT, about_place, place, skipped_lines
from agentguard.analyzer.report.text.splits import group_lines, split_lines
from agentguard.analyzer.report.text.style import Style, table
from agentguard.analyzer.report.values import newest_first

_MOST_COMMITS = 20
_INDENT = "      "
_HEADINGS = ("commit", "date", "by", "files", "on", "off", "subject")


def audit_lines(report: AuditReport, style: Style) -> Iterator[str]:
    """Yields what was found in a sentence, the commits by rule, then the sums by month, author and agent."""
    yield from _head(report, style)
    shown = newest_first(report.findings if style.verbose else active(report.findings))
    for rule in sorted({entry.finding.rule for entry in shown}):
        yield ""
        yield from _rule_lines([entry for entry in shown if entry.finding.rule == rule], style)
    if style.quiet:
        return
    if shown:
        yield ""
        yield from _sum_lines(report, style)
    if report.skipped or style.verbose:
        yield ""
        yield from _how_lines(report, style)
        yield from skipped_lines(report.skipped, style)
    if shown:
        yield ""
        yield from _hint_lines(shown[0], style)


def _head(report: AuditReport, style: Style) -> Iterator[str]:
    days = dict.fromkeys(date[:10] for date in (report.first_date, report.last_date) if date)
    dates = f", {' to '.join(days)}" if days else ""
    name = style.bold(clean(report.repository))
    yield f"{name}   {number(report.commits, 'commit')}{dates}   {report.seconds:.1f} s"
    if report.shallow:
        yield "history is cut here (shallow clone), the commits at the cut were left out: `git fetch --unshallow`"
    yield sentence(report)


def _rule_lines(entries: Sequence[AuditFinding], style: Style) -> Iterator[str]:
    by_commit: dict[str, list[AuditFinding]] = {}
    for entry in entries:
        by_commit.setdefault(entry.commit.id, []).append(entry)
    groups = list(by_commit.values())
    shown = groups if style.verbose else [found for found in groups if any(map(is_told, found))][:_MOST_COMMITS]
    first = entries[0].finding
    yield style.bold(f"{titles_of(first.rule, first.name)[1]} ({first.rule})")
    split = any(shows_split(entry) for found in shown for entry in found)
    rows: list[tuple[str, ...]] = [_HEADINGS] if split else []
    rows += [_cells(found[0], style, split=split) for found in shown]
    lines = table(rows, style, indent="  ", right=frozenset({3, 4, 5}) if split else frozenset())
    if split:
        yield style.dim(lines.pop(0))
    for line, found in zip(lines, shown, strict=True):
        yield line
        yield from _entry_lines(found, style)
    if len(groups) > len(shown):
        yield style.dim(f"  {number(len(groups) - len(shown), 'commit')} more (-v shows them)")


def _cells(entry: AuditFinding, style: Style, *, split: bool) -> tuple[str, ...]:
    on, off = len(entry.on_topic), len(entry.off_topic)
    counts = (f"{on + off:,}", f"{on:,}", f"{off:,}") if split else ()
    return (*commit_cells(entry.commit, style), *counts, subject_of(entry.commit))


def _entry_lines(found: Sequence[AuditFinding], style: Style) -> Iterator[str]:
    """A finding that has a split shows it; findings on single paths of one commit are summed up by folder."""
    for entry in found:
        if shows_split(entry):
            yield from split_lines(entry.on_topic, entry.off_topic, style, indent=_INDENT)
        elif entry.finding.location is None:
            yield f"{_INDENT}{clean(entry.finding.message)}"
        if entry.finding.suppressed is not None:
            yield f"{_INDENT}suppressed: {clean(entry.finding.suppressed)}"
    placed = [entry.finding for entry in found if entry.finding.location]
    plain = [finding for finding in placed if finding.restored is None]
    yield from group_lines([(place(one), about_place(one)) for one in plain], style, indent=_INDENT)
    for finding in placed:
        if finding.restored is not None:
            yield from group_lines([(place(finding), about_place(finding))], style, indent=_INDENT)
            by = finding.restored.by
            yield f"{_INDENT}  restored {f'by {by[:SHORT]}' if by else 'nowhere since'}"


def _sum_lines(report: AuditReport, style: Style) -> Iterator[str]:
    """One table, so that the numbers of all three sums stand under each other."""
    titles = [plural for _, plural in rules_of(active(report.findings)).values()]
    rows: list[tuple[str, ...]] = []
    for title, sums in sums_by(report, most=None if style.verbose else MOST):
        rows.append((style.bold(title), *([] if rows else [*titles, "off-topic files"])))
        rows += [_sum_row(one) for one in sums]
    yield from table(rows, style, right=frozenset(range(1, len(titles) + 2)), shrink=0)


def _sum_row(one: Sum) -> tuple[str, ...]:
    commits = f"of {number(one.commits, 'commit')}" if one.commits is not None else ""
    return (f"  {clean(one.name, 40)}", *(f"{count:,}" for count in one.counts), f"{one.off_topic:,}", commits)


def _how_lines(report: AuditReport, style: Style) -> Iterator[str]:
    if style.verbose:
        verdicts = ", ".join(f"{count:,} {verdict}" for verdict, count in report.verdicts.items() if count)
        yield f"verdicts: {verdicts or 'none'}"
        looked = f"{number(report.candidates, 'commit')} in {report.candidate_seconds:.1f} s"
        yield f"looked at by content: {looked}"


def _hint_lines(entry: AuditFinding, style: Style) -> Iterator[str]:
    rule, commit = entry.finding.rule, entry.commit.id[:SHORT]
    hints = [
        (f"agentguard explain {rule}", "why, and what to do"),
        (f"agentguard audit --commit {commit}", "one commit"),
    ]
    yield from (style.dim(line) for line in table(hints, style))
