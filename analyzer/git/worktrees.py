"""Knows the worktrees of a repository, and asks another one without trusting what lies in its folder."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from agentguard.analyzer.git.environment import git_environment
from agentguard.analyzer.git.process import Git
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.changes import Skipped
from agentguard.analyzer.model.value import dataclass, replace
from agentguard.analyzer.printable import printable

_HEADS = "refs/heads/"
_MAX_POINTER = 8_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Worktree:
    """One worktree of a repository.

    Attributes:
        path: its top folder.
        git_dir: its git directory; the common one for the main worktree.
        head: id of the commit that it is at, None where it has none yet.
        branch: short name of its branch, None for a detached `HEAD`.
        is_main: whether it came with the repository.
    """

    path: Path
    git_dir: Path
    head: str | None
    branch: str | None
    is_main: bool

    @property
    def name(self) -> str:
        """What to call it in a message: its branch, else its folder."""
        return printable(self.branch or self.path.name)

    @property
    def git(self) -> Git:
        """How it is asked; its folder does not choose the repository, nor do variables that git sets in hooks."""
        environment = git_environment(os.environ, keep_discovery=False)
        environment |= {"GIT_DIR": str(self.git_dir), "GIT_WORK_TREE": str(self.path)}
        return Git(cwd=self.path, environment=environment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surrounding:
    """A worktree among the others; `own` is None where git does not list it, `skipped` are those left out."""

    own: Worktree | None
    siblings: tuple[Worktree, ...]
    skipped: tuple[Skipped, ...] = ()


def is_linked(repository: Repository) -> bool:
    """Tells whether a repository was opened in a linked worktree."""
    place = repository.place
    return place.root is not None and place.git_dir != place.common_dir


def all_worktrees(repository: Repository) -> tuple[Worktree, ...]:
    """Returns all worktrees whose folders git knows, the main one first; that of a bare repository is none."""
    found = []
    git_dirs = dict(_git_dirs(repository.place.common_dir))
    blocks = _blocks(repository.run("worktree", "list", "--porcelain", "-z").fields())
    for number, block in enumerate(blocks):
        path = Path(block.get("worktree", ""))
        git_dir = repository.place.common_dir if number == 0 else git_dirs.get(str(path))
        if git_dir is None or "bare" in block:
            continue
        head, branch = block.get("HEAD", ""), block.get("branch")
        found.append(
            Worktree(
                path=path,
                git_dir=git_dir,
                head=head if head.strip("0") else None,
                branch=branch.removeprefix(_HEADS) if branch is not None else None,
                is_main=number == 0,
            )
        )
    return tuple(found)


def look_around(repository: Repository, *, most: int) -> Surrounding:
    """Returns the other worktrees that can be looked at: the main one, then those in which git worked last.

    A locked one is looked at: agents' hosts lock those in which an agent is at work. Of one whose folder is gone
    nothing is said, since nothing uncommitted is left of it.

    Args:
        repository: opened in one of the worktrees.
        most: leave out all further ones, and say so.
    """
    place = repository.place
    own_dir = place.git_dir.resolve()
    worktrees = {one.git_dir.resolve(): one for one in all_worktrees(repository)}
    own = worktrees.pop(own_dir, None)
    if own is not None and place.root is not None:
        own = replace(own, path=place.root)
    owners = [(one, owner) for one in worktrees.values() if (owner := _owner(one.path)) is not None]
    trusted = {os.geteuid(), _owner(place.root) if place.root is not None else None}
    usable = [one for one, owner in owners if owner in trusted]
    skipped = [_left_out(one, "its folder belongs to another user") for one, owner in owners if owner not in trusted]
    usable.sort(key=lambda one: (not one.is_main, -_last_used(one), str(one.path)))
    skipped += [_left_out(one, f"only the {most} that were used last are looked at") for one in usable[most:]]
    return Surrounding(own=own, siblings=tuple(usable[:most]), skipped=tuple(skipped))


def _left_out(worktree: Worktree, reason: str) -> Skipped:
    return Skipped(what=f"worktree {printable(str(worktree.path))}", reason=reason)


def _owner(folder: Path) -> int | None:
    """Returns whose a worktree is, None where there is none.

    For the main worktree of a submodule git names the folder that holds the objects; it has no `.git` of its own.
    """
    try:
        return folder.stat().st_uid if os.path.lexists(folder / ".git") else None
    except OSError:
        return None


def _last_used(worktree: Worktree) -> int:
    times = [0]
    for name in ("index", "HEAD"):
        try:
            times.append((worktree.git_dir / name).stat().st_mtime_ns)
        except OSError:
            continue
    return max(times)


def _blocks(fields: Sequence[str]) -> Iterator[dict[str, str]]:
    """Yields what `worktree list --porcelain -z` tells of each worktree."""
    block: dict[str, str] = {}
    for field in fields:
        if field:
            key, _, value = field.partition(" ")
            block.setdefault(key, value)
        elif block:
            yield block
            block = {}
    if block:
        yield block


def _git_dirs(common_dir: Path) -> Iterator[tuple[str, Path]]:
    """Yields folder and git directory of each linked worktree, as the repository itself has it."""
    try:
        entries = list(os.scandir(common_dir / "worktrees"))
    except OSError:
        return
    for entry in entries:
        git_dir = Path(entry.path)
        try:
            with (git_dir / "gitdir").open("rb") as file:
                pointer = os.fsdecode(file.read(_MAX_POINTER)).removesuffix("\n")
        except OSError:
            continue
        # Newer versions of git write it relative to this folder.
        yield os.path.normpath(git_dir / Path(pointer).parent), git_dir
