"""Renders findings as Markdown for a comment on a pull request or a job's summary."""

import re
from collections.abc import Iterator, Sequence

from agentguard.analyzer.model.findings import AuditReport, CheckReport, CommitReport, CommitSummary, Finding
from agentguard.analyzer.model.rules import Rule
from agentguard.analyzer.model.topic import OffTopic
from agentguard.analyzer.report.clean import clean
from agentguard.analyzer.report.folders import group_paths
from agentguard.analyzer.report.sums import sums_by
from agentguard.analyzer.report.text.findings import SHORT, counts, place
from agentguard.analyzer.report.text.style import Style
from agentguard.analyzer.report.values import by_severity, in_order, newest_first, number

# A comment may hold 65,536 characters; fifty findings of bounded text stay below.
_MOST = 50
_MOST_PATHS = 20
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|~^$-])")


def render(report: CheckReport | AuditReport | CommitReport) -> str:
    """Renders a report; text of the repository is escaped, so that it can neither link nor mention anybody."""
    match report:
        case CheckReport():
            lines = _check(report)
        case AuditReport():
            lines = _audit(report)
        case CommitReport():
            lines = _commit(report)
    return "\n".join(lines).rstrip("\n") + "\n"


def render_rules(rules: Sequence[Rule]) -> str:
    """Renders the list of rules as a table."""
    head = ["| code | name | severity | finds |", "|---|---|---|---|"]
    rows = [f"| {rule.code} | {rule.name} | {rule.severity} | {escape(rule.summary)} |" for rule in rules]
    return "\n".join([*head, *rows]) + "\n"


def escape(text: str) -> str:
    """Makes text show as it is, whatever Markdown, HTML or GitHub would read into it."""
    text = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _SPECIAL.sub(r"\\\1", text)
    # A zero-width space keeps GitHub from mentioning people and linking addresses.
    return text.replace("@", "@\u200b").replace("://", ":\u200b//").replace("www.", "www\u200b.")


def code(text: str) -> str:
    """Quotes text as a code span with a fence longer than any in it."""
    text = clean(text) or " "
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    padding = " " if "`" in text else ""
    return f"{fence}{padding}{text}{padding}{fence}"


def _check(report: CheckReport) -> Iterator[str]:
    yield f"### agentguard: {_counts(report.findings)}"
    yield ""
    yield f"{number(report.files, 'file')} against {code(report.target or 'nothing')}"
    yield ""
    yield from _findings(report.findings)


def _commit(report: CommitReport) -> Iterator[str]:
    split = report.split
    yield f"### agentguard: {split.verdict}"
    yield ""
    yield f"{_subject(report.commit)}: {escape(split.reason)}"
    yield ""
    for word, paths in (("on", [(path, "") for path in split.on_topic]), ("off", _off(split.off_topic))):
        yield from _paths(word, paths)
    yield ""
    yield from _findings(report.findings)


def _audit(report: AuditReport) -> Iterator[str]:
    findings = newest_first(report.findings)
    yield f"### agentguard: {escape(report.repository)}, {number(report.commits, 'commit')}"
    yield ""
    cut = " (history is cut: shallow clone)" if report.shallow else ""
    yield _counts([entry.finding for entry in findings]) + cut
    yield ""
    active = [entry for entry in findings if entry.finding.suppressed is None]
    for entry in active[:_MOST]:
        yield f"- {_subject(entry.commit)}  "
        yield f"  **{entry.finding.severity}** {entry.finding.rule} {entry.finding.name}: {_sentence(entry.finding)}"
        for line in _paths("off", _off(entry.off_topic)):
            yield f"  {line}"
    yield from _rest(len(active))
    for title, sums in sums_by(report.findings) if active else ():
        yield ""
        yield f"| {title} | findings | commits | off topic |"
        yield "|---|---:|---:|---:|"
        for one in sums:
            yield f"| {escape(one.name)} | {one.findings:,} | {one.commits:,} | {one.off_topic:,} |"


def _findings(findings: Sequence[Finding]) -> Iterator[str]:
    active = by_severity(finding for finding in in_order(findings) if finding.suppressed is None)
    for finding in active[:_MOST]:
        yield f"- **{finding.severity}** {finding.rule} {finding.name}: {_sentence(finding)}"
        for related in finding.related:
            line = f":{related.line}" if related.line else ""
            yield f"  - also {code(related.path + line)}: {escape(related.note)}"
        if finding.help:
            yield f"  - help: {escape(finding.help)}"
    yield from _rest(len(active))


def _sentence(finding: Finding) -> str:
    return f"{code(place(finding))}: {escape(finding.message)}"


def _rest(total: int) -> Iterator[str]:
    if total > _MOST:
        yield f"- and {total - _MOST:,} more"


def _paths(word: str, paths: Sequence[tuple[str, str]]) -> Iterator[str]:
    groups = group_paths(paths)
    for group in groups[:_MOST_PATHS]:
        reason = f": {escape(group.reason)}" if group.reason else ""
        yield f"- {word}: {group.files:,} x {code(group.label)}{reason}"
    if len(groups) > _MOST_PATHS:
        yield f"- {word}: {sum(group.files for group in groups[_MOST_PATHS:]):,} more"


def _off(off_topic: Sequence[OffTopic]) -> list[tuple[str, str]]:
    return [(off.path, off.reason) for off in off_topic]


def _subject(commit: CommitSummary) -> str:
    who = escape(commit.agent or commit.author)
    return f'{commit.id[:SHORT]} {commit.date[:10]} {who} "{escape(commit.subject)}"'


def _counts(findings: Sequence[Finding]) -> str:
    return counts(findings, Style(verbose=True))
