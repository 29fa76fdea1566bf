"""Reads what a worktree holds that is in no commit, and whose work in progress it is."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from agentguard.analyzer.artifacts import artifact
from agentguard.analyzer.gather.at_work import edits_in_progress
from agentguard.analyzer.git.process import Git
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.git.status import Dirty, dirty
from agentguard.analyzer.model.baseline import DirtyPath, DirtyTree, OtherStart
from agentguard.analyzer.model.findings import Confidence
from agentguard.analyzer.model.journal import Journal, JournalEntry, Session
from agentguard.analyzer.model.value import replace

# Folders of so many files, or nested so deep, are named as such; who listed each would need longer than a hook has.
_MOST_WALKED = 2_000
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
    entries = [one for entry in dirty(git, untracked="normal") for one in _files_of(git, entry)]
    working = edits_in_progress(journal, session, now) if journal is not None and session is not None else {}
    return DirtyTree(
        folder=str(git.cwd),
        paths=tuple(_path(entry, working.get(entry.path)) for entry in entries if not _is_left_behind(entry)),
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


def _files_of(git: Git, entry: Dirty) -> Iterator[Dirty]:
    """Yields the files of an untracked folder, but for those of nested repositories; or itself."""
    if not entry.path.endswith("/"):
        yield entry
        return
    found = _walk(git.cwd / entry.path)
    if found > _MOST_WALKED:
        yield entry
    elif found:
        listed = git.run("ls-files", "-z", "--others", "--exclude-standard", "--", entry.path).fields()
        yield from (replace(entry, path=path) for path in listed if not path.endswith("/"))


def _walk(top: Path) -> int:
    """Counts what is no folder below one, up to a limit, without nested repositories."""
    found = 0
    level: Sequence[str] = (str(top),)
    for _ in range(_DEEPEST):
        below = []
        for folder in level:
            names = _names(folder)
            if _GIT not in names:
                below += [f"{folder}/{name}" for name, is_folder in names.items() if is_folder]
                found += sum(not is_folder for is_folder in names.values())
            if found + len(below) > _MOST_WALKED:
                return _MOST_WALKED + 1
        level = below
    return found + len(level)


def _names(folder: str) -> dict[str, bool]:
    """Returns the names in a folder, and which of them are folders; none of one that cannot be read."""
    try:
        with os.scandir(folder) as entries:
            return {entry.name: entry.is_dir(follow_symlinks=False) for entry in entries}
    except OSError:
        return {}
