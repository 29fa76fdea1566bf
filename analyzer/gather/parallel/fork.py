"""Where a branch left the target, and which other branches it may have been meant for."""

from collections.abc import Iterator
from typing import NamedTuple

from agentguard.analyzer.diff import parse_diff
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.changes import ChangeSet
from agentguard.analyzer.model.landed import Fork, Rival
from agentguard.analyzer.target import Target

_USUAL = ("main", "master")
_MOST_RIVALS = 8
_HEADS = "refs/heads/"
_REMOTES = "refs/remotes/"


class _Branch(NamedTuple):
    """A branch: full name, and id of its tip."""

    reference: str
    commit: str


def read_fork(repository: Repository, change: ChangeSet, target: Target) -> Fork | None:
    """Returns where the branch of a change left the target; None where the change is no branch beside it.

    That is a commit that the target has, and a change without any commit below it. Nothing is fetched: what a remote
    has is known as of the last fetch.

    Args:
        repository: where both are.
        change: the change.
        target: the branch that it will land on.
    """
    if change.tip is None:
        return None
    is_new = change.base == target.commit
    base = change.base if is_new else repository.merge_base(target.commit, change.tip)
    if base is None or (base == change.tip and change.base != change.tip):
        return None
    cut = bool(repository.shallow_boundary)
    own = _full_name(repository, target.name)
    times = _times(repository, base, target.commit)
    return Fork(
        target=target.name,
        remote=_remote(own),
        base=base,
        base_time=times[base],
        behind=_behind(repository, change.tip, target.commit, base),
        target_time=times[target.commit],
        touched=_touched(repository, change, base, target.commit),
        rivals=() if cut else tuple(_Rivals(repository, change, target.commit, base, own).read()),
    )


def _behind(repository: Repository, tip: str, target: str, base: str) -> int | None:
    if base == target:
        return 0
    return None if repository.shallow_boundary else _count(repository, target, tip)


class _Rivals:
    """What all other branches are asked on behalf of one change."""

    def __init__(self, repository: Repository, change: ChangeSet, target: str, base: str, own: str) -> None:
        self._repository = repository
        self._change = change
        self._tip = change.tip or base
        self._target = target
        self._base = base
        self._own = own

    def read(self) -> Iterator[Rival]:
        """Yields the branches that have something the target lacks, or at whose tip the branch left it."""
        seen = {self._target}
        for branch in _candidates(self._repository, self._own) if self._own else ():
            if branch.commit not in seen:
                seen.add(branch.commit)
                ahead, lacks = _difference(self._repository, branch.commit, self._target)
                if ahead or branch.commit == self._base:
                    yield self._rival(branch, ahead=ahead, lacks=lacks)

    def _rival(self, branch: _Branch, *, ahead: int, lacks: int) -> Rival:
        repository, commit = self._repository, branch.commit
        meets = repository.merge_base(commit, self._tip)
        return Rival(
            name=branch.reference.removeprefix(_HEADS).removeprefix(_REMOTES),
            remote=_remote(branch.reference),
            time=_times(repository, commit)[commit],
            counterpart=_plain(branch.reference) == _plain(self._own),
            ahead=ahead,
            lacks=lacks,
            behind=_count(repository, commit, self._tip),
            carried=_count(repository, meets, self._target) if meets else 0,
            touched=_touched(repository, self._change, meets, commit) if meets else (),
            is_start=commit == self._base,
        )


def _full_name(repository: Repository, name: str) -> str:
    """Returns the full name of a branch, nothing where an exact commit, a tag or `HEAD` stands for the target."""
    asked = ("rev-parse", "--verify", "--quiet", "--symbolic-full-name", "--end-of-options", name)
    full = repository.run(*asked, ok=(0, 1, 128)).text if name != "HEAD" else ""
    return full if full.startswith((_HEADS, _REMOTES)) else ""


def _candidates(repository: Repository, own: str) -> list[_Branch]:
    """Returns the counterparts of a branch, and the default branches of all remotes, but not the branch itself."""
    names = dict.fromkeys(filter(None, (_plain(own), *_USUAL)))
    patterns = [f"{_REMOTES}*/{name}" for name in ("HEAD", *names)]
    if own.startswith(_REMOTES):
        patterns.append(_HEADS + _plain(own))
    shown = "--format=%(refname)%00%(symref)%00%(objectname)"
    found = []
    for line in repository.run("for-each-ref", shown, *patterns).text.splitlines():
        name, meant, commit = line.split("\0")
        found.append(_Branch(meant or name, commit))
    counterparts_first = sorted(dict.fromkeys(found), key=lambda one: (_plain(one.reference) != _plain(own), one))
    return [branch for branch in counterparts_first if branch.reference != own][:_MOST_RIVALS]


def _plain(reference: str) -> str:
    """Returns the name of a branch without that of its remote; remotes whose names have a slash are not told apart."""
    if reference.startswith(_REMOTES):
        return reference.removeprefix(_REMOTES).partition("/")[2]
    return reference.removeprefix(_HEADS)


def _remote(reference: str) -> str | None:
    return reference.removeprefix(_REMOTES).partition("/")[0] if reference.startswith(_REMOTES) else None


def _count(repository: Repository, of: str, without: str) -> int:
    return int(repository.run("rev-list", "--count", of, f"^{without}").text)


def _difference(repository: Repository, one: str, other: str) -> tuple[int, int]:
    left, right = repository.run("rev-list", "--count", "--left-right", f"{one}...{other}").text.split()
    return int(left), int(right)


def _times(repository: Repository, *commits: str) -> dict[str, int]:
    return {record.id: record.time for record in repository.log("--no-walk", *commits)}


def _touched(repository: Repository, change: ChangeSet, base: str, tip: str) -> tuple[str, ...]:
    """Returns the files of a change that differ between two commits."""
    if base == tip:
        return ()
    there = repository.diff_trees(repository.tree(base), repository.tree(tip), content=False)
    moved = {entry.path for entry in parse_diff(there)}
    own = (entry.source_path if entry.old_mode else entry.path for entry in change.changes)
    return tuple(path for path in dict.fromkeys(own) if path in moved)
