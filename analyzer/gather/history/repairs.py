"""Tells whether a later commit brought back what was lost."""

from collections.abc import Collection, Iterable, Iterator

from agentguard.analyzer.gather.history.later import Later
from agentguard.analyzer.gather.history.suspects import Edit, Suspect, SuspectFile
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.findings import Restored
from agentguard.analyzer.model.landed import Undone
from agentguard.analyzer.model.value import replace

_MAX_BYTES = 400_000
_MOST = 0.5
# A file that changes all the time would cost more than the answer is worth.
_MAX_VERSIONS = 100
_MAX_ASKED = 5

_Lines = frozenset[bytes]


def with_repairs(repository: Repository, suspect: Suspect, lost: Iterable[Undone], later: Later) -> tuple[Undone, ...]:
    """Adds to what a commit takes back whether a later commit brought most of it back.

    Args:
        repository: where the contents are.
        suspect: the commit with the versions of its files.
        lost: what it takes back.
        later: the commits of the log down to it.
    """
    files = {file.path: file for file in suspect.files}
    return tuple(
        replace(one, restored=_restored(repository, suspect, files[one.path], one, later)) if one.path in files else one
        for one in lost
    )


def _restored(
    repository: Repository, suspect: Suspect, file: SuspectFile, undone: Undone, later: Later
) -> Restored | None:
    versions = later.versions(file.path, suspect.number)
    edit = next((edit for edit in file.edits if edit.commit.id == undone.commit.id), None)
    if versions is None or edit is None or len(versions) > _MAX_VERSIONS:
        return None
    gone, back = _taken_back(repository, file, edit)
    if not gone and not back:
        return None
    names = dict.fromkeys(version.blob for version in versions if version.blob is not None)
    good = {name for name, text in _texts(repository, names) if _has_most(text, gone, back)}
    hits = [version.commit for version in versions if version.blob in good]
    for name in hits[:_MAX_ASKED]:
        commit = repository.find_commit(name)
        # On a branch beside the commit nothing was lost that could be brought back.
        if commit is not None and repository.is_ancestor(suspect.commit.id, commit):
            return Restored(by=commit)
    return Restored(by=None) if len(hits) <= _MAX_ASKED else None


def _taken_back(repository: Repository, file: SuspectFile, edit: Edit) -> tuple[_Lines, _Lines]:
    """Returns the lines of an edit that the commit took out, and those of before the edit that it brought back."""
    names = (file.old_id, file.new_id, edit.old_id, edit.new_id)
    texts = dict(_texts(repository, dict.fromkeys(name for name in names if name is not None)))
    before, after, old, new = (_lines(texts[name] if name is not None else b"") for name in names)
    return (new - old) & (before - after), (old - new) & (after - before)


def _texts(repository: Repository, names: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """Reads contents; what is missing or huge has no lines."""
    infos = list(repository.objects.info_many(names))
    small = [name for name, info in infos if info is not None and info.kind == "blob" and info.size <= _MAX_BYTES]
    contents = dict(repository.objects.read_many(small))
    yield from ((name, contents.get(name) or b"") for name in names)


def _has_most(text: bytes, gone: _Lines, back: _Lines) -> bool:
    lines = _lines(text)
    return len(gone & lines) + len(back - lines) > _MOST * (len(gone) + len(back))


def _lines(text: bytes) -> _Lines:
    return frozenset(filter(None, map(bytes.strip, text.split(b"\n"))))
