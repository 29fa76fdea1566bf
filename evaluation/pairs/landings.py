"""Which pull requests landed on the main line, and which were made side by side?"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from agentguard.analyzer.git.repository import Repository
from evaluation.pairs.cases import Piece

_MERGED = re.compile(r"Merge pull request #(\d+)")
_SQUASHED = re.compile(r"\(#(\d+)\)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Landing:
    """A pull request that landed.

    Attributes:
        number: of the pull request.
        base: commit that it was made from, the newest one of the main line that it had taken in.
        head: its last commit.
        landed: commit of the main line that brought it in.
        start: position of `base` on the main line, counted from its oldest commit.
        end: position of `landed`.
        time: committer's time of `landed`, in seconds since 1970.
    """

    number: int
    base: str
    head: str
    landed: str
    start: int
    end: int
    time: int

    @property
    def piece(self) -> Piece:
        """The work that it is."""
        return Piece(name=f"pull-{self.number}", base=self.base, head=self.head)

    def is_beside(self, other: "Landing") -> bool:
        """Tells whether neither was made from a commit that had the other in it."""
        return self.start < other.end and other.start < self.end and self.number != other.number


@dataclass(frozen=True, slots=True, kw_only=True)
class MainLine:
    """The first parents of a branch, oldest first.

    Attributes:
        commits: their ids.
        times: their committer's times, in seconds since 1970.
        landings: what landed, oldest first.
    """

    commits: tuple[str, ...]
    times: tuple[int, ...]
    landings: tuple[Landing, ...]

    def after(self, landing: Landing, seconds: int) -> str:
        """Returns the last commit of the main line that is not later than that after a landing."""
        last = landing.end
        while last + 1 < len(self.commits) and self.times[last + 1] <= landing.time + seconds:
            last += 1
        return self.commits[last]


def main_line(repository: Repository, *, newest: int) -> MainLine:
    """Reads the main line and its pull requests.

    Args:
        repository: with the heads of pull requests under `refs/pull/<number>/head`, as GitHub has them.
        newest: how many landings to look at, counted from the end.
    """
    rows = [line.split(" ", 3) for line in _log(repository, "--first-parent", "--format=%H %ct %s").splitlines()]
    rows.reverse()
    positions = {commit: number for number, (commit, *_) in enumerate(rows)}
    parents = {
        commit: tuple(rest)
        for commit, *rest in (line.split() for line in _log(repository, "--format=%H %P").splitlines())
    }
    heads = _heads(repository)
    landings = []
    for position in range(len(rows) - 1, 0, -1):
        commit, time, *subject = rows[position]
        found = _pull(repository, commit, " ".join(subject), parents[commit], heads)
        if found is not None:
            number, base, head = found
            start = _position(base, parents, positions)
            if start is not None:
                landings.append(
                    Landing(
                        number=number, base=base, head=head, landed=commit, start=start, end=position, time=int(time)
                    )
                )
        if len(landings) == newest:
            break
    return MainLine(
        commits=tuple(row[0] for row in rows),
        times=tuple(int(row[1]) for row in rows),
        landings=tuple(reversed(landings)),
    )


def beside(landings: Sequence[Landing], one: Landing) -> list[Landing]:
    """Returns those that were made side by side with one."""
    return [other for other in landings if one.is_beside(other)]


def _log(repository: Repository, *arguments: str) -> str:
    return repository.run("log", *arguments, "HEAD").stdout.decode("utf-8", "replace")


def _heads(repository: Repository) -> dict[int, str]:
    listed = repository.run("for-each-ref", "--format=%(refname) %(objectname)", "refs/pull/").text
    rows = (line.split() for line in listed.splitlines())
    return {int(name.split("/")[2]): commit for name, commit in rows if name.endswith("/head")}


def _pull(
    repository: Repository, commit: str, subject: str, parents: Sequence[str], heads: Mapping[int, str]
) -> tuple[int, str, str] | None:
    """Returns number, base and head of the pull request that a commit of the main line brought in."""
    pattern, own = (_MERGED, 2) if len(parents) == 2 else (_SQUASHED, 1)
    match = pattern.search(subject)
    if match is None or len(parents) != own:
        return None
    number = int(match[1])
    head = parents[1] if own == 2 else heads.get(number)
    base = repository.merge_base(parents[0], head) if head else None
    if head is None or base is None or base == head:
        return None
    if own == 1 and _paths(repository, base, head) != _paths(repository, parents[0], commit):
        return None
    return number, base, head


def _paths(repository: Repository, old: str, new: str) -> frozenset[str]:
    listed = repository.run("diff-tree", "-r", "-z", "--name-only", "--no-renames", old, new)
    return frozenset(listed.fields())


def _position(base: str, parents: Mapping[str, Sequence[str]], positions: Mapping[str, int]) -> int | None:
    for commit in _first_parents(base, parents):
        if commit in positions:
            return positions[commit]
    return None


def _first_parents(commit: str, parents: Mapping[str, Sequence[str]]) -> Iterator[str]:
    while True:
        yield commit
        own = parents.get(commit, ())
        if not own:
            return
        commit = own[0]
