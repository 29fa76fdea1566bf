"""Judges by content whether commits take back what others did shortly before."""

import re
from collections.abc import Iterator, Mapping, Sequence

from agentguard.analyzer.categories import category
from agentguard.analyzer.gather.history.contents import MAX_FILES, changed_files, other_files
from agentguard.analyzer.gather.history.dropped import dropped_by_merges
from agentguard.analyzer.gather.history.suspects import Edit, Suspect, SuspectFile
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.changes import Category
from agentguard.analyzer.model.findings import Confidence
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.landed import Undone
from agentguard.analyzer.model.value import replace
from agentguard.analyzer.undo import MAX_EDITS, Taker, find_undone

# Programs write these, and write them back.
_WRITTEN_BY_PROGRAMS = frozenset({Category.LOCK, Category.GENERATED, Category.ARTIFACT, Category.BINARY})
# Builds and vendored code are replaced as a whole, by what another tree has.
_COPIED = re.compile(r"(^|/)(dist|build|_?vendor(ed)?|third[_-]party|node_modules)([-_.][^/]*)?/", re.IGNORECASE)
_MINUTES = 15


def lost_updates(repository: Repository, suspects: Sequence[Suspect]) -> Iterator[tuple[Undone, ...]]:
    """Yields, for each commit, the edits of siblings that it takes back without saying so, by path, the newest first.

    Where an author corrects the commit right before within minutes, that is rework mostly: the confidence is low.

    Args:
        repository: where the contents are; missing ones prove nothing.
        suspects: as the blob ids show them, with the edits of siblings only.
    """
    dropped = dropped_by_merges(repository, [one for one in suspects if _is_merge(one)])
    for suspect in suspects:
        found = next(dropped) if _is_merge(suspect) else _taken_back(repository, suspect)
        yield tuple(_still_lost(repository, suspect, found))


def _is_merge(suspect: Suspect) -> bool:
    return len(suspect.commit.parents) > 1


def _still_lost(repository: Repository, suspect: Suspect, found: Sequence[Undone]) -> Iterator[Undone]:
    commit = suspect.commit
    before = {name for name in {one.commit.id for one in found} if _was_there(repository, suspect, name)}
    commits = {edit.commit.id: edit.commit for file in suspect.files for edit in file.edits}
    return (_graded(one, commits, commit) for one in found if one.commit.id in before)


def _taken_back(repository: Repository, suspect: Suspect) -> tuple[Undone, ...]:
    commit = suspect.commit
    taker = Taker(message=commit.message, time=commit.time, paths=suspect.paths)
    changed = changed_files(repository, suspect.files[:MAX_FILES])
    found = find_undone(changed, taker)
    if found and suspect.paths > len(changed):
        # What is gone here may have moved to a file that nobody else touched.
        found = find_undone((*changed, *changed_files(repository, other_files(repository, suspect, changed))), taker)
    return found


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


def _of_siblings(suspect: Suspect, file: SuspectFile) -> tuple[Edit, ...]:
    if category(file.path) in _WRITTEN_BY_PROGRAMS or _COPIED.search(file.path):
        return ()
    return tuple(edit for edit in file.edits[:MAX_EDITS] if not _is_own(suspect, edit))


def _is_own(suspect: Suspect, edit: Edit) -> bool:
    """Tells whether a branch reworks what it did itself; what a merge loses is never its own."""
    together = len(suspect.commit.parents) == 1 and edit.landing == suspect.landing
    return together and edit.commit.email == suspect.commit.email


def _graded(undone: Undone, commits: Mapping[str, CommitRecord], commit: CommitRecord) -> Undone:
    edit = commits[undone.commit.id]
    if edit.id in commit.parents and edit.email == commit.email and commit.time - edit.time < _MINUTES * 60:
        return replace(undone, confidence=Confidence.LOW)
    return undone
