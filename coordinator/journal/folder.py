"""Opens the folder of a journal and the files in it; no symbolic link is followed below the git directory."""

import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from agentguard.analyzer.git.place import Place
from agentguard.analyzer.model.value import dataclass

OWN = "agentguard"
JOURNAL = "journal"
# Stops the front and ourselves in every worktree of a repository; it lies in the git directory that they share.
OFF = "journal-off"

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# Without O_NONBLOCK a pipe in the place of a file would hold us for ever.
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """An open folder.

    Attributes:
        path: where it lies, for those who open its files later.
        descriptor: what the system calls it while it is open.
    """

    path: Path
    descriptor: int

    def names(self) -> list[str]:
        """Returns the names in it."""
        return os.listdir(self.descriptor)  # noqa: PTH208 - a path has no descriptor

    def size(self, name: str) -> os.stat_result | None:
        """Returns what is known of a regular file, None where there is none."""
        with suppress(OSError):
            found = os.stat(name, dir_fd=self.descriptor, follow_symlinks=False)
            if stat.S_ISREG(found.st_mode):
                return found
        return None

    def read(self, name: str, most_bytes: int) -> tuple[bytes, int] | None:
        """Returns the content of a regular file and its time in nanoseconds, None where it cannot be read."""
        with suppress(OSError):
            file = os.open(name, _FILE, dir_fd=self.descriptor)
            try:
                found = os.fstat(file)
                if stat.S_ISREG(found.st_mode):
                    return os.read(file, most_bytes), found.st_mtime_ns
            finally:
                os.close(file)
        return None

    def remove(self, name: str) -> None:
        """Removes a file; where somebody was faster, that is fine."""
        with suppress(OSError):
            os.unlink(name, dir_fd=self.descriptor)

    @contextmanager
    def open(self, name: str, *, make: bool = False) -> Iterator["Folder | None"]:
        """Opens a folder in this one; None where there is none.

        Raises:
            OSError: it was to be made, and cannot be.
        """
        if make:
            with suppress(FileExistsError):
                os.mkdir(name, 0o700, dir_fd=self.descriptor)
        try:
            descriptor = os.open(name, _FOLDER, dir_fd=self.descriptor)
        except OSError:
            if make:
                raise
            yield None
            return
        try:
            yield Folder(path=self.path / name, descriptor=descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def journal_folder(place: Place, *, make: bool = False) -> Iterator[Folder | None]:
    """Opens the folder of a worktree's journal; None where there is none.

    Raises:
        OSError: it was to be made, and cannot be.
    """
    with _below(place.git_dir, (OWN, JOURNAL), make=make) as folder:
        yield folder


@contextmanager
def _below(git_dir: Path, names: tuple[str, ...], *, make: bool) -> Iterator[Folder | None]:
    try:
        top = os.open(git_dir, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        if make:
            raise
        yield None
        return
    folder: Folder | None = Folder(path=git_dir, descriptor=top)
    try:
        with ExitStack() as opened:
            for name in names:
                folder = opened.enter_context(folder.open(name, make=make)) if folder is not None else None
            yield folder
    finally:
        os.close(top)


def is_off(place: Place) -> bool:
    """Tells whether no journal is kept in this repository."""
    return os.path.lexists(place.common_dir / OWN / OFF)


def switch(place: Place, *, on: bool) -> None:
    """Lets the journals of a repository be kept, or not; what is in the one of this worktree goes with the latter.

    Raises:
        OSError: the git directory cannot be written.
    """
    if on != is_off(place):
        return
    with _below(place.common_dir, (OWN,), make=True) as own:
        if own is None:  # pragma: no cover - it was made
            return
        if on:
            own.remove(OFF)
            return
        flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        os.close(os.open(OFF, flags, 0o600, dir_fd=own.descriptor))
    with journal_folder(place) as folder:
        if folder is not None:
            _empty(folder)


def _empty(folder: Folder) -> None:
    """Removes the files of a folder and of the folders in it."""
    for name in folder.names():
        with folder.open(name) as inner:
            if inner is None:
                folder.remove(name)
            else:
                for file in inner.names():
                    inner.remove(file)
