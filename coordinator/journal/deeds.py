"""Notes which files sessions edited and read: one line an entry, in two files that take turns."""

import fcntl
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from time import time_ns

from agentguard.analyzer.git.place import Place
from agentguard.analyzer.model.journal import Deed, JournalEntry, Session
from agentguard.coordinator.journal.folder import Folder, is_off, journal_folder
from agentguard.coordinator.journal.writes import MOST_AGE

NOW, BEFORE, LOCK = "deeds", "deeds-before", "deeds-lock"
MOST_BYTES = 256_000
_MOST_LINE_BYTES = 8_000
_DEEDS = {deed.value: deed for deed in Deed}
_HEXADECIMAL = frozenset("0123456789abcdef")
_ESCAPES = ((b"\\", b"\\\\"), (b"\n", b"\\n"), (b"\t", b"\\t"))
_ESCAPED = re.compile(rb"\\(.)")
_MEANINGS = {escape[1:]: character for character, escape in _ESCAPES}


def note(place: Place, entries: Iterable[JournalEntry]) -> None:
    """Adds entries to the journal of a worktree, at once and behind those of others; none where it is off.

    Raises:
        OSError: the git directory cannot be written.
    """
    lines = b"".join(map(_line, entries))
    if not lines or is_off(place):
        return
    with journal_folder(place, make=True) as folder:
        if folder is None:  # pragma: no cover - it was made
            return
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        file = os.open(NOW, flags, 0o600, dir_fd=folder.descriptor)
        try:
            os.write(file, lines)
            size = os.fstat(file).st_size
        finally:
            os.close(file)
        if size > MOST_BYTES:
            _turn(folder)


def read_deeds(folder: Folder) -> tuple[tuple[JournalEntry, ...], int]:
    """Returns the entries in the order in which they were noted, and how many lines could not be read."""
    found: list[JournalEntry] = []
    damaged, oldest = 0, time_ns() - MOST_AGE
    sessions: dict[tuple[bytes, ...], Session] = {}
    for name in (BEFORE, NOW):
        read = folder.read(name, 2 * MOST_BYTES)
        for line in (read[0] if read else b"").split(b"\n"):
            if line:
                entry = _entry(line, sessions)
                damaged += entry is None
                if entry is not None and entry.time >= oldest:
                    found.append(entry)
    return tuple(found), damaged


def _turn(folder: Folder) -> None:
    """Puts the full file in the place of the one before; who still writes to it writes there."""
    with _locked(folder):
        full = folder.size(NOW)
        # Somebody else was here first.
        if full is not None and full.st_size > MOST_BYTES:
            os.rename(NOW, BEFORE, src_dir_fd=folder.descriptor, dst_dir_fd=folder.descriptor)


@contextmanager
def _locked(folder: Folder) -> Iterator[None]:
    flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    lock = os.open(LOCK, flags, 0o600, dir_fd=folder.descriptor)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _line(entry: JournalEntry) -> bytes:
    """Writes a line; nothing where names are too long, or no text that a host can have meant."""
    session = entry.session
    fields = (
        entry.deed.value,
        str(entry.time),
        session.id,
        session.host or "",
        session.subagent or "",
        entry.blob or "",
        entry.path,
    )
    try:
        line = b"\t".join(_escaped(os.fsencode(field)) for field in fields) + b"\n"
    except UnicodeEncodeError:
        return b""
    return line if len(line) <= _MOST_LINE_BYTES else b""


def _entry(line: bytes, sessions: dict[tuple[bytes, ...], Session]) -> JournalEntry | None:
    """Reads a line, None where it cannot be one of ours."""
    fields = line.split(b"\t")
    if len(fields) != 7 or len(line) > _MOST_LINE_BYTES:
        return None
    key = tuple(fields[2:5])
    session = sessions.get(key)
    if session is None:
        name, host, subagent = (os.fsdecode(_plain(field)) for field in key)
        session = sessions[key] = Session(id=name, host=host or None, subagent=subagent or None)
    time, blob, path = fields[1], fields[5].decode("ascii", "replace"), os.fsdecode(_plain(fields[6]))
    deed = _DEEDS.get(fields[0].decode("ascii", "replace"))
    is_sound = time.isdigit() and len(time) < 20 and _HEXADECIMAL.issuperset(blob) and len(blob) in {0, 40, 64}
    if deed is None or not is_sound or not _is_inside(path, deed):
        return None
    return JournalEntry(deed=deed, session=session, time=int(time), path=path, blob=blob or None)


def _is_inside(path: str, deed: Deed) -> bool:
    """Tells whether a path names something below the top of a worktree; the end of a session names nothing."""
    if not path:
        return deed is Deed.ENDED
    if "\0" in path or path.startswith("/"):
        return False
    return "." not in path or ".." not in PurePosixPath(path).parts


def _escaped(field: bytes) -> bytes:
    for character, escape in _ESCAPES:
        field = field.replace(character, escape)
    return field


def _plain(field: bytes) -> bytes:
    """Takes the escapes back; what is none stands for itself."""
    return _ESCAPED.sub(lambda found: _MEANINGS.get(found[1], found[0]), field) if b"\\" in field else field
