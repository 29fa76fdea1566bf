"""Findings as lines: place, severity, rule, message, then what else there is to see and to do."""

from collections.abc import Iterable, Iterator, Mapping
from posixpath import commonpath, dirname

from agentguard.analyzer.counts import number
from agentguard.analyzer.model.changes import Skipped
from agentguard.analyzer.model.findings import Finding, Severity, Side
from agentguard.analyzer.report.clean import MAX_HELP, clean
from agentguard.analyzer.report.pairs import sides_of
from agentguard.analyzer.report.text.splits import group_lines
from agentguard.analyzer.report.text.style import Style
from agentguard.analyzer.report.values import by_severity, count, in_order

SHORT = 10
_MOST_NAMED = 3
# So many findings that are alike are told by the first of them.
_MANY = 4


def finding_lines(findings: Iterable[Finding], style: Style) -> Iterator[str]:
    """Yields the findings worst first; notes, what is suppressed, and all of many that are alike only when verbose."""
    ordered = by_severity(in_order(findings))
    if style.verbose:
        for finding in ordered:
            yield from lines_of(finding, style)
        return
    for alike in _alike(one for one in ordered if is_shown(one, style)):
        yield from lines_of(alike[0], style)
        if len(alike) > 1:
            folder = commonpath([dirname(one.location.path) for one in alike if one.location])
            below = f" below {path(folder)}/" if folder else ""
            yield style.dim(f"    and {len(alike) - 1:,} more like it{below} (-v shows them)")


def _alike(findings: Iterable[Finding]) -> Iterator[list[Finding]]:
    """Puts those together that say the same of many files in one top folder; few of them stand by themselves."""
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        where = finding.location
        if where is None or where.line or finding.related:
            key: tuple[str, ...] = (finding.fingerprint, finding.rule)
        else:
            key = (finding.rule, finding.severity, about_place(finding), where.path.partition("/")[0])
        groups.setdefault(key, []).append(finding)
    for group in groups.values():
        if len(group) >= _MANY:
            yield group
        else:
            yield from ([one] for one in group)


def place(finding: Finding) -> str:
    """Names where a finding is: path and line, else its commit, else the change as a whole."""
    if finding.location is not None:
        line = f":{finding.location.line}" if finding.location.line else ""
        return path(finding.location.path) + line
    return f"commit {finding.commit[:SHORT]}" if finding.commit else "the change"


def about_place(finding: Finding) -> str:
    """Returns the message without the path that it may begin with, for where the place stands beside it."""
    message = clean(finding.message)
    if finding.location is None:
        return message
    clause = message.removeprefix(f"`{clean(finding.location.path)}` ")
    return clause if clause[:1].islower() else message


def path(name: str) -> str:
    """Names a path so that no log reader takes the line for a command of its own."""
    name = clean(name)
    return f"./{name}" if name.startswith("::") else name


def counts(findings: Iterable[Finding], style: Style) -> str:
    """Counts findings in words: `1 error, 2 warnings, 3 notes (-v shows them)`."""
    found = count(findings)
    hidden = [
        number(found["note"], "note") if found["note"] else "",
        f"{found['suppressed']:,} suppressed" if found["suppressed"] else "",
    ]
    parts = [number(found[word], word) for word in ("error", "warning") if found[word]]
    parts += filter(None, hidden)
    more = " (-v shows them)" if any(hidden) and not style.verbose else ""
    return (", ".join(parts) or "nothing found") + more


def skipped_lines(skipped: Iterable[Skipped], style: Style) -> Iterator[str]:
    """Yields what was not looked at; the reasons only when verbose."""
    entries = sorted(skipped, key=lambda entry: (entry.what, entry.reason))
    if style.verbose:
        yield from (f"not looked at: {clean(entry.what)}: {clean(entry.reason)}" for entry in entries)
    elif entries:
        named = ", ".join(clean(entry.what) for entry in entries[:_MOST_NAMED])
        more = f" and {len(entries) - _MOST_NAMED:,} more" if len(entries) > _MOST_NAMED else ""
        yield style.dim(f"not looked at: {named}{more} (-v says why)")


def is_shown(finding: Finding, style: Style) -> bool:
    """Tells whether a reader sees a finding without asking for all of them."""
    return style.verbose or (finding.severity is not Severity.NOTE and finding.suppressed is None)


def lines_of(
    finding: Finding, style: Style, *, indent: str = "", sides: Mapping[Side, str] | None = None
) -> Iterator[str]:
    """Yields one finding with the other places that explain it and what to do.

    Args:
        finding: what to show.
        style: how.
        indent: stands before every line.
        sides: names of the trees that are not the reader's own; None for those of a change and its sibling.
    """
    names = sides_of(finding) if sides is None else sides
    waived = f" [suppressed: {clean(finding.suppressed)}]" if finding.suppressed is not None else ""
    head = f"{style.severity(finding.severity)} {finding.rule} {finding.name}"
    where = place(finding) + (tree(finding.location.side, names) if finding.location else "")
    yield f"{indent}{where}: {head}: {about_place(finding)}{waived}"
    below = f"{indent}    "
    for related in finding.related:
        if related.line:
            there = f"{clean(related.path)}:{related.line}{tree(related.side, names)}"
            yield f"{below}also: {there}: {clean(related.note)}"
    files = [(related.path, related.note) for related in finding.related if not related.line]
    yield from group_lines(files, style, indent=below, word="also:")
    if finding.help:
        yield f"{below}help: {clean(finding.help, MAX_HELP)}"


def tree(side: Side, names: Mapping[Side, str]) -> str:
    """Says whose tree a place is in, where that has a name."""
    return f" ({clean(names[side])})" if side in names else ""
