"""The files of a commit by topic, as lines."""

import textwrap
from collections.abc import Iterator, Sequence

from agentguard.analyzer.model.topic import OffTopic
from agentguard.analyzer.report.clean import clean
from agentguard.analyzer.report.folders import Group, group_paths
from agentguard.analyzer.report.text.style import Style, columns, table, wrap

_MOST = 6
_WORD = 5
_GAP = "  "
_NARROWEST = 28


def split_lines(on: Sequence[str], off: Sequence[OffTopic], style: Style, *, indent: str) -> Iterator[str]:
    """Yields the files on the topic side by side, those off it one folder a line with the reason."""
    off_paths = [clean(entry.path) for entry in off]
    groups = group_paths([(clean(path), "") for path in on], off_paths)
    if groups:
        word = "on" if off else "files"
        words = [_word(group) for group in _most(groups, style)]
        rest = _rest(groups, style)
        words += [f"and {rest:,} more"] if rest else []
        head = _head(indent, word)
        yield from wrap(words, style, first=head, indent=" " * len(head))
    off_groups = group_paths([(clean(entry.path), entry.reason) for entry in off], map(clean, on))
    yield from _table(off_groups, style, indent=indent, word="off")


def group_lines(paths: Sequence[tuple[str, str]], style: Style, *, indent: str, word: str = "") -> Iterator[str]:
    """Yields paths one folder a line, with how many they are and why they are listed."""
    groups = group_paths((clean(path), reason) for path, reason in paths)
    yield from _table(groups, style, indent=indent, word=word)


def _table(groups: Sequence[Group], style: Style, *, indent: str, word: str) -> Iterator[str]:
    shown, rest = _most(groups, style), _rest(groups, style)
    head = _head(indent, word)
    lines = _labels(shown, rest, style, indent=" " * len(head))
    if lines:
        lines[0] = head + lines[0][len(head) :]
    margin = max(map(columns, lines), default=0) + len(_GAP)
    said = ""
    for line, reason in zip(lines, [*map(_reason, shown), *([""] if rest else [])], strict=True):
        yield from _with_reason(line, "same" if reason and reason == said else reason, style, margin=margin)
        said = reason


def _labels(groups: Sequence[Group], rest: int, style: Style, *, indent: str) -> list[str]:
    """One line a group; the number of files only where there are several."""
    rows = [(f"{group.files:,}" if group.files > 1 else "", group.label + group.extent) for group in groups]
    rows += [(f"{rest:,}", "more (-v shows them)")] if rest else []
    if any(files for files, _ in rows):
        return table(rows, style, indent=indent, right=frozenset({0}))
    return table([(label,) for _, label in rows], style, indent=indent)


def _with_reason(line: str, reason: str, style: Style, *, margin: int) -> Iterator[str]:
    """Sets a reason beside a line, on as many lines as it needs; where there is no room for that, below."""
    room = None if style.width is None else style.width - margin
    if room is None or len(reason) <= room:
        yield line + (" " * (margin - columns(line)) + reason if reason else "")
        return
    below = room < _NARROWEST
    if below:
        yield line
    indent = " " * (len(line) - len(line.lstrip()) + len(_GAP) if below else margin)
    for at, part in enumerate(textwrap.wrap(reason, max((style.width or 0) - len(indent), _NARROWEST))):
        yield (indent if at or below else line + " " * (margin - columns(line))) + part


def _word(group: Group) -> str:
    return group.label if group.files == 1 else f"{group.files:,} {group.label}{group.extent}"


def _head(indent: str, word: str) -> str:
    return indent + (word.ljust(max(_WORD, len(word) + 1)) if word else "")


def _reason(group: Group) -> str:
    others = f" ({group.others:,} for other reasons)" if group.others else ""
    return clean(group.reason) + others


def _most(groups: Sequence[Group], style: Style) -> Sequence[Group]:
    return groups if style.verbose else groups[:_MOST]


def _rest(groups: Sequence[Group], style: Style) -> int:
    return sum(group.files for group in groups) - sum(group.files for group in _most(groups, style))
