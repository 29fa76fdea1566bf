"""Real sweeps: commits that brought in files which their project later took out again as an accident."""

import re
from collections.abc import Iterator, Sequence

from agentguard.analyzer.model.history import CommitRecord, RawChange
from evaluation.cases import Case

_ADMITS = re.compile(
    r"accident|untrack|\bstray\b|\bswept\b|by mistake|mistakenly (?:commit|add|includ)|unintend|"
    r"should(?:n't| not) (?:have been|be) (?:commit|track|check|includ)|not meant to (?:be )?commit|"
    r"from (?:git )?(?:tracking|version control)|wrongly committed|unrelated (?:files|changes)",
    re.IGNORECASE,
)
_DAYS = 180
_MIN_OFF = 3
_MIN_FILES = 6


def is_cleanup(commit: CommitRecord) -> bool:
    """Tells whether a commit says that it takes something out which should not have come in."""
    text = commit.subject + "\n" + commit.message.partition("\n")[2][:600]
    return bool(_ADMITS.search(text)) and len(commit.parents) == 1


def sweeps(log: Sequence[CommitRecord]) -> Iterator[Case]:
    """Yields the commits whose files a later clean-up removed or put back, with those files.

    Args:
        log: commits without merges, newest first.
    """
    removed: dict[str, int] = {}
    put_back: dict[tuple[str, str, str], int] = {}
    for commit in log:
        off = {change.path for change in commit.changes() if _is_cleaned(change, commit.time, removed, put_back)}
        enough = len(off) >= _MIN_OFF and len(commit.paths) >= _MIN_FILES
        if enough and len(off) < len(commit.paths) and len(commit.parents) == 1:
            yield Case(commit=commit, off_topic=frozenset(off), kind="sweep")
        for change in commit.changes():
            if change.status == "A":
                removed.pop(change.path, None)
        if is_cleanup(commit):
            for change in commit.changes():
                if change.status == "D":
                    removed[change.path] = commit.time
                elif change.status == "M":
                    put_back[change.path, change.new_id, change.old_id] = commit.time


def _is_cleaned(
    change: RawChange, time: int, removed: dict[str, int], put_back: dict[tuple[str, str, str], int]
) -> bool:
    if change.status == "A":
        when = removed.get(change.path)
    else:
        when = put_back.get((change.path, change.old_id, change.new_id))
    return when is not None and when - time <= _DAYS * 86_400
