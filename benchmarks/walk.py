"""Walks a history as one library does it, in a process of its own: `python -m benchmarks.walk NAME PATH [LIMIT]`.

Each walk reads the same: of every commit that HEAD contains its id, parents, author, times and message, and of those
that are no merges the changed paths with their status.
"""

import sys
import tracemalloc
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path


def agentguard(path: Path, limit: int | None) -> int:
    """Walks as `agentguard audit` does, at path level: with co-change, agents and artifacts; yields no split."""
    from agentguard.analyzer.gather.history.scan import Scan  # noqa: PLC0415 - each walk pays for its own imports
    from agentguard.analyzer.gather.history.selection import select_commits  # noqa: PLC0415
    from agentguard.analyzer.git import Repository  # noqa: PLC0415

    with Repository.open(path) as repository:
        scan = Scan(repository, select_commits(repository, limit=limit), lambda _: None)
        for _ in scan.events():
            pass
        return scan.commits


def losses(path: Path, limit: int | None) -> int:
    """Walks as `agentguard audit --select AG206` does: with the lost updates that blob ids show, judged by content."""
    return _losses(path, limit, deep=False)


def losses_deep(path: Path, limit: int | None) -> int:
    """Walks as `agentguard audit --select AG206 --deep` does, without the look at sweeps."""
    return _losses(path, limit, deep=True)


def _losses(path: Path, limit: int | None, *, deep: bool) -> int:
    from agentguard.analyzer.gather.history.losses import Losses  # noqa: PLC0415 - likewise
    from agentguard.analyzer.gather.history.scan import Scan  # noqa: PLC0415
    from agentguard.analyzer.gather.history.selection import select_commits  # noqa: PLC0415
    from agentguard.analyzer.gather.history.suspects import Suspect  # noqa: PLC0415
    from agentguard.analyzer.gather.history.workers import Workers  # noqa: PLC0415
    from agentguard.analyzer.git import Repository  # noqa: PLC0415

    with Repository.open(path) as repository, Workers(repository) as workers:
        scan = Scan(repository, select_commits(repository, limit=limit), lambda _: None, deep=deep)
        found = Losses(repository, workers, scan.later, deep=deep)
        for event in scan.events():
            if isinstance(event, Suspect):
                _ = list(found.take(event))
        _ = list(found.rest())
        return scan.commits


def pydriller(path: Path, limit: int | None) -> int:
    """Walks with PyDriller."""
    from pydriller import Repository  # noqa: PLC0415

    count = 0
    for commit in Repository(str(path), order="reverse").traverse_commits():
        if count == limit:
            break
        count += 1
        if not commit.merge:
            _ = [(file.new_path or file.old_path, file.change_type) for file in commit.modified_files]
    return count


def gitpython(path: Path, limit: int | None) -> int:
    """Walks with GitPython."""
    import git  # noqa: PLC0415

    repository = git.Repo(path)
    count = 0
    for commit in repository.iter_commits("HEAD", max_count=limit if limit is not None else -1):
        count += 1
        _ = (commit.author.name, commit.message, commit.committed_date)
        if len(commit.parents) < 2:
            old = commit.parents[0] if commit.parents else git.NULL_TREE
            _ = [(diff.b_path or diff.a_path, diff.change_type) for diff in commit.diff(old)]
    return count


def pygit2(path: Path, limit: int | None) -> int:
    """Walks with pygit2."""
    import pygit2 as library  # noqa: PLC0415

    repository = library.Repository(str(path))
    count = 0
    for commit in repository.walk(repository.head.target, library.enums.SortMode.TIME):
        if count == limit:
            break
        count += 1
        _ = (commit.author.name, commit.message, commit.commit_time)
        if len(commit.parents) < 2:
            diff = (
                commit.parents[0].tree.diff_to_tree(commit.tree)
                if commit.parents
                else commit.tree.diff_to_tree(swap=True)
            )
            _ = [(delta.new_file.path, delta.status_char()) for delta in diff.deltas]
    return count


WALKS: dict[str, Callable[[Path, int | None], int]] = {
    "agentguard": agentguard,
    "losses": losses,
    "losses-deep": losses_deep,
    "pygit2": pygit2,
    "GitPython": gitpython,
    "PyDriller": pydriller,
}
_MODULES = {"pygit2": "pygit2", "GitPython": "git", "PyDriller": "pydriller"}


def rivals() -> tuple[str, ...]:
    """Returns the other libraries that are installed."""
    return tuple(name for name, module in _MODULES.items() if find_spec(module) is not None)


def main() -> None:
    """Walks, and prints the number of commits and the peak of Python's memory, 0 where nobody asked for it."""
    name, path, *rest = sys.argv[1:]
    traced = name == "memory"
    if traced:
        tracemalloc.start()
    count = WALKS["agentguard" if traced else name](Path(path), int(rest[0]) if rest else None)
    print(count, tracemalloc.get_traced_memory()[1] if traced else 0)


if __name__ == "__main__":
    main()
