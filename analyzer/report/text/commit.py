"""`agentguard audit --commit` as text."""

from collections.abc import Iterator

from agentguard.analyzer.counts import number
from agentguard.analyzer.model.findings import CommitReport, CommitSummary
from agentguard.analyzer.report.clean import clean
from agentguard.analyzer.report.text.findings import SHORT, counts, finding_lines, skipped_lines
from agentguard.analyzer.report.text.splits import split_lines
from agentguard.analyzer.report.text.style import Style, cut
from agentguard.analyzer.report.values import without_files

_WHO = 20
_WHO_IF_NARROW = 12
_WIDE = 100
_SUBJECT = 72


def commit_lines(report: CommitReport, style: Style) -> Iterator[str]:
    """Yields the verdict on one commit, the split of its files, and its findings."""
    split = report.split
    sure = f"   ({split.confidence:.0%} sure)" if style.verbose else ""
    yield cut("  ".join((*commit_cells(report.commit, style), subject_of(report.commit))), style.width)
    yield f"{style.bold(str(split.verdict))}: {clean(split.reason)}{sure}"
    yield ""
    yield from split_lines(split.on_topic, split.off_topic, style, indent="  ")
    findings = list(finding_lines(map(without_files, report.findings), style))
    if findings:
        yield ""
        yield from findings
    if not style.quiet:
        yield ""
        yield f"{counts(report.findings, style)} in {number(report.commit.files, 'file')}"
        yield from skipped_lines(report.skipped, style)


def commit_cells(commit: CommitSummary, style: Style) -> tuple[str, str, str]:
    """Returns id, date and author, the agent where one wrote it; on a narrow terminal the name is cut short."""
    who = _WHO if style.width is None or style.width >= _WIDE else _WHO_IF_NARROW
    return commit.id[:SHORT], commit.date[:10], cut(clean(commit.agent or commit.author), who)


def subject_of(commit: CommitSummary) -> str:
    """Quotes the subject: it is the words of others."""
    return f'"{clean(commit.subject, _SUBJECT)}"'
