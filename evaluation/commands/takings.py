"""What a command took in, told by the index at each moment and by all commits."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_NOT_EMPTY = 0.5


@dataclass(frozen=True, slots=True)
class Before:
    """The state before a command.

    Attributes:
        index: the blob of each path in the index.
        changes: the blob of each path in the worktree that differs from the index, ignored files too; None where the
            file is gone.
    """

    index: Mapping[str, str]
    changes: Mapping[str, str | None]


def look(room: Path) -> Before:
    """Reads the worktree, and the index as `before` has it."""
    index, present = _entries(room / "before"), dict(_worktree(room / "repo"))
    found: dict[str, str | None] = {path: blob for path, blob in present.items() if index.get(path) != blob}
    return Before(index=index, changes=found | dict.fromkeys(index.keys() - present.keys()))


def takings(room: Path, before: Before) -> frozenset[str]:
    """Returns the paths whose change was taken into an index or a commit, or that were removed from the index alone.

    A file that is gone counts as taken where an index or tree lacks it that has most of the other files.
    """
    # A command may have written there what it likes: a pipe would never end.
    written = [file for name in ("moments", "after") for file in sorted((room / name).iterdir()) if _is_plain(file)]
    moments = [_entries(file) for file in written]
    final, head = _entries(room / "after/index"), _entries(room / "after/head")
    whole = [one for one in moments if len(one.keys() & before.index.keys()) >= _NOT_EMPTY * len(before.index)]
    taken = {
        path
        for path, blob in before.changes.items()
        if (any(one.get(path) == blob for one in moments) if blob else any(path not in one for one in whole))
    }
    removed = {path for path in before.index.keys() - final.keys() if path in head}
    return frozenset(taken | removed)


def _worktree(repo: Path) -> list[tuple[str, str]]:
    found = []
    for place, folders, files in os.walk(repo):
        if ".git" in folders:
            folders.remove(".git")
        for name in files:
            file = Path(place, name)
            if not file.is_symlink():
                content = file.read_bytes()
                blob = hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
                found.append((file.relative_to(repo).as_posix(), blob))
    return found


def _is_plain(file: Path) -> bool:
    return file.is_file() and not file.is_symlink()


def _entries(file: Path) -> dict[str, str]:
    found = {}
    for entry in file.read_bytes().split(b"\0"):
        fields, _, path = entry.partition(b"\t")
        if path:
            blob = next((field for field in fields.split() if len(field) == 40), b"")
            found[path.decode("utf-8", "surrogateescape")] = blob.decode()
    return found
