"""Renders findings as Markdown for a comment on a pull request or a job's summary."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from agentguard.analyzer.counts import number
from agentguard.analyzer.model.findings import (
    AuditReport,
    CheckReport,
    CommitReport,
    CommitSummary,
    Finding,
    Severity,
    Side,
)
from agentguard.analyzer.model.pairs import OverlapReport, PairReport, PairVerdict
from agentguard.analyzer.model.rules import Rule
from agentguard.analyzer.model.topic import OffTopic
from agentguard.analyzer.report.clean import MAX_HELP, MAX_TEXT, clean
from agentguard.analyzer.report.folders import group_paths
from agentguard.analyzer.report.pairs import (
    FEW,
    advice,
    matrix,
    meeting,
    sides_of,
    sides_of_pair,
    verdicts,
    worst_first,
)
from agentguard.analyzer.report.sums import active, is_told, rules_of, sentence, shows_split, sums_by
from agentguard.analyzer.report.text.findings import SHORT, about_place, counts, place
from agentguard.analyzer.report.text.style import Style
from agentguard.analyzer.report.values import FindingsReport, by_severity, in_order, newest_first, without_files

_MOST = 50
# A comment may hold 65,536 characters.
_MOST_TEXT = 65_000
_MOST_PATHS = 20
_MOST_COLUMNS = 20
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|~^$-])")
_ORDERED = re.compile(r"^(\d+)\.")
_REFERENCE = re.compile(r"@|#|\bwww(?=\.)|\bGH(?=\\?-\d)", re.IGNORECASE)
_ZERO_WIDTH = "\u200b"


def render(report: FindingsReport) -> str:
    """Renders a report; text of the repository is escaped, so that it can neither link nor mention anybody."""
    match report:
        case CheckReport():
            lines = _check(report)
        case OverlapReport():
            lines = _overlap(report)
        case AuditReport():
            lines = _audit(report)
        case CommitReport():
            lines = _commit(report)
    return "\n".join(_bounded(lines)).rstrip("\n") + "\n"


def render_rules(rules: Sequence[Rule]) -> str:
    """Renders the list of rules as a table."""
    head = ["| code | name | severity | finds |", "|---|---|---|---|"]
    rows = [f"| {rule.code} | {rule.name} | {rule.severity} | {escape(rule.summary)} |" for rule in rules]
    return "\n".join([*head, *rows]) + "\n"


def escape(text: str) -> str:
    """Makes text show as it is, whatever Markdown, HTML or GitHub would read into it."""
    return _escape(clean(text))


def prose(text: str, limit: int = MAX_TEXT) -> str:
    """Makes a sentence of ours show as it is; what it quotes in backquotes becomes a code span."""
    text = clean(text, limit)
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return _escape(text)
    return "".join(_code(part) if at % 2 else _escape(part) for at, part in enumerate(parts))


def code(text: str) -> str:
    """Quotes text as a code span with a fence longer than any in it."""
    return _code(clean(text))


def _code(text: str) -> str:
    text = text.strip() or " "
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    padding = " " if "`" in text else ""
    return f"{fence}{padding}{text}{padding}{fence}"


def _bounded(lines: Iterable[str]) -> Iterator[str]:
    """Ends before the longest comment that GitHub takes; its limit counts characters."""
    left = _MOST_TEXT
    for line in lines:
        left -= len(line) + 1
        if left < 0:
            yield "\nThe rest does not fit in here: the other formats have all of it."
            return
        yield line


def _check(report: CheckReport) -> Iterator[str]:
    yield f"### agentguard: {_counts(report.findings)}"
    yield ""
    yield f"{number(report.files, 'file')} against {code(report.target or 'nothing')}"
    yield ""
    yield from _findings(report.findings)


def _overlap(report: OverlapReport) -> Iterator[str]:
    yield f"### agentguard: {verdicts(report)}"
    yield ""
    yield from _matrix(report)
    for pair in worst_first(report.pairs):
        if pair.verdict is not PairVerdict.CLEAR:
            yield f"#### {code(pair.a)} \N{MULTIPLICATION SIGN} {code(pair.b)}: {pair.verdict}"
            yield ""
            yield from _findings(_without_notes(pair), sides_of_pair(pair))
            todo = advice(pair)
            yield from [f"- {prose(todo)}", ""] if todo else [""]
    yield _counts(report.findings)


def _matrix(report: OverlapReport) -> Iterator[str]:
    """A table of more than two tasks; of many, of those that meet somebody, where it can still be read."""
    names = [task.name for task in report.tasks] if len(report.tasks) <= FEW else meeting(report)
    if not 2 < len(names) <= _MOST_COLUMNS:
        return
    found = matrix(report)
    yield f"| | {' | '.join(map(escape, names))} |"
    yield f"|---|{'---|' * len(names)}"
    for name in names:
        cells = (str(found.get((name, other), "\N{MIDDLE DOT}")) for other in names)
        yield f"| {escape(name)} | {' | '.join(cells)} |"
    yield ""


def _without_notes(pair: PairReport) -> list[Finding]:
    return [finding for finding in pair.findings if finding.severity is not Severity.NOTE]


def _commit(report: CommitReport) -> Iterator[str]:
    split = report.split
    yield f"### agentguard: {split.verdict}"
    yield ""
    yield f"{_subject(report.commit)}: {prose(split.reason)}"
    yield ""
    yield from _paths("on", [(path, "") for path in split.on_topic], [entry.path for entry in split.off_topic])
    yield from _paths("off", _off(split.off_topic), split.on_topic)
    yield ""
    yield from _findings([without_files(finding) for finding in report.findings])


def _audit(report: AuditReport) -> Iterator[str]:
    findings = newest_first(report.findings)
    yield f"### agentguard: {escape(report.repository)}, {number(report.commits, 'commit')}"
    yield ""
    cut = " (history is cut: shallow clone)" if report.shallow else ""
    yield sentence(report) + cut
    yield ""
    shown = active(findings)
    told = [entry for entry in shown if is_told(entry)]
    for entry in told[:_MOST]:
        yield f"- {_subject(entry.commit)}\\"
        found = entry.finding
        yield f"  **{found.severity}** {found.rule} {found.name}: {_sentence(found, sides_of(found))}"
        if shows_split(entry):
            yield from (f"  {line}" for line in _paths("off", _off(entry.off_topic), entry.on_topic))
    yield from _rest(len(told))
    titles = [plural for _, plural in rules_of(shown).values()]
    for title, sums in sums_by(report) if shown else ():
        yield ""
        yield f"| {' | '.join([title, *titles, 'off-topic files'])} |"
        yield f"|---|{'---:|' * (len(titles) + 1)}"
        for one in sums:
            numbers = (*one.counts, one.off_topic)
            yield f"| {escape(one.name)} | {' | '.join(f'{value:,}' for value in numbers)} |"


def _findings(findings: Sequence[Finding], sides: Mapping[Side, str] | None = None) -> Iterator[str]:
    shown = by_severity(finding for finding in in_order(findings) if finding.suppressed is None)
    for finding in shown[:_MOST]:
        names = sides_of(finding) if sides is None else sides
        commit = f" commit {finding.commit[:SHORT]}:" if finding.commit and not finding.location else ""
        yield f"- **{finding.severity}** {finding.rule} {finding.name}:{commit} {_sentence(finding, names)}"
        yield from _below(finding, names)
    yield from _rest(len(shown))


def _below(finding: Finding, sides: Mapping[Side, str]) -> Iterator[str]:
    for related in finding.related:
        if related.line:
            where = code(f"{related.path}:{related.line}") + _tree(related.side, sides)
            yield f"  - also {where}: {prose(related.note)}"
    files = [(related.path, related.note) for related in finding.related if not related.line]
    yield from (f"  {line}" for line in _paths("also", files))
    if finding.help:
        yield f"  - help: {prose(finding.help, MAX_HELP)}"


def _sentence(finding: Finding, sides: Mapping[Side, str]) -> str:
    where = f"{code(place(finding))}{_tree(finding.location.side, sides)}: " if finding.location else ""
    return where + prose(about_place(finding))


def _tree(side: Side, sides: Mapping[Side, str]) -> str:
    return f" ({code(sides[side])})" if side in sides else ""


def _escape(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _ORDERED.sub(r"\1\\.", _SPECIAL.sub(r"\\\1", text))
    # A zero-width space keeps GitHub from mentioning people, linking addresses and referring to issues.
    text = _REFERENCE.sub(rf"\g<0>{_ZERO_WIDTH}", text)
    return text.replace("://", f":{_ZERO_WIDTH}//")


def _rest(total: int) -> Iterator[str]:
    if total > _MOST:
        yield f"- and {total - _MOST:,} more"


def _paths(word: str, paths: Sequence[tuple[str, str]], beside: Sequence[str] = ()) -> Iterator[str]:
    groups = group_paths(paths, beside)
    for group in groups[:_MOST_PATHS]:
        reason = f": {prose(group.reason)}" if group.reason else ""
        files = "" if group.files == 1 else f"{group.files:,} "
        yield f"- {word}: {files}{code(group.label)}{group.extent}{reason}"
    if len(groups) > _MOST_PATHS:
        yield f"- {word}: {sum(group.files for group in groups[_MOST_PATHS:]):,} more"


def _off(off_topic: Sequence[OffTopic]) -> list[tuple[str, str]]:
    return [(off.path, off.reason) for off in off_topic]


def _subject(commit: CommitSummary) -> str:
    who = escape(commit.agent or commit.author)
    return f'{commit.id[:SHORT]} {commit.date[:10]} {who} "{escape(commit.subject)}"'


def _counts(findings: Sequence[Finding]) -> str:
    return counts(findings, Style(verbose=True))
