"""Reads files of a worktree as they lie on disk, and nothing outside of it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISLNK, S_ISREG
from typing import NamedTuple

from agentguard.analyzer.git.scratch import is_plain

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
# A pipe in the place of a file would make its reader wait for ever.
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK


class OnDisk(NamedTuple):
    """A file of a worktree; the content of a link is where it leads, None of what is too large or cannot be read."""

    content: bytes | None


def read_on_disk(root: Path, path: str, *, most_bytes: int) -> OnDisk | None:
    """Reads one file; None where there is none, and where a link on the way leads somewhere else.

    Args:
        root: the top folder of the worktree.
        path: POSIX, relative to it.
        most_bytes: a larger file is not read.
    """
    if not is_plain(path):
        return None
    *folders, name = path.split("/")
    try:
        with _folder(root, folders) as folder:
            return _read(name, folder, most_bytes)
    except OSError:
        return None


def blob_id(content: bytes, object_format: str) -> str:
    """Returns the id that git gives to a content as it stands; filters and line ends are not looked at."""
    from hashlib import new as new_hash  # noqa: PLC0415 - milliseconds, and mostly contents are equal

    made = new_hash(object_format, b"blob %d\0" % len(content), usedforsecurity=False)
    made.update(content)
    return made.hexdigest()


def plain_lines(content: bytes) -> bytes:
    """Writes line ends as agents and most repositories do, whatever a file on disk has."""
    return content.replace(b"\r\n", b"\n")


@contextmanager
def _folder(root: Path, names: list[str]) -> Iterator[int]:
    opened = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for name in names:
            below = os.open(os.fsencode(name), _FOLDER, dir_fd=opened)
            os.close(opened)
            opened = below
        yield opened
    finally:
        os.close(opened)


def _read(name: str, folder: int, most_bytes: int) -> OnDisk | None:
    raw = os.fsencode(name)
    found = os.lstat(raw, dir_fd=folder)
    if S_ISLNK(found.st_mode):
        return OnDisk(os.fsencode(os.readlink(raw, dir_fd=folder)))
    if not S_ISREG(found.st_mode):
        return None
    if found.st_size > most_bytes:
        return OnDisk(None)
    try:
        with open(os.open(raw, _FILE, dir_fd=folder), "rb") as file:  # noqa: PTH123 - by its descriptor
            content = file.read(most_bytes + 1)
    except PermissionError:
        return OnDisk(None)
    return OnDisk(content if len(content) <= most_bytes else None)
