"""What the commits before a commit did: which paths they touched, and which of them together."""

from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.history import CommitRecord

DAYS = 180
MAX_FILES = 30
DAY = 86_400  # seconds
# Clocks can be wrong by decades; this many commits, more than any known project makes in the time, bound the memory.
_MAX_COMMITS = 30_000
_MAX_PATHS = 300
_RECENT = 5
_NEAR = 500


class _Window:
    """Consecutive commits of a log, newest first, by number; it only moves towards the past.

    Attributes:
        commits: by number.
        touching: the numbers of those that touched each path.
        written: the numbers of those that each address wrote.
        start: how many commits have left it.
        end: how many have entered it.
    """

    def __init__(self) -> None:
        self.commits: dict[int, CommitRecord] = {}
        self.touching: dict[str, deque[int]] = {}
        self.written: dict[str, deque[int]] = {}
        self.start = 0
        self.end = 0

    def append(self, commit: CommitRecord) -> None:
        number = self.end
        self.commits[number] = commit
        self.end += 1
        written = self.written.get(commit.email)
        if written is None:
            self.written[commit.email] = deque((number,))
        else:
            written.append(number)
        touching = self.touching
        for path in commit.paths:
            known = touching.get(path)
            if known is None:
                touching[path] = deque((number,))
            else:
                known.append(number)

    def move(self, start: int) -> None:
        """Forgets the newest commits, up to the one with the number `start`."""
        touching = self.touching
        for number in range(self.start, start):
            commit = self.commits.pop(number)
            written = self.written[commit.email]
            written.popleft()
            if not written:
                del self.written[commit.email]
            for path in commit.paths:
                known = touching[path]
                known.popleft()
                if not known:
                    del touching[path]
        self.start = max(self.start, start)

    def __getstate__(self) -> dict[str, object]:
        bare = {number: commit._replace(message="") for number, commit in self.commits.items()}
        return {**self.__dict__, "commits": bare}

    def clear(self) -> None:
        self.start = self.end
        self.commits.clear()
        self.touching.clear()
        self.written.clear()


class Past:
    """The commits of some months before one commit, without merges and without those of many files.

    Those of `with_past` share their memory: one is valid until the next is taken, but for its `excerpt`.
    """

    def __init__(
        self, window: _Window, since: int, recent: Mapping[str, tuple[CommitRecord, ...]] | None = None
    ) -> None:
        self._window = window
        self._since = since
        self._start = window.start
        self._recent = recent

    def commits(self) -> Iterator[CommitRecord]:
        """Yields them, newest first."""
        return (commit for commit in self._current().commits.values() if commit.time >= self._since)

    def touching(self, path: str) -> Sequence[CommitRecord]:
        """Returns those that touched a path, newest first."""
        window = self._current()
        commits = [window.commits[number] for number in window.touching.get(path, ())]
        return [commit for commit in commits if commit.time >= self._since]

    def together(self, paths: Collection[str]) -> dict[tuple[str, str], int]:
        """Counts, for each pair of paths (sorted), the commits that touched both; pairs without one are left out."""
        asked = frozenset(paths)
        counts: Counter[tuple[str, str]] = Counter()
        for path in asked:
            for commit in self.touching(path):
                counts.update((path, other) for other in commit.paths if other > path and other in asked)
        return dict(counts)

    def recent_of(self, email: str) -> tuple[CommitRecord, ...]:
        """Returns an author's last few commits, as far as they are among the last of all."""
        if self._recent is not None:
            return self._recent.get(email, ())
        window = self._current()
        last = islice(window.written.get(email, ()), _RECENT)
        commits = (window.commits[number] for number in last if number < window.start + _NEAR)
        return tuple(commit for commit in commits if commit.time >= self._since)

    def excerpt(self, paths: Iterable[str], email: str) -> "Past":
        """Returns what this past says of some paths and of an author.

        It lasts, and travels to other processes without messages.
        """
        window = self._current()
        kept = _Window()
        kept.touching = {path: window.touching[path].copy() for path in paths if path in window.touching}
        numbers = sorted(set().union(*kept.touching.values()))
        kept.commits = {number: window.commits[number] for number in numbers}
        return Past(kept, self._since, {email: self.recent_of(email)})

    def _current(self) -> _Window:
        if self._start != self._window.start:
            msg = "this past was read after the next one had been taken"
            raise RuntimeError(msg)
        return self._window


def with_past(
    log: Iterable[CommitRecord],
    *,
    wanted: Callable[[CommitRecord], bool],
    days: int = DAYS,
    max_files: int = MAX_FILES,
) -> Iterator[tuple[CommitRecord, Past | None]]:
    """Yields each commit of a log, and for the wanted ones their past.

    A wanted commit comes when the log has gone `days` beyond it, the others at once, with None; each of the two keeps
    the order of the log. Memory is bounded by the commits of that time.

    Args:
        log: newest first.
        wanted: chooses the commits that are worth a past.
        days: how far a past reaches.
        max_files: commits of more files are in nobody's past: they tie everything to everything.
    """
    window = _Window()
    held: deque[tuple[CommitRecord, int]] = deque()
    reach = days * DAY
    previous = 0
    for commit in log:
        # The later of two neighbours, so that a single wrong clock does not cut the pasts of all that wait.
        clock = max(commit.time, previous)
        previous = commit.time
        while held and (clock < held[0][0].time - reach or window.end - held[0][1] > _MAX_COMMITS):
            yield _release(held, window, reach)
        if not held and window.commits:
            window.clear()
        chosen = wanted(commit)
        if (held or chosen) and 0 < len(commit.paths) <= max_files:
            window.append(commit)
        if chosen:
            held.append((commit, window.end))
        else:
            yield commit, None
    while held:
        yield _release(held, window, reach)


def past_of(repository: Repository, commit_id: str, *, days: int = DAYS, max_files: int = MAX_FILES) -> Past:
    """Reads the past of one commit."""
    log = repository.log("--end-of-options", commit_id)
    previous = next(log).time
    since = previous - days * DAY
    window = _Window()
    for commit in log:
        if max(commit.time, previous) < since or window.end == _MAX_COMMITS:
            break
        previous = commit.time
        if 0 < len(commit.paths) <= max_files:
            window.append(commit)
    log.close()
    return Past(window, since)


def past_of_paths(
    repository: Repository,
    commit_id: str,
    paths: Collection[str],
    *,
    time: int,
    days: int = DAYS,
    max_files: int = MAX_FILES,
) -> Past:
    """Reads what the commits up to one, itself included, did to some paths; of the others it knows nothing.

    Args:
        repository: where they are.
        commit_id: the newest.
        paths: as they are called in that commit.
        time: when it was made.
        days: how far the past reaches.
        max_files: commits of more files are in nobody's past.
    """
    since = max(0, time - days * DAY)
    limits = ("--full-history", "--no-merges", f"--max-age={since}", f"--max-count={_MAX_COMMITS}")
    # More names than that make the walk slower, and in the end do not fit into a command line.
    named = ("--full-diff", commit_id, "--", *sorted(paths)) if len(paths) <= _MAX_PATHS else (commit_id, "--")
    window = _Window()
    for commit in repository.log(*limits, *named):
        if 0 < len(commit.paths) <= max_files:
            window.append(commit)
    return Past(window, since)


def _release(held: deque[tuple[CommitRecord, int]], window: _Window, reach: int) -> tuple[CommitRecord, Past]:
    commit, start = held.popleft()
    window.move(start)
    return commit, Past(window, commit.time - reach)
