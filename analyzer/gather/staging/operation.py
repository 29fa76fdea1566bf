"""Tells what a merge, cherry-pick, revert or rebase that is in progress is about."""

import re
from collections.abc import Iterable
from pathlib import Path

from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.value import dataclass

_MERGE, _PICK, _REVERT, _REBASE = "MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "REBASE_HEAD"
_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_MOST_BYTES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """Something that git has begun and will end with a commit.

    Attributes:
        paths: those that it brings; whoever settles its conflicts stages them.
        takes_names: a commit of single paths is possible meanwhile.
    """

    paths: frozenset[str]
    takes_names: bool


def read_operation(repository: Repository, head: str | None) -> Operation | None:
    """Returns what is in progress, None where nothing is.

    Args:
        repository: where; git keeps notes of it in the worktree's own git directory.
        head: id of the last commit.
    """
    found = {name: _ids(repository.place.git_dir / name) for name in (_MERGE, _PICK, _REVERT, _REBASE)}
    if head is None or not any(found.values()):
        return None
    paths: set[str] = set()
    for name, commits in found.items():
        for commit in commits:
            if repository.find_commit(commit) is not None:
                is_merge = name == _MERGE
                old = repository.merge_base(head, commit) if is_merge else repository.find_commit(f"{commit}^")
                paths.update(_changed(repository, old, commit))
    return Operation(paths=frozenset(paths), takes_names=not (found[_MERGE] or found[_PICK]))


def _changed(repository: Repository, old: str | None, new: str) -> Iterable[str]:
    before = repository.tree(old) if old is not None else repository.empty_tree
    return repository.tree_differences(before, repository.tree(new)).keys()


def _ids(path: Path) -> tuple[str, ...]:
    try:
        with path.open("rb") as file:
            words = file.read(_MOST_BYTES).decode("ascii", "replace").split()
    except OSError:
        return ()
    return tuple(word for word in words if _ID.fullmatch(word))
