"""Reads the versions of files in which a commit meets what others did shortly before."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice

from agentguard.analyzer.categories import is_generated
from agentguard.analyzer.gather.history.suspects import Suspect, SuspectFile, landed_commit, present
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.git.sides import differences
from agentguard.analyzer.undo import ChangedFile, LandedEdit

MAX_FILES = 300
_MAX_BYTES = 400_000
_HEAD = 8_000


def other_files(repository: Repository, suspect: Suspect, changed: Collection[ChangedFile]) -> Iterator[SuspectFile]:
    """Yields the files beside some that a commit leaves with more or other content."""
    known = {file.path for file in changed}
    for record in differences(repository.git, [(suspect.commit, suspect.parent)]):
        for change in islice(record.changes(), MAX_FILES):
            if change.path not in known and change.status in {"A", "M"}:
                yield SuspectFile(change.path, present(change.old_id), present(change.new_id), ())


def changed_files(repository: Repository, files: Iterable[SuspectFile]) -> list[ChangedFile]:
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
