"""Finds in a log, by blob ids alone, the commits that bring files back to what they were before other commits."""

from collections.abc import Iterator, Sequence

from agentguard.analyzer.gather.history.suspects import REACH_DAYS, Edit, Seen, Suspect, SuspectFile, present
from agentguard.analyzer.history import DAY
from agentguard.analyzer.model.history import CommitRecord, RawChange

_REACH = REACH_DAYS * DAY
# So many commits are remembered at most twice, whatever their clocks say.
_MAX_COMMITS = 20_000
# A commit of more files is an import of another tree.
_MAX_FILES = 3_000
_MAX_STEPS = 200
_BEHIND_MODES = len(":100644 100644 ")


class Restores:
    """Watches a log, newest first; memory is bounded by the commits of four weeks.

    A file is back at an earlier state where a later commit leaves the blob that an earlier one replaced, and the blobs
    between the two lead from one to the other without a gap: histories that reach one state twice on two branches
    undo nothing. A file that is gone again counts where the same commit brings back another file from before the same
    earlier commit: to remove a file is a decision nearly always.
    """

    def __init__(self) -> None:
        # By the blob that a commit left, of the last two weeks and of the two before.
        self._young: dict[str, Seen] = {}
        self._old: dict[str, Seen] = {}
        self._replaced = self._left = slice(0)
        self._first = 0
        self._since = self._previous = 0
        self._commits = 0
        self._found: dict[str, tuple[Seen, dict[str, SuspectFile]]] = {}

    def look(self, number: int, commit: CommitRecord, landing: str, *, asked: bool) -> Iterator[Suspect]:
        """Takes in one commit, and yields those that no further commit can say more of.

        Args:
            number: its place in the log.
            commit: as the log tells it; of merges it tells no files.
            landing: the commit of the mainline with which it came in.
            asked: whether it is one of those that are judged.
        """
        clock, self._previous = max(commit.time, self._previous), commit.time
        if not self._commits or clock < self._since - _REACH or self._commits >= _MAX_COMMITS:
            yield from self._turn(number, clock, commit)
        self._commits += 1
        if not commit.entries or len(commit.entries) > _MAX_FILES:
            return
        seen = Seen(number, commit, landing, asked)
        old, new = self._replaced, self._left
        replaced = [entry[old] for entry in commit.entries]
        if not (self._young.keys().isdisjoint(replaced) and self._old.keys().isdisjoint(replaced)):
            self._match(seen, replaced)
        self._young.update(dict.fromkeys([entry[new] for entry in commit.entries], seen))
        self._young.pop("0" * len(commit.id), None)  # all that are gone have it

    def rest(self) -> Iterator[Suspect]:
        """Yields all that are left."""
        yield from self._released(None)

    def _turn(self, number: int, clock: int, commit: CommitRecord) -> Iterator[Suspect]:
        self._old, self._young = self._young, {}
        yield from self._released(self._first)
        self._first, self._since, self._commits = number, clock, 0
        self._replaced, self._left = _slices(commit)

    def _released(self, before: int | None) -> Iterator[Suspect]:
        for name, (seen, files) in list(self._found.items()):
            if before is None or seen.number < before:
                del self._found[name]
                commit = seen.commit
                found = tuple(files.values())
                yield Suspect(seen.number, commit, seen.landing, found, commit.parents[0], len(commit.paths))

    def _match(self, earlier: Seen, replaced: Sequence[str]) -> None:
        commit = earlier.commit
        later: dict[str, Seen] = {}
        for path, blob in zip(commit.paths, replaced, strict=True):
            seen = self._at(blob)
            if seen is not None and seen.asked and seen.commit.time - commit.time <= _REACH:
                after, change = seen.commit.change_of(path), commit.change_of(path)
                if after is None or change is None or change.new_id == blob or after.new_id != blob:
                    continue
                if after.status == "A" and _is_renamed(seen.commit, blob):
                    continue
                if self._trace(seen, after, earlier, change):
                    later[seen.commit.id] = seen
        added = [change for change in commit.changes() if change.status == "A"] if later else ()
        for seen in later.values() if added else ():
            gone = {change.path: change for change in seen.commit.changes() if change.status == "D"}
            for change in added:
                if change.path in gone:
                    self._trace(seen, gone[change.path], earlier, change)

    def _trace(self, later: Seen, after: RawChange, earlier: Seen, change: RawChange) -> bool:
        """Follows a file from a later commit back to an earlier one, and keeps what lies between; False at a gap."""
        _, files = self._found.get(later.commit.id) or (later, {})
        if change.path in files:
            return False
        edits: list[Edit] = []
        blob, last = after.old_id, later.number
        while blob != change.new_id:
            seen = self._at(blob)
            between = seen.commit.change_of(change.path) if seen is not None and seen.number > last else None
            if seen is None or between is None or between.new_id != blob or len(edits) == _MAX_STEPS:
                return False
            edits.append(seen.edit(between))
            blob, last = between.old_id, seen.number
        edits.append(earlier.edit(change))
        files[change.path] = SuspectFile(change.path, present(after.old_id), present(after.new_id), tuple(edits))
        self._found[later.commit.id] = (later, files)
        return True

    def _at(self, blob: str) -> Seen | None:
        """Returns the earliest commit so far that left a blob."""
        return self._young.get(blob) or self._old.get(blob)


def _slices(commit: CommitRecord) -> tuple[slice, slice]:
    """Returns where a raw entry has its blob ids, whose length depends on the repository's hash."""
    length = len(commit.id)
    behind = _BEHIND_MODES + length + 1
    return slice(_BEHIND_MODES, behind - 1), slice(behind, behind + length)


def _is_renamed(commit: CommitRecord, blob: str) -> bool:
    """Tells whether a commit takes a content from another path: to give a file its old name back loses nothing."""
    return any(change.status == "D" and change.old_id == blob for change in commit.changes())
