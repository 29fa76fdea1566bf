"""Reads what landed shortly before a change in the files that it edits, and what the change takes back of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from agentguard.analyzer.categories import is_generated
from agentguard.analyzer.gather.change import Subject
from agentguard.analyzer.gather.commits import commits_of
from agentguard.analyzer.gather.history.lost import lost_updates, of_siblings
from agentguard.analyzer.gather.history.suspects import Edit, Suspect, SuspectFile, landed_commit, present
from agentguard.analyzer.gather.landed_edits import WINDOW, Edits, EditsBefore, read_edits
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.git.sides import differences
from agentguard.analyzer.model.changes import Change, ChangeSet
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.landed import Undone
from agentguard.analyzer.undo import ChangedFile, LandedEdit, Taker, find_undone, takes_back

_HEAD_BYTES = 8_000
_MAX_MESSAGES = 50
_MAX_MERGES = 20


def undone_of(
    subject: Subject, before: EditsBefore, mainline: str | None, commits: Sequence[CommitRecord] | None
) -> tuple[Undone, ...]:
    """Returns the edits of siblings that a change takes back without saying so, by path, the newest first.

    What counts is what the change's base has in its history and the change has no more in its tree: an edit that
    landed after the base is kept by the merge. What the target has taken back itself meanwhile is not the change's.

    Args:
        subject: the opened change.
        before: the edits that landed in its files shortly before it.
        mainline: id of the commit that the change will land on, or has landed below; None where that is not known.
        commits: those of the change, newest first; None where nobody has read them.
    """
    change, repository, edits = subject.change, subject.repository, before.edits
    listed = commits_of(repository, change) if commits is None else commits
    commits = [commit for commit in listed if len(commit.parents) < 2]
    merges = [commit for commit in listed if len(commit.parents) == 2]
    alone = commits[0] if len(commits) == 1 and commits[0].id == change.head else None
    taker = Taker(
        message=_joined(commits) if commits else change.message,
        time=alone.time if alone is not None else None,
        paths=len(change.changes),
        dropped=_dropped(repository, merges, edits),
    )
    found = find_undone(list(_files(subject, before.entries.values(), edits)), taker)
    return tuple(_still_landed(repository, found, edits, change, mainline))


def undone_by_merge(repository: Repository, commit: CommitRecord) -> tuple[Undone, ...]:
    """Returns the edits that a merge commit drops of either of its two sides."""
    if len(commit.parents) != 2:
        return ()
    suspects: list[Suspect] = []
    for parent, other in (commit.parents, commit.parents[::-1]):
        tip = next(repository.log("--no-walk", parent))
        record = next(iter(differences(repository.git, [(commit, parent)])), None)
        if record is None:
            continue
        changed = {change.path: change for change in record.changes() if change.old_id != change.new_id}
        edits = read_edits(repository, tip.time - WINDOW, changed, (parent, f"^{other}"))
        files = tuple(
            SuspectFile(
                path,
                present(changed[path].old_id),
                present(changed[path].new_id),
                tuple(Edit(by, by.id, old, new) for by, old, new in known),
            )
            for path, known in edits.items()
        )
        if files:
            suspects.append(of_siblings(Suspect(0, commit, commit.id, files, parent, len(changed))))
    found = (one for undone in lost_updates(repository, suspects) for one in undone)
    return tuple(sorted(found, key=lambda one: one.path))


def _dropped(repository: Repository, merges: Sequence[CommitRecord], edits: Edits) -> frozenset[tuple[str, str]]:
    """Returns the landed edits that merges in a change drop, as path and commit."""
    landed = {(path, edit[0].id) for path, known in edits.items() for edit in known}
    found = (one for merge in merges[:_MAX_MERGES] for one in undone_by_merge(repository, merge))
    return frozenset((one.path, one.commit.id) for one in found) & landed


def _joined(commits: Sequence[CommitRecord]) -> str:
    """Puts the messages of a branch into one: what any of them announces is announced."""
    messages = [commit.message.strip() for commit in commits[:_MAX_MESSAGES]]
    bodies = (message.partition("\n")[2].strip() for message in messages)
    return "; ".join(message.partition("\n")[0] for message in messages) + "\n\n" + "\n".join(bodies)


def _files(subject: Subject, entries: Iterable[Change], edits: Edits) -> Iterator[ChangedFile]:
    """Yields the files with their contents; those that nobody edited tell what moved there."""
    entries = list(entries)
    subject.old.prefetch(entry.source_path for entry in entries)
    subject.new.prefetch(entry.path for entry in entries)
    contents = _contents(subject, edits)
    for entry in entries:
        before = subject.old.content(entry.source_path) if entry.old_mode else None
        after = subject.new.content(entry.path) if entry.new_mode else None
        text = after if after is not None else before
        if text is None or (entry.old_mode and before is None) or (entry.new_mode and after is None):
            continue
        head = text[:_HEAD_BYTES]
        if b"\0" not in head and is_generated(entry.path, head) is None:
            known = edits.get(entry.source_path, ())
            yield ChangedFile(path=entry.path, before=before, after=after, edits=tuple(_landed(known, contents)))


def _contents(subject: Subject, edits: Edits) -> dict[str | None, bytes | None]:
    """Reads the versions of the edits; missing and huge ones are left out."""
    blobs = dict.fromkeys(blob for known in edits.values() for _, old, new in known for blob in (old, new) if blob)
    objects, most = subject.repository.objects, subject.store.max_bytes
    sizes = objects.info_many(blobs)
    small = [blob for blob, info in sizes if info is not None and info.kind == "blob" and info.size <= most]
    contents: dict[str | None, bytes | None] = {None: None}
    contents.update((blob, text) for blob, text in objects.read_many(small) if text is not None)
    return contents


def _landed(
    known: Iterable[tuple[CommitRecord, str | None, str | None]], contents: Mapping[str | None, bytes | None]
) -> Iterator[LandedEdit]:
    for commit, old, new in known:
        if old in contents and new in contents:
            yield LandedEdit(commit=landed_commit(commit), message=commit.message, old=contents[old], new=contents[new])


def _still_landed(
    repository: Repository, found: Iterable[Undone], edits: Edits, change: ChangeSet, mainline: str | None
) -> Iterator[Undone]:
    """Leaves out what the target has taken back itself since the change's base."""
    found = list(found)
    if mainline is None or not found or (change.head and repository.is_ancestor(change.head, mainline)):
        yield from found
        return
    entries = {entry.path: entry for entry in change.changes}
    for undone in found:
        path = entries[undone.path].source_path
        now = repository.objects.info(f"{mainline}:{path}")
        before = entries[undone.path].old_id
        if now is None or now.id == before:
            yield undone
            continue
        edit = next(edit for edit in edits[path] if edit[0].id == undone.commit.id)
        texts = [repository.objects.read(blob) if blob else None for blob in (before, now.id, edit[1], edit[2])]
        landed = LandedEdit(commit=undone.commit, message="", old=texts[2], new=texts[3])
        if not takes_back(ChangedFile(path=path, before=texts[0], after=texts[1], edits=(landed,))):
            yield undone
