"""Finds what siblings, and the target, did to files that are about to be edited here.

Almost always that is nothing, and it has to be told in milliseconds: versions are compared by their ids, files of
siblings are read and hashed right here, and git and a parser are started only for what differs.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.git.disk import OnDisk, blob_id, plain_lines, read_on_disk
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.git.status import dirty
from agentguard.analyzer.git.worktrees import Surrounding, Worktree, look_around
from agentguard.analyzer.model.changes import REGULAR
from agentguard.analyzer.model.edits import OtherEdit, PlannedEdit, Standing
from agentguard.analyzer.target import Target

_MOST_WORKTREES = 8
_MOST_BYTES = 1_000_000
_MOST_EDITS = 4
# What a filter may have put in the place of a file: a pointer (Git LFS), or something encrypted.
_STORED_OTHERWISE = re.compile(rb"version https://git-lfs|[^\0]{0,8000}\0")


class _Version(NamedTuple):
    """One version of a file: its id, and its content; both None where there is none."""

    id: str | None = None
    content: bytes | None = None


class _Pair(NamedTuple):
    """What somebody made of a file: how far it got, and the versions before and after."""

    who: str
    standing: Standing
    old: _Version
    new: _Version


def edited_elsewhere(
    repository: Repository, target: Target | None, planned: Sequence[PlannedEdit]
) -> tuple[OtherEdit, ...]:
    """Returns what others did to the files, the closest first.

    Looked at are the linked worktrees with what is not committed in them, each with the branch that it is on, and the
    target. Branches that nobody has checked out are not: many of them are old.

    Args:
        repository: the worktree in which the edit is about to be made.
        target: the branch that changes land on.
        planned: the edits.
    """
    search = _Search(repository, target)
    found = [edit for one in planned for edit in _at_most(search.others(one))]
    return tuple(sorted(found, key=lambda edit: (not edit.is_close, edit.path)))


def _at_most(edits: Iterator[OtherEdit]) -> Iterator[OtherEdit]:
    for _, edit in zip(range(_MOST_EDITS), edits, strict=False):
        yield edit


class _Search:
    def __init__(self, repository: Repository, target: Target | None) -> None:
        self._repository = repository
        self._target = target

    def others(self, planned: PlannedEdit) -> Iterator[OtherEdit]:
        """Yields what others did to one file, where it is more than comments and layout and not here already."""
        root = self._repository.root
        here = read_on_disk(root, planned.path, most_bytes=_MOST_BYTES) if root is not None else None
        for pair in (*self._landed(planned.path), *self._of_siblings(planned.path, here)):
            ours = self._on_disk(here)
            edit = _judged(planned, pair, ours.content) if pair.new.id != ours.id else None
            if edit is not None:
                yield edit

    @cached_property
    def _around(self) -> Surrounding:
        return look_around(self._repository, most=_MOST_WORKTREES)

    @cached_property
    def _head(self) -> str | None:
        return self._around.own.head if self._around.own is not None else None

    @cached_property
    def _base(self) -> str | None:
        return self._base_of(self._head)

    def _base_of(self, head: str | None) -> str | None:
        """Returns where a branch left the target, or this one where there is no target."""
        other = self._target.commit if self._target is not None else self._head
        return self._repository.merge_base(other, head) if head is not None and other is not None else None

    def _landed(self, path: str) -> Iterator[_Pair]:
        new = self._id(self._target.commit, path) if self._target is not None else None
        if self._target is None or new == self._id(self._head, path):
            return
        old = self._id(self._base, path)
        if self._base is not None and old != new:
            yield _Pair(self._target.name, Standing.LANDED, self._read(old), self._read(new))

    def _of_siblings(self, path: str, here: OnDisk | None) -> Iterator[_Pair]:
        for one in self._around.siblings:
            try:
                yield from self._of_sibling(one, path, here)
            except AgentguardError:
                # It went away, or cannot be read: whoever commits there is told by other means.
                continue

    def _of_sibling(self, one: Worktree, path: str, here: OnDisk | None) -> Iterator[_Pair]:
        there = read_on_disk(one.path, path, most_bytes=_MOST_BYTES)
        if there == here and (there is None or there.content is not None):
            return
        at_head, now = self._id(one.head, path), self._on_disk(there)
        if now.id != at_head and self._is_dirty(one, path, at_head, now):
            yield _Pair(one.name, Standing.UNCOMMITTED, self._before(one, path, at_head), now)
        elif not self._is_known(at_head, path):
            old = self._before(one, path, at_head)
            if old.id != at_head and not self._has_landed(one, path, at_head):
                yield _Pair(one.name, Standing.UNLANDED, old, self._read(at_head))

    def _is_dirty(self, one: Worktree, path: str, at_head: str | None, now: _Version) -> bool:
        """Tells whether a file that is not byte for byte as in a commit was edited; git is asked in doubt."""
        committed = self._read(at_head).content
        if committed is not None and now.content is not None and not _STORED_OTHERWISE.match(committed):
            return plain_lines(committed) != plain_lines(now.content)
        return next(dirty(one.git, pathspecs=[f":(top,literal){path}"]), None) is not None

    def _is_known(self, name: str | None, path: str) -> bool:
        """Tells whether a version is here or on the target: nobody's unlanded work. Mostly that is plain at once."""
        target = self._target.commit if self._target is not None else None
        return any(name == self._id(commit, path) for commit in (self._head, target)) or (
            self._base is not None and name == self._id(self._base, path)
        )

    def _has_landed(self, one: Worktree, path: str, name: str | None) -> bool:
        """Tells whether the target once had a sibling's version, as after a squash, and has moved on since."""
        base = self._base_of(one.head)
        if self._target is None or base is None or name is None:
            return False
        changes = (
            record.change_of(path) for record in self._repository.log(f"{base}..{self._target.commit}", "--", path)
        )
        return any(change is not None and change.new_id == name for change in changes)

    def _before(self, one: Worktree, path: str, at_head: str | None) -> _Version:
        """Returns the version that a sibling's work began with."""
        is_known = self._is_known(at_head, path)
        return self._read(at_head if is_known else self._id(self._base_of(one.head), path))

    def _id(self, commit: str | None, path: str) -> str | None:
        entry = self._repository.trees.entry(commit, path) if commit is not None else None
        return entry.id if entry is not None and entry.mode in REGULAR else None

    def _read(self, name: str | None) -> _Version:
        if name is None:
            return _Version()
        info = self._repository.objects.info(name)
        is_small = info is not None and info.size <= _MOST_BYTES
        return _Version(name, self._repository.objects.read(name) if is_small else None)

    def _on_disk(self, found: OnDisk | None) -> _Version:
        if found is None:
            return _Version()
        if found.content is None:
            return _Version("large")
        return _Version(blob_id(found.content, self._repository.place.object_format), found.content)


