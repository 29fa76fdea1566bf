"""The files of a commit by topic, as lines."""

from collections.abc import Iterator, Sequence

from agentguard.analyzer.model.topic import OffTopic
from agentguard.analyzer.report.clean import clean
from agentguard.analyzer.report.folders import Group, group_paths
from agentguard.analyzer.report.text.style import Style, table, wrap

_MOST = 6
_WORD = 5


def split_lines(on: Sequence[str], off: Sequence[OffTopic], style: Style, *, indent: str) -> Iterator[str]:
    """Yields the files on the topic side by side, those off it one folder a line with the reason."""
    groups = group_paths((clean(path), "") for path in on)
    if groups:
        word = "on" if off else "files"
        words = [
            group.label if group.files == 1 else f"{group.files:,} {group.label}" for group in _most(groups, style)
        ]
        rest = _rest(groups, style)
        words += [f"and {rest:,} more"] if rest else []
        head = _head(indent, word)
        yield from wrap(words, style, first=head, indent=" " * len(head))
    yield from group_lines([(entry.path, entry.reason) for entry in off], style, indent=indent, word="off")


def group_lines(paths: Sequence[tuple[str, str]], style: Style, *, indent: str, word: str = "") -> Iterator[str]:
    """Yields paths one folder a line, with how many they are and why they are listed."""
    groups = group_paths((clean(path), reason) for path, reason in paths)
    rows: list[tuple[str, ...]] = [(f"{group.files:,}", group.label, _reason(group)) for group in _most(groups, style)]
    rest = _rest(groups, style)
    rows += [(f"{rest:,}", "more (-v shows them)")] if rest else []
    head = _head(indent, word)
    margin = " " * len(head)
    lines = table(rows, style, indent=margin, right=frozenset({0}), shrink=2)
    for at, line in enumerate(lines):
        yield line if at else head + line.removeprefix(margin)


def _head(indent: str, word: str) -> str:
    return indent + (word.ljust(max(_WORD, len(word) + 1)) if word else "")


def _reason(group: Group) -> str:
    others = f" (others: {group.others:,} for other reasons)" if group.others else ""
    return clean(group.reason) + others


def _most(groups: Sequence[Group], style: Style) -> Sequence[Group]:
    return groups if style.verbose else groups[:_MOST]


def _rest(groups: Sequence[Group], style: Style) -> int:
    return sum(group.files for group in groups) - sum(group.files for group in _most(groups, style))
