"""Finds the worktree that a call is about: where the agent is, or the file lies; never where the hook was started."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from agentguard.analyzer.gather.taking import worktree_around
from agentguard.analyzer.git.repository import Repository
from agentguard.hooks.agents.payload import Edit


class Named(NamedTuple):
    """A file within a worktree: its path from the top, and the text that is replaced there, None for all of it."""

    path: str
    old: str | None


@contextmanager
def worktree_of(folder: Path | None) -> Iterator[Repository | None]:
    """Opens the worktree around a folder; None where there is none."""
    repository = worktree_around(folder) if folder is not None else None
    if repository is None:
        yield None
        return
    with repository:
        yield repository


@contextmanager
def worktree_of_files(edits: Sequence[Edit]) -> Iterator[tuple[Repository, tuple[Named, ...]] | None]:
    """Opens the worktree in which the first file lies, with all the files that lie in it; None where there is none."""
    with worktree_of(edits[0].path.parent if edits else None) as repository:
        if repository is None or repository.root is None:
            yield None
            return
        root = repository.root.resolve()
        named = [Named(path, edit.old) for edit in edits if (path := _below(edit.path, root)) is not None]
        yield (repository, tuple(named)) if named else None


def _below(path: Path, root: Path) -> str | None:
    """Returns a path from the top of a worktree; that of a link is that of the file behind it."""
    try:
        # Without what it names: that may be gone, or be made only now.
        real = path.resolve() if path.exists() else path.parent.resolve() / path.name
        return real.relative_to(root).as_posix()
    except (OSError, RuntimeError, ValueError):
        return None
