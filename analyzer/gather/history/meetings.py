"""Finds in a log every commit that touches a file which others touched shortly before."""

from collections import deque
from collections.abc import Callable, Iterator
from itertools import islice

from agentguard.analyzer.gather.history.suspects import MAX_EDITS, REACH_DAYS, Edit, Seen, Suspect, SuspectFile, present
from agentguard.analyzer.git.process import Git
from agentguard.analyzer.git.sides import differences
from agentguard.analyzer.history import DAY
from agentguard.analyzer.model.history import CommitRecord

_REACH = REACH_DAYS * DAY
_MAX_COMMITS = 20_000
_MAX_KNOWN = 300
# So many merges are asked for at once: a question to git costs more than its answer.
_TOGETHER = 64
# A commit of more files is an import of another tree.
_MAX_FILES = 3_000


class Meetings:
    """Watches a log, newest first; memory is bounded by the commits of two weeks.

    A commit is held until the log has gone two weeks beyond it. A merge is held against each of its two parents; what
    it brings was done by others, so it is no edit that could be undone.
    """

    def __init__(self, git: Git) -> None:
        self._git = git
        self._held: deque[Seen] = deque()
        self._edits: dict[str, deque[Edit]] = {}
        # How merges differ from their second parents.
        self._unread: dict[str, tuple[CommitRecord, str]] = {}
        self._second: dict[str, CommitRecord] = {}
        self._previous = 0

    def look(self, number: int, commit: CommitRecord, landing: str, *, asked: bool) -> Iterator[Suspect]:
        """Takes in one commit, and yields those that are too far back for it to matter.

        Args:
            number: its place in the log.
            commit: as the log tells it; of a merge the files that differ from its first parent.
            landing: the commit of the mainline with which it came in.
            asked: whether it is one of those that are judged.
        """
        clock, self._previous = max(commit.time, self._previous), commit.time
        while self._held and clock < self._held[0].commit.time - _REACH and not self._waits():
            yield from self._released()
        while len(self._held) > _MAX_COMMITS:
            yield from self._released()
        if len(commit.entries) > _MAX_FILES:
            return
        seen = Seen(number, commit, landing, asked)
        self._held.append(seen)
        if len(commit.parents) == 2 and asked:
            self._unread[commit.id] = (commit, commit.parents[1])
        if len(commit.parents) == 1:
            bare = Edit(seen.bare, landing, None, None)
            for change in commit.changes():
                edit = bare._replace(old_id=present(change.old_id), new_id=present(change.new_id))
                self._edits.setdefault(change.path, deque()).append(edit)

    def rest(self) -> Iterator[Suspect]:
        """Yields all that are left."""
        while self._held:
            yield from self._released()

    def _waits(self) -> bool:
        """Tells whether the oldest is a merge that is better asked for with more of them."""
        return self._held[0].commit.id in self._unread and len(self._unread) < _TOGETHER

    def _released(self) -> Iterator[Suspect]:
        seen = self._held.popleft()
        if len(seen.commit.parents) == 1:
            self._forget(seen.commit)
        if not seen.asked or len(seen.commit.parents) > 2:  # git makes an octopus only where nothing is in conflict
            return
        if seen.commit.id in self._unread:
            self._second.update((one.id, one) for one in differences(self._git, list(self._unread.values())))
            self._unread.clear()
        sides = [seen.commit, self._second.pop(seen.commit.id, None)]
        for place, (side, parent) in enumerate(zip(sides, seen.commit.parents, strict=False)):
            if side is None or len(side.entries) > _MAX_FILES:
                continue
            if files := tuple(self._files(side, _of_side(seen, place))):
                yield Suspect(seen.number, seen.commit, seen.landing, files, parent, len(side.paths))

    def _forget(self, commit: CommitRecord) -> None:
        for path in commit.paths:
            edits = self._edits[path]
            edits.popleft()
            if not edits:
                del self._edits[path]

    def _files(self, commit: CommitRecord, wanted: Callable[[Edit], bool]) -> Iterator[SuspectFile]:
        since = commit.time - _REACH
        for change in commit.changes():
            known = self._edits.get(change.path)
            if known and change.old_id != change.new_id:
                recent = (edit for edit in islice(known, _MAX_KNOWN) if edit.commit.time >= since and wanted(edit))
                edits = tuple(islice(recent, MAX_EDITS))
                if edits:
                    yield SuspectFile(change.path, present(change.old_id), present(change.new_id), edits)


def _of_side(seen: Seen, place: int) -> Callable[[Edit], bool]:
    """Returns which edits one parent of a merge has and the other has not, as far as their landings tell.

    What a merge on the mainline lands is on its second parent's side; a merge below it is a branch that catches up.
    """
    if len(seen.commit.parents) < 2:
        return bool
    own = (seen.landing == seen.commit.id) == (place == 1)
    return lambda edit: (edit.landing == seen.landing) == own