def _judged(planned: PlannedEdit, pair: _Pair, ours: bytes | None) -> OtherEdit | None:
    """Tells what a pair of versions means for an edit; None where they differ in comments and layout only."""
    from agentguard.analyzer.gather.touched import compare_versions, touched_symbols  # noqa: PLC0415 - mostly nobody

    old, new = (plain_lines(version.content or b"") for version in (pair.old, pair.new))
    is_read = all(version.content is not None or version.id is None for version in (pair.old, pair.new))
    changes = compare_versions(planned.path, pair.old.content, pair.new.content) if is_read else None
    if changes is not None and not changes and pair.old.id is not None and pair.new.id is not None:
        return None
    names = touched_symbols(planned.path, ours, planned.old)
    is_touched = [(change.old_symbol or change.symbol) in names or change.symbol in names for change in changes or ()]
    text = plain_lines((planned.old or "").encode("utf-8", "surrogateescape"))
    lost_lines = bool(text) and text in old and text not in new
    ordered = sorted(zip(is_touched, changes or (), strict=True), key=lambda one: not one[0])
    return OtherEdit(
        path=planned.path,
        who=pair.who,
        standing=pair.standing,
        changes=tuple(change for _, change in ordered),
        touched=sum(is_touched),
        is_close=not text or lost_lines or any(is_touched),
        is_new=pair.old.id is None,
        is_gone=pair.new.id is None,
    )
