"""Judges by content whether a commit takes back what others did shortly before."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from agentguard.analyzer.categories import category, is_generated
from agentguard.analyzer.gather.suspects import Edit, Suspect, SuspectFile, landed_commit, present
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.git.sides import differences
from agentguard.analyzer.model.changes import Category
from agentguard.analyzer.model.findings import Confidence
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.landed import Undone
from agentguard.analyzer.undo import MAX_EDITS, ChangedFile, LandedEdit, Taker, find_undone

# Programs write these, and write them back.
_WRITTEN_BY_PROGRAMS = frozenset({Category.LOCK, Category.GENERATED, Category.ARTIFACT, Category.BINARY})
# Builds and vendored code are replaced as a whole, by what another tree has.
_COPIED = re.compile(r"(^|/)(dist|build|_?vendor(ed)?|third[_-]party|node_modules)([-_.][^/]*)?/", re.IGNORECASE)
_MAX_BYTES = 400_000
_MAX_FILES = 300
_HEAD = 8_000
_MINUTES = 15


def lost_updates(repository: Repository, suspect: Suspect) -> tuple[Undone, ...]:
    """Returns the edits of siblings that a commit takes back without saying so, by path, the newest first.

    Where an author corrects the commit right before within minutes, that is rework mostly: the confidence is low.

    Args:
        repository: where the contents are; missing ones prove nothing.
        suspect: as the blob ids show it, with the edits of siblings only.
    """
    files = suspect.files
    merge = len(suspect.commit.parents) > 1
    commit = suspect.commit
    taker = Taker(message=commit.message, time=commit.time, paths=suspect.paths, merge=merge)
    changed = _changed(repository, files[:_MAX_FILES])
    found = find_undone(changed, taker)
    if found and suspect.paths > len(changed):
        # What is gone here may have moved to a file that nobody else touched.
        found = find_undone((*changed, *_changed(repository, _others(repository, suspect, changed))), taker)
    before = {name for name in {one.commit.id for one in found} if _was_there(repository, suspect, name)}
    lost = [one for one in found if one.commit.id in before]
    if merge and lost:
        edited = _edited_since_base(repository, suspect, {one.path for one in lost})
        lost = [one for one in lost if one.path in edited]
    commits = {edit.commit.id: edit.commit for file in files for edit in file.edits}
    return tuple(_graded(one, commits, commit) for one in lost)


def of_siblings(suspect: Suspect) -> Suspect:
    """Returns a suspect without what it or a program did itself.

    What a commit takes back of its own landing and author is rework, no loss.
    """
    files = (file._replace(edits=edits) for file in suspect.files if (edits := _of_siblings(suspect, file)))
    return suspect._replace(files=tuple(files))


def _was_there(repository: Repository, suspect: Suspect, edit: str) -> bool:
    """Tells whether an edit was on the side that a commit is compared with, and on no other side of a merge.

    What both sides have, one may have changed by itself, which is judged there.
    """
    others = [parent for parent in suspect.commit.parents if parent != suspect.parent]
    return repository.is_ancestor(edit, suspect.parent) and not any(
        repository.is_ancestor(edit, other) for other in others
    )


def _edited_since_base(repository: Repository, suspect: Suspect, paths: Collection[str]) -> frozenset[str]:
    """Returns the files that one side of a merge changed at all, so that a merge in order would keep something of it.

    A file that both sides have added, and one removed again, is back with every merge.
    """
    base = repository.merge_base(*suspect.commit.parents[:2])
    if base is None:
        return frozenset(paths)
    names = {f"{base}:{path}": path for path in paths if "\n" not in path}
    there = {names[name]: info.id if info else None for name, info in repository.objects.info_many(names)}
    return frozenset(file.path for file in suspect.files if there.get(file.path, file.old_id) != file.old_id)


def _of_siblings(suspect: Suspect, file: SuspectFile) -> tuple[Edit, ...]:
    if category(file.path) in _WRITTEN_BY_PROGRAMS or _COPIED.search(file.path):
        return ()
    return tuple(edit for edit in file.edits[:MAX_EDITS] if not _is_own(suspect, edit))


def _is_own(suspect: Suspect, edit: Edit) -> bool:
    """Tells whether a branch reworks what it did itself; what a merge loses is never its own."""
    together = len(suspect.commit.parents) == 1 and edit.landing == suspect.landing
    return together and edit.commit.email == suspect.commit.email


def _others(repository: Repository, suspect: Suspect, changed: Collection[ChangedFile]) -> Iterator[SuspectFile]:
    """Yields the other files that the commit leaves with more or other content."""
    known = {file.path for file in changed}
    for record in differences(repository.git, [(suspect.commit, suspect.parent)]):
        for change in islice(record.changes(), _MAX_FILES):
            if change.path not in known and change.status in {"A", "M"}:
                yield SuspectFile(change.path, present(change.old_id), present(change.new_id), ())


def _changed(repository: Repository, files: Iterable[SuspectFile]) -> list[ChangedFile]:
    """Reads files and their edits as far as they are text of a sane size; what does not exist is nothing."""
    files = list(files)
    wanted = dict.fromkeys(blob for file in files for blob in _blobs(file) if blob is not None)
    sizes = repository.objects.info_many(wanted)
    small = [blob for blob, info in sizes if info is not None and info.kind == "blob" and info.size <= _MAX_BYTES]
    contents: dict[str | None, bytes | None] = {None: None}
    read = repository.objects.read_many(small)
    contents.update((blob, text) for blob, text in read if text is not None and b"\0" not in text)
    there = (file for file in files if {file.old_id, file.new_id} <= contents.keys())
    changed = (_with_contents(file, contents) for file in there)
    return [file for file in changed if is_generated(file.path, (file.after or file.before or b"")[:_HEAD]) is None]


def _blobs(file: SuspectFile) -> Iterator[str | None]:
    yield from (file.old_id, file.new_id)
    for edit in file.edits:
        yield from (edit.old_id, edit.new_id)


def _with_contents(file: SuspectFile, contents: Mapping[str | None, bytes | None]) -> ChangedFile:
    return ChangedFile(
        path=file.path,
        before=contents[file.old_id],
        after=contents[file.new_id],
        edits=tuple(
            LandedEdit(
                commit=landed_commit(edit.commit),
                message=edit.commit.message,
                old=contents[edit.old_id],
                new=contents[edit.new_id],
            )
            for edit in file.edits
            if {edit.old_id, edit.new_id} <= contents.keys()
        ),
    )


def _graded(undone: Undone, commits: Mapping[str, CommitRecord], commit: CommitRecord) -> Undone:
    edit = commits[undone.commit.id]
    if edit.id in commit.parents and edit.email == commit.email and commit.time - edit.time < _MINUTES * 60:
        return replace(undone, confidence=Confidence.LOW)
    return undone
