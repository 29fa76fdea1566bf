"""Reads what a worktree holds that is in no commit, and whose work in progress it is."""

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from agentguard.analyzer.artifacts import artifact
from agentguard.analyzer.gather.at_work import edits_in_progress
from agentguard.analyzer.git.process import Git
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.git.status import Dirty, dirty
from agentguard.analyzer.model.baseline import DirtyPath, DirtyTree, OtherStart
from agentguard.analyzer.model.findings import Confidence
from agentguard.analyzer.model.journal import Journal, JournalEntry, Session

# Folders of so many files, or nested so deep, are named as such; who listed each would need longer than a hook has.
_MOST_WALKED = 2_000
_MOST_FOLDERS = 50
# What is tracked stands first.
_MOST_PATHS = 3_000
_DEEPEST = 40
_GIT = ".git"
_OPERATIONS = (
    ("rebase-merge", "rebase"),
    ("rebase-apply", "rebase"),
    ("MERGE_HEAD", "merge"),
    ("CHERRY_PICK_HEAD", "cherry-pick"),
    ("REVERT_HEAD", "revert"),
)


def read_dirty(
    git: Git, git_dir: Path, *, journal: Journal | None = None, session: Session | None = None, now: int = 0
) -> DirtyTree:
    """Reads what a worktree holds that is in no commit.

    Nested repositories, linked worktrees among them, are left out, as is what programs left behind (caches, logs,
    credentials): none of it belongs into a commit, and no other agent needs it.

    Args:
        git: how the worktree is asked.
        git_dir: its git directory.
        journal: what agents did in it, as far as anybody knows.
        session: the agent that is not at work on anything while it asks.
        now: nanoseconds since the epoch.
    """
    found = dirty(git, untracked="normal")
    entries = sorted(_with_files(git, islice(found, _MOST_PATHS)), key=lambda entry: entry.path)
    working = edits_in_progress(journal, session, now) if journal is not None and session is not None else {}
    return DirtyTree(
        folder=str(git.cwd),
        paths=tuple(_path(entry, working.get(entry.path)) for entry in entries if not _is_left_behind(entry)),
        is_cut=next(found, None) is not None,
        operation=next((name for mark, name in _OPERATIONS if os.path.lexists(git_dir / mark)), None),
    )


def read_other_start(repository: Repository) -> OtherStart | None:
    """Returns the default branch of `origin` with what it lacks of the current commit; None where there is none."""
    head = repository.run("symbolic-ref", "--quiet", "refs/remotes/origin/HEAD", ok=(0, 1, 128))
    usual = ("refs/remotes/origin/main", "refs/remotes/origin/master")
    for name in (head.text,) if head.code == 0 else usual:
        counted = repository.run("rev-list", "--count", "HEAD", f"^{name}", "--", ok=(0, 128))
        if counted.code == 0:
            return OtherStart(name=name.removeprefix("refs/remotes/"), lacks=int(counted.text))
    return None


def _path(entry: Dirty, last: JournalEntry | None) -> DirtyPath:
    # What it left there is committed by now: the edit is somebody else's.
    is_old = last is not None and last.blob is not None and last.blob == entry.head_id
    return DirtyPath(
        path=entry.path,
        staged=entry.is_staged,
        unstaged=entry.is_changed,
        untracked=entry.is_untracked,
        at_work=last.session if last is not None and not is_old else None,
    )


def _is_left_behind(entry: Dirty) -> bool:
    found = artifact(entry.path) if entry.is_untracked else None
    return found is not None and found.confidence is Confidence.HIGH


def _with_files(git: Git, entries: Iterable[Dirty]) -> Iterator[Dirty]:
    """Yields untracked files in the place of their folders, as far as they are few; none of nested repositories."""
    room = _MOST_WALKED
    folders: list[str] = []
    for entry in entries:
        found = _count_files(git.cwd / entry.path, room) if entry.path.endswith("/") else None
        if found is None or found > room or len(folders) == _MOST_FOLDERS:
            yield entry
        elif found:
            room -= found
            folders.append(entry.path)
    if folders:
        listed = git.run("ls-files", "-z", "--others", "--exclude-standard", "--", *folders).fields()
        yield from (Dirty(path=path, is_changed=True, is_untracked=True) for path in listed if not path.endswith("/"))


def _count_files(top: Path, most: int) -> int:
    """Counts what is no folder below one, nested repositories left out; `most` + 1 where there is more to look at."""
    found = looked_at = 0
    level: Sequence[str] = (str(top),)
    for _ in range(_DEEPEST):
        below: list[str] = []
        for folder in level:
            names = _names(folder)
            if _GIT in names:
                continue
            below += [f"{folder}/{name}" for name, is_folder in names.items() if is_folder]
            found += sum(not is_folder for is_folder in names.values())
            looked_at += len(names)
            if looked_at > most:
                return most + 1
        level = below
    return most + 1 if level else found


def _names(folder: str) -> dict[str, bool]:
    """Returns the names in a folder, and which of them are folders; none of one that cannot be read."""
    try:
        with os.scandir(folder) as entries:
            return {entry.name: entry.is_dir(follow_symlinks=False) for entry in entries}
    except OSError:
        return {}
