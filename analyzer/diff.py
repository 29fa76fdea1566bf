"""Turns git's difference of two trees into changes with hunks."""

from collections.abc import Iterator, Sequence

from agentguard.analyzer.model.changes import Change, ChangeStatus, Hunk, Lines
from agentguard.analyzer.model.value import replace

_STATUS = {
    "A": ChangeStatus.ADDED,
    "M": ChangeStatus.MODIFIED,
    "D": ChangeStatus.DELETED,
    "R": ChangeStatus.RENAMED,
    "C": ChangeStatus.COPIED,
    "T": ChangeStatus.TYPE_CHANGED,
}
_PATCH = b"diff --git "


def parse_diff(output: bytes) -> tuple[Change, ...]:
    """Parses what `git diff-tree -r -z --raw [--patch --unified=0]` prints.

    The names are taken from the raw entries, which are exact; the patches follow in the same order, so theirs, which
    are quoted and can be ambiguous, are never read.

    Returns:
        The changes by path, without hunks and counts where the output has no patches.
    """
    raw, mark, patches = output.partition(b"\0\0")
    if not mark:
        raw = output.removesuffix(b"\0")
    entries = list(_raw_entries(raw.decode("utf-8", "surrogateescape").split("\0")))
    sections = _sections(patches)
    if sections:
        # A type change (file to symlink) is one entry, but two patches: the old file goes, the new one comes.
        entries = list(_with_sections(entries, sections))
    return tuple(sorted(entries, key=lambda change: change.path))


def _raw_entries(tokens: Sequence[str]) -> Iterator[Change]:
    position = 0
    while position + 1 < len(tokens):
        old_mode, new_mode, old_id, new_id, status = tokens[position].removeprefix(":").split(" ")
        two_names = status[0] in "RC"
        first = tokens[position + 1]
        yield Change(
            path=tokens[position + 2] if two_names else first,
            old_path=first if two_names else None,
            status=_STATUS[status[0]],
            old_mode=int(old_mode, 8),
            new_mode=int(new_mode, 8),
            old_id=(old_id.strip("0") and old_id) or None,
            new_id=(new_id.strip("0") and new_id) or None,
        )
        position += 3 if two_names else 2


def _sections(patches: bytes) -> list[list[str]]:
    """Splits patches into the lines of each; no content line begins with `diff`, since all have a sign in front.

    Latin-1 keeps every byte, and only the line feed ends a line.
    """
    sections: list[list[str]] = []
    for line in patches.split(b"\n"):
        if line.startswith(_PATCH):
            sections.append([])
        elif sections:
            sections[-1].append(line.decode("latin-1") + "\n")
    if sections:
        sections[-1].pop()
    return sections


def _with_sections(entries: Sequence[Change], sections: Sequence[list[str]]) -> Iterator[Change]:
    rest = iter(sections)
    for change in entries:
        parts = [next(rest, [])]
        if change.status is ChangeStatus.TYPE_CHANGED:
            parts.append(next(rest, []))
        yield _with_hunks(change, parts)


def _with_hunks(change: Change, sections: Sequence[Sequence[str]]) -> Change:
    if any(line.startswith("Binary files ") for section in sections for line in section[:8]):
        return replace(change, binary=True)
    hunks = tuple(hunk for section in sections for hunk in parse_hunks(section))
    return replace(
        change,
        hunks=hunks,
        added=sum(_count(hunk.new) for hunk in hunks),
        deleted=sum(_count(hunk.old) for hunk in hunks),
    )


def parse_hunks(section: Sequence[str]) -> Iterator[Hunk]:
    """Yields the hunks of one file's patch that was made without context.

    Args:
        section: its lines with their ends; whatever stands before the first hunk is not read.
    """
    start = next((number for number, line in enumerate(section) if line.startswith("@@ ")), None)
    if start is None:
        return
    from unidiff.patch import PatchSet  # noqa: PLC0415 - where only names are asked for, nothing is parsed

    for file in PatchSet(["--- a\n", "+++ b\n", *section[start:]]):
        for hunk in file:
            yield Hunk(
                old=_lines(hunk.source_start, hunk.source_length),
                new=_lines(hunk.target_start, hunk.target_length),
                old_after=hunk.source_start if not hunk.source_length else hunk.source_start - 1,
                new_after=hunk.target_start if not hunk.target_length else hunk.target_start - 1,
            )


def _lines(start: int, length: int) -> Lines | None:
    return Lines(first=start, last=start + length - 1) if length else None


def _count(lines: Lines | None) -> int:
    return lines.last - lines.first + 1 if lines else 0
