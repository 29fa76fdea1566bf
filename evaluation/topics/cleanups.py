"""Real sweeps: commits that brought in files which their project later took out again as an accident."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from agentguard.analyzer.model.history import CommitRecord, RawChange
from evaluation.topics.cases import Case, Kind

_ADMITS = re.compile(
    r"accident|untrack|\bstray\b|\bswept\b|by mistake|mistakenly (?:commit|add|includ)|inadvertent|unintend|"
    r"should(?:n't| not) (?:have been|be) (?:commit|track|check|includ)|not meant to (?:be )?commit|"
    r"(?:from|stop) (?:git )?(?:tracking|version control)|wrongly committed|unrelated (?:files|changes)|"
    r"(?:remove|delete|drop|clean ?up)\b.*\b(?:temp|temporary|junk|generated|artifacts?|cached?|unnecessary|unneeded|"
    r"leftover|debug|session|metrics) (?:\w+ )?(?:files|data|artifacts|reports|scripts)",
    re.IGNORECASE,
)
_DAYS = 180
_MIN_OFF = 3
_MIN_FILES = 6
# Where nearly all of a commit was taken out later, the commit was about just that.
_MAX_SHARE = 0.95


def is_cleanup(commit: CommitRecord) -> bool:
    """Tells whether a commit says that it takes something out which should not have come in."""
    text = commit.subject + "\n" + commit.message.partition("\n")[2][:600]
    return bool(_ADMITS.search(text)) and len(commit.parents) == 1


@dataclass(slots=True)
class _Taken:
    """What later clean-ups took out, by path and blobs, and when."""

    removed: dict[str, int] = field(default_factory=dict)
    put_back: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def of(self, commit: CommitRecord) -> frozenset[str]:
        """Returns the files of a commit that were taken out within the time."""
        return frozenset(change.path for change in commit.changes() if self._is_taken(change, commit.time))

    def learn(self, commit: CommitRecord) -> None:
        """Takes a commit in; newest first."""
        for change in commit.changes():
            if change.status == "A":
                self.removed.pop(change.path, None)
        if not is_cleanup(commit):
            return
        moved = {change.new_id for change in commit.changes() if change.status == "A"}
        for change in commit.changes():
            if change.status == "D" and change.old_id not in moved:
                self.removed[change.path] = commit.time
            elif change.status == "M":
                self.put_back[change.path, change.new_id, change.old_id] = commit.time

    def _is_taken(self, change: RawChange, time: int) -> bool:
        if change.status == "A":
            when = self.removed.get(change.path)
        else:
            when = self.put_back.get((change.path, change.old_id, change.new_id))
        return when is not None and when - time <= _DAYS * 86_400


def sweeps(log: Sequence[CommitRecord]) -> Iterator[Case]:
    """Yields the commits whose files a later clean-up removed or put back, with those files.

    Args:
        log: commits without merges, newest first.
    """
    taken = _Taken()
    for commit in log:
        off, count = taken.of(commit), len(commit.paths)
        if len(off) >= _MIN_OFF and count >= _MIN_FILES and len(off) <= _MAX_SHARE * count and len(commit.parents) == 1:
            yield Case(commit=commit, off_topic=off, kind=Kind.SWEEP)
        taken.learn(commit)
