"""Holds merge commits against what git itself makes of their parents."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from agentguard.analyzer.gather.history.contents import MAX_FILES, changed_files, other_files
from agentguard.analyzer.gather.history.suspects import Suspect
from agentguard.analyzer.git.merge import Merged
from agentguard.analyzer.git.quarantine import quarantine
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.landed import Undone
from agentguard.analyzer.undo import ChangedFile, MergedFile, find_dropped
from agentguard.analyzer.undo.lines import keys_of

_OPENING, _BASE, _MIDDLE, _CLOSING = b"<<<<<<< ", b"||||||| ", b"=======", b">>>>>>> "


def dropped_by_merges(repository: Repository, suspects: Sequence[Suspect]) -> Iterator[tuple[Undone, ...]]:
    """Yields, for each merge commit, the edits of one parent that it drops, by path, the newest first.

    Args:
        repository: where the contents are; missing ones prove nothing.
        suspects: merges of two parents, with the files in which they differ from one and that parent's edits of them.
    """
    pairs = dict.fromkeys(_parents(suspect) for suspect in suspects)
    if not pairs:
        return
    with quarantine(repository) as held:
        merged = dict(zip(pairs, held.merge_all(tuple(pairs), {}), strict=True))
        for suspect in suspects:
            one, other = _parents(suspect)
            sides = _Sides(one, other, ours=suspect.parent == one)
            made = merged[one, other]
            yield _dropped(repository, held.repository, suspect, sides, made) if made is not None else ()


def _parents(suspect: Suspect) -> tuple[str, str]:
    one, other = suspect.commit.parents
    return one, other


def _dropped(
    repository: Repository, seen: Repository, suspect: Suspect, sides: "_Sides", merged: Merged
) -> tuple[Undone, ...]:
    commit = suspect.commit
    differing = seen.tree_differences(merged.tree, commit.id)
    # Where one side has the file and the other has removed it, to keep or to remove it is a decision.
    stages: dict[str, set[int]] = {}
    for stage in merged.stages:
        stages.setdefault(stage.path, set()).add(stage.stage)
    files = [
        file._replace(old_id=entry.old and entry.old.id, new_id=entry.new and entry.new.id)
        for file in suspect.files[:MAX_FILES]
        if (entry := differing.get(file.path)) and stages.get(file.path, {2, 3}) >= {2, 3}
    ]
    changed = changed_files(seen, files)
    read = [_seen_from(seen, file, sides) for file in changed]
    found = find_dropped(read, time=commit.time)
    if found:
        # What is gone here may have moved to another file.
        others = changed_files(repository, other_files(repository, suspect, changed))
        added = frozenset(key for file in others for key in keys_of(file.after)).difference(
            key for file in others for key in keys_of(file.before)
        )
        found = find_dropped(read, time=commit.time, elsewhere=added)
    return found


class _Sides(NamedTuple):
    """The two parents of a merge, and whether it is seen from the first."""

    one: str
    other: str
    ours: bool


def _seen_from(repository: Repository, file: ChangedFile, sides: _Sides) -> MergedFile:
    """Puts the text of one side in the place of every conflict."""
    foreign = repository.objects.read(f"{sides.other if sides.ours else sides.one}:{file.path}")
    keys = frozenset(keys_of(foreign))
    if file.before is None:
        return MergedFile(file=file, disputed=frozenset(), foreign=keys)
    lines: list[bytes] = []
    disputed: set[int] = set()
    for line, is_disputed in _resolved(file.before.splitlines(keepends=True), sides):
        if is_disputed:
            disputed.add(len(lines))
        lines.append(line)
    resolved = ChangedFile(path=file.path, before=b"".join(lines), after=file.after, edits=file.edits)
    return MergedFile(file=resolved, disputed=frozenset(disputed), foreign=keys)


def _resolved(lines: Sequence[bytes], sides: _Sides) -> Iterator[tuple[bytes, bool]]:
    """Yields the lines with one side's text of each conflict, and whether they stand in one.

    A marker carries the id of a commit, which no file of that very commit can hold.
    """
    opening, closing = _OPENING + sides.one.encode(), _CLOSING + sides.other.encode()
    part = None
    for line in lines:
        if part is None and line.startswith(opening):
            part = _OPENING
        elif part is None:
            yield line, False
        elif line.startswith(closing):
            part = None
        elif part == _OPENING and line.startswith(_BASE):
            part = _BASE
        elif part != _MIDDLE and line.rstrip(b"\r\n") == _MIDDLE:
            part = _MIDDLE
        elif part == (_OPENING if sides.ours else _MIDDLE):
            yield line, True
