"""Judges by content whether a commit takes back what others did shortly before."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from agentguard.analyzer.categories import category
from agentguard.analyzer.gather.suspects import Edit, Suspect, SuspectFile
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.changes import Category
from agentguard.analyzer.model.findings import Confidence
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.landed import LandedCommit, Undone
from agentguard.analyzer.undo import MAX_EDITS, ChangedFile, LandedEdit, find_undone

# Programs write these, and write them back.
_WRITTEN_BY_PROGRAMS = frozenset({Category.LOCK, Category.GENERATED, Category.ARTIFACT, Category.BINARY})
_MAX_BYTES = 400_000
_MAX_FILES = 500
_MINUTES = 15


def lost_updates(repository: Repository, suspect: Suspect) -> tuple[Undone, ...]:
    """Returns the edits of siblings that a commit takes back without saying so, by path, the newest first.

    What a commit takes back of its own landing and author is rework, no loss; where an author corrects the commit
    right before within minutes, it nearly always is: the confidence is low.

    Args:
        repository: where the contents are; missing ones prove nothing.
        suspect: as the blob ids show it.
    """
    files = {file.path: edits for file in suspect.files[:_MAX_FILES] if (edits := _of_siblings(suspect, file))}
    if not files:
        return ()
    contents = _contents(repository, suspect, files)
    changed = [
        _changed(file, files[file.path], contents)
        for file in suspect.files
        if file.path in files and file.new_id in contents and file.old_id in contents
    ]
    commits = {edit.commit.id: edit.commit for edits in files.values() for edit in edits}
    found = find_undone(changed, suspect.commit.message, merge=len(suspect.commit.parents) > 1)
    before = {name for name in {one.commit.id for one in found} if _was_there(repository, suspect, name)}
    return tuple(_graded(undone, commits, suspect.commit) for undone in found if undone.commit.id in before)


def landed_commit(commit: CommitRecord) -> LandedCommit:
    """Returns what findings say of a past commit."""
    return LandedCommit(id=commit.id, subject=commit.subject, time=commit.time)


def _was_there(repository: Repository, suspect: Suspect, edit: str) -> bool:
    """Tells whether an edit was on the side that a commit is compared with, and on no other side of a merge.

    What both sides have, one may have changed by itself, which is judged there.
    """
    others = [parent for parent in suspect.commit.parents if parent != suspect.parent]
    return repository.is_ancestor(edit, suspect.parent) and not any(
        repository.is_ancestor(edit, other) for other in others
    )


def _of_siblings(suspect: Suspect, file: SuspectFile) -> list[Edit]:
    if category(file.path) in _WRITTEN_BY_PROGRAMS:
        return []
    return [edit for edit in file.edits[:MAX_EDITS] if not _is_own(suspect, edit)]


def _is_own(suspect: Suspect, edit: Edit) -> bool:
    """Tells whether a branch reworks what it did itself; what a merge loses is never its own."""
    together = len(suspect.commit.parents) == 1 and edit.landing == suspect.landing
    return together and edit.commit.email == suspect.commit.email


def _contents(
    repository: Repository, suspect: Suspect, files: Mapping[str, Iterable[Edit]]
) -> dict[str | None, bytes | None]:
    """Reads the contents that are text of a sane size; what does not exist is nothing."""
    wanted = {blob: None for blob in _blobs(suspect, files) if blob is not None}
    sizes = repository.objects.info_many(wanted)
    small = [blob for blob, info in sizes if info is not None and info.kind == "blob" and info.size <= _MAX_BYTES]
    read = repository.objects.read_many(small)
    contents: dict[str | None, bytes | None] = {None: None}
    contents.update((blob, text) for blob, text in read if text is not None and b"\0" not in text)
    return contents


def _blobs(suspect: Suspect, files: Mapping[str, Iterable[Edit]]) -> Iterator[str | None]:
    for file in suspect.files:
        if file.path in files:
            yield from (file.old_id, file.new_id)
            for edit in files[file.path]:
                yield from (edit.old_id, edit.new_id)


def _changed(file: SuspectFile, edits: Iterable[Edit], contents: Mapping[str | None, bytes | None]) -> ChangedFile:
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
            for edit in edits
            if edit.old_id in contents and edit.new_id in contents
        ),
    )


def _graded(undone: Undone, commits: Mapping[str, CommitRecord], commit: CommitRecord) -> Undone:
    edit = commits[undone.commit.id]
    if edit.id in commit.parents and edit.email == commit.email and commit.time - edit.time < _MINUTES * 60:
        return replace(undone, confidence=Confidence.LOW)
    return undone
