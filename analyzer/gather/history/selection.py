"""Reads which past commits are asked for, and walks them together with the earlier ones that explain them."""

from collections.abc import Iterator, Sequence

from agentguard.analyzer.errors import AgentguardError, GitError
from agentguard.analyzer.gather.history.dates import parse_date
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.history import DAY, DAYS
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.value import dataclass
from agentguard.analyzer.printable import printable

_REACH = DAYS * DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Past commits as a user asked for them.

    Attributes:
        range: the words, for reports.
        tips: ids from which history is walked.
        only: ids of the commits asked for; None where that is everything that the tips reach.
        since: committer's time of the oldest commit asked for, in seconds since 1970.
        limit: their greatest number.
    """

    range: str
    tips: tuple[str, ...]
    only: frozenset[str] | None = None
    since: int | None = None
    limit: int | None = None


def select_commits(
    repository: Repository, words: Sequence[str] = (), *, since: str | None = None, limit: int | None = None
) -> Selection:
    """Decides which commits are meant.

    Args:
        repository: where they are.
        words: revisions and ranges as `git rev-list` takes them, without its options; none = `HEAD`.
        since: a date as git takes it.
        limit: the greatest number of commits.

    Raises:
        AgentguardError: a word names nothing, is an option, the date is none, or there are no commits.
    """
    asked = tuple(words) or ("HEAD",)
    ids = [name for word in asked for name in _ids(repository, word)]
    tips = tuple(dict.fromkeys(name for name in ids if not name.startswith("^")))
    shown = printable(" ".join(asked))
    if not tips:
        raise AgentguardError(f"`{shown}` only leaves commits out", "name where to start, as in `A..B` or `B ^A`")
    if limit is not None and limit < 0:
        raise AgentguardError(f"the limit {limit} is negative", "`--limit 100` takes the newest 100 commits")
    only = None
    if len(tips) < len(ids):
        only = frozenset(repository.run("rev-list", *dict.fromkeys(ids), "--").text.split())
    return Selection(
        range=shown,
        tips=tips,
        only=only,
        since=parse_date(repository, since) if since is not None else None,
        limit=limit,
    )


def _ids(repository: Repository, word: str) -> list[str]:
    """Returns the commits that a word names, those to leave out with a `^`."""
    if word.startswith("-") or not word or "\0" in word:
        raise AgentguardError(
            f"`{printable(word)}` is not a revision", "options of git are not taken; use `--since` and `--limit`"
        )
    try:
        names = repository.run("rev-parse", word, "--").text.splitlines()[:-1]
    except GitError:
        raise _unknown(repository, word) from None
    asked = (f"{name.removeprefix('^')}^{{commit}}" for name in names)
    infos = [info for _, info in repository.objects.info_many(asked) if info is not None]
    found = [f"{'^' if name.startswith('^') else ''}{info.id}" for name, info in zip(names, infos, strict=False)]
    if len(found) < len(names):
        raise _unknown(repository, word)
    return found


def _unknown(repository: Repository, word: str) -> AgentguardError:
    for end in word.removeprefix("^").replace("...", "..").split(".."):
        try:
            repository.commit(end or "HEAD")
        except AgentguardError as error:
            return error
    return AgentguardError(f"`{printable(word)}` names no commits", "a range is written `A..B`, one commit `REV^!`")


class Walk:
    """The log from a selection's tips, newest first: the commits asked for and, behind them, what their pasts need.

    With `merges` those come with the files in which they differ from their first parent, else with none.

    Attributes:
        asked: whether the commit that came last is one of those asked for.
    """

    def __init__(self, repository: Repository, selection: Selection, *, merges: bool = False) -> None:
        self._repository = repository
        self._selection = selection
        self._shape = ("--diff-merges=first-parent",) if merges else ()
        self.asked = False

    def commits(self) -> Iterator[CommitRecord]:
        """Yields the commits and keeps `asked` up to date."""
        selection = self._selection
        ages = (f"--max-age={max(0, selection.since - _REACH)}",) if selection.since is not None else ()
        log = self._repository.log(*self._shape, *ages, *selection.tips, "--")
        if selection.only is None and selection.since is None and selection.limit is None:
            self.asked = True
            yield from log
            return
        yield from self._bounded(log)

    def _bounded(self, log: Iterator[CommitRecord]) -> Iterator[CommitRecord]:
        only, since, limit = self._selection.only, self._selection.since, self._selection.limit
        left = limit if only is None else min(len(only), len(only) if limit is None else limit)
        oldest = previous = None
        for commit in log:
            self.asked = left != 0 and (only is None or commit.id in only) and (since is None or commit.time >= since)
            if self.asked:
                left = None if left is None else left - 1
                oldest = commit.time if oldest is None else min(oldest, commit.time)
            elif left == 0 and (oldest is None or max(commit.time, previous or 0) < oldest - _REACH):
                return
            previous = commit.time
            yield commit
