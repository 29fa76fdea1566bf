"""Finds the commit that a change was really made from."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from agentguard.analyzer.gather.parallel.versions import Version, recent_versions
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.changes import REGULAR, Change, ChangeSet, ChangeStatus
from agentguard.analyzer.model.landed import BaseEvidence, TrueBase
from agentguard.analyzer.undo.message import read_said
from agentguard.analyzer.undo.origin import MOST_BYTES, origin

# Anywhere in a message: a squash puts the trailers of the commits that it joins into the middle of its own.
_TRAILER = re.compile(r"^[ \t]*Agentguard-Base:[ \t]*([0-9a-f]{7,64})[ \t]*$", re.MULTILINE | re.IGNORECASE)
_MOST_TRAILERS = 20
_MOST_FILES = 200
_EDITED = frozenset({ChangeStatus.MODIFIED, ChangeStatus.RENAMED})


def true_base(repository: Repository, change: ChangeSet) -> TrueBase | None:
    """Returns the commit that a change was made from; None where it has no base.

    A trailer `Agentguard-Base` can only name an older commit than the merge base: who writes a change writes its
    message, too, and must not be able to hide what landed. Without one, the contents are held against the recent
    versions of the same files, unless the message says that something goes back or away: what leaves out a recent edit
    on purpose cannot be told by its content from what never saw it.

    Args:
        repository: where its trees can be read.
        change: the change; a squashed or rebased one is compared with its parent.
    """
    if change.base is None:
        return None
    named = _named(repository, change.base, change.message)
    if named != change.base:
        return TrueBase(commit=named, evidence=BaseEvidence.TRAILER)
    said = read_said(change.message)
    if said.goes_back or said.takes_out:
        return TrueBase(commit=change.base, evidence=BaseEvidence.MERGE_BASE)
    return _by_content(repository, change, change.base)


def _named(repository: Repository, base: str, message: str) -> str:
    """Returns the oldest of the commits that trailers name, the base where none of them is before it."""
    found = base
    for word in list(dict.fromkeys(_TRAILER.findall(message)))[:_MOST_TRAILERS]:
        commit = repository.find_commit(word)
        if commit is not None and commit.startswith(word.lower()) and repository.is_ancestor(commit, found):
            found = commit
    return found


def _by_content(repository: Repository, change: ChangeSet, base: str) -> TrueBase:
    edited = dict(_edited(change))
    chains = recent_versions(repository, base, {path: entry.old_id or "" for path, entry in edited.items()})
    stale = dict(_stale(repository, edited, chains))
    if not stale:
        return TrueBase(commit=base, evidence=BaseEvidence.MERGE_BASE)
    oldest = min(stale.values(), key=lambda last: last.time).parent
    tree = repository.list_tree(oldest)
    there = {path: tree[path].id if path in tree else None for path in edited}
    if any(there[path] != entry.old_id and path not in stale for path, entry in edited.items()):
        # A part of the change is from later: only some of its files are old.
        return TrueBase(
            commit=base, evidence=BaseEvidence.CONTENT, files={path: one.parent for path, one in stale.items()}
        )
    files = {path: one.parent for path, one in stale.items() if there[path] != one.blob}
    return TrueBase(commit=oldest, evidence=BaseEvidence.CONTENT, files=files)


class _Last(NamedTuple):
    """The last commit that has a version of a file, and when the next version came."""

    blob: str
    parent: str
    time: int


def _edited(change: ChangeSet) -> Iterator[tuple[str, Change]]:
    """Yields the files whose content was edited, by their former path."""
    entries = (entry for entry in change.changes if entry.status in _EDITED and not entry.binary)
    for entry in islice(entries, _MOST_FILES):
        if entry.new_mode in REGULAR and entry.old_mode in REGULAR and entry.old_id != entry.new_id:
            yield entry.source_path, entry


def _stale(
    repository: Repository, edited: Mapping[str, Change], chains: Mapping[str, Sequence[Version]]
) -> Iterator[tuple[str, _Last]]:
    """Yields the files that were made from an older version, with the last commit that has it."""
    for path, entry in edited.items():
        chain = chains[path]
        if len(chain) < 2:
            continue
        after, *texts = _texts(repository, (entry.new_id or "", *(version.blob for version in chain)))
        version = chain[origin(texts, after)]
        if version.replaced is not None and version.replaced.parents:
            yield path, _Last(version.blob, version.replaced.parents[0], version.replaced.time)


def _texts(repository: Repository, blobs: Sequence[str]) -> Iterator[bytes]:
    """Reads contents; one that is missing or huge is nothing that a file could have been made from."""
    sizes = dict(repository.objects.info_many(dict.fromkeys(blobs)))
    small = [blob for blob, info in sizes.items() if info is not None and info.size <= MOST_BYTES]
    contents = dict(repository.objects.read_many(small))
    for blob in blobs:
        yield contents.get(blob) or b"\0"
