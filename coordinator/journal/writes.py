"""Reads what `hooks/native/post-index-change` notes: which git process wrote the index, and the index of then."""

import os
import re
from collections.abc import Mapping
from contextlib import ExitStack
from time import time_ns

from agentguard.analyzer.model.journal import GitProcess, IndexWrite
from agentguard.analyzer.sessions import session_of
from agentguard.coordinator.journal.folder import Folder

WRITES, SNAPSHOTS, LIMIT = "writes", "snapshots", "limit"
MOST_WRITES = 130
MOST_SNAPSHOT_BYTES = 64_000_000
# Longer, git keeps the shared part of a split index no more.
MOST_AGE = 14 * 86_400 * 10**9
_MOST_RECORD_BYTES = 300_000
_NUMBER = re.compile(r"[1-9][0-9]{9}")
_BLANKS = "1-blanks"
_VERSIONS = frozenset({"1", _BLANKS})


def read_writes(folder: Folder) -> tuple[tuple[IndexWrite, ...], int]:
    """Returns the writes of the index, oldest first, and how many records could not be read.

    A snapshot without a record stands as a write by unknown words: it tells what was staged already.
    """
    with ExitStack() as opened:
        records = opened.enter_context(folder.open(WRITES))
        snapshots = opened.enter_context(folder.open(SNAPSHOTS))
        kept = _tidy_snapshots(folder, snapshots) if snapshots is not None else {}
        found, damaged = _records(records) if records is not None else ({}, 0)
        for number, taken in kept.items():
            write = found.get(number) or IndexWrite(
                number=number, process=GitProcess(argv=()), session=None, time=taken.st_mtime_ns
            )
            found[number] = IndexWrite(
                number=number,
                process=write.process,
                session=write.session,
                time=write.time,
                snapshot=folder.path / SNAPSHOTS / str(number),
            )
    return tuple(write for _, write in sorted(found.items())), damaged


def _records(records: Folder) -> tuple[dict[int, IndexWrite], int]:
    """Reads the records; those that are too old, or more than there may be, are removed."""
    found: dict[int, IndexWrite] = {}
    numbers = _numbers(records)
    oldest, damaged = time_ns() - MOST_AGE, 0
    for number in numbers[:-MOST_WRITES]:
        records.remove(str(number))
    for number in numbers[-MOST_WRITES:]:
        read = records.read(str(number), _MOST_RECORD_BYTES)
        if read is not None and read[1] < oldest:
            records.remove(str(number))
        elif read is not None:
            write = _write(number, *read)
            if write is None:
                damaged += 1
            else:
                found[number] = write
    return found, damaged


def _write(number: int, content: bytes, time: int) -> IndexWrite | None:
    fields = os.fsdecode(content).split("\0")
    if len(fields) < 4 or fields[-1] or fields[0] not in _VERSIONS:
        return None
    version, prefix, *variables, words, _ = fields
    argv = tuple(word.replace("\1", "\n") for word in words.split("\n"))
    session = session_of(dict(variable.partition("=")[::2] for variable in variables))
    process = GitProcess(argv=argv, prefix=prefix, is_exact=version != _BLANKS)
    return IndexWrite(number=number, process=process, session=session, time=time)


def _tidy_snapshots(folder: Folder, snapshots: Folder) -> Mapping[int, os.stat_result]:
    """Removes what is too old or too much but for the newest, and returns the others by their numbers.

    Of two links to one file the later counts: the second write was faster than the hook of the first.
    """
    found: dict[int, os.stat_result] = {}
    total, inodes, oldest = 0, set[int](), time_ns() - MOST_AGE
    for number in reversed(_numbers(snapshots)):
        taken = snapshots.size(str(number))
        if taken is None:
            continue
        total += taken.st_size
        if found and (total > MOST_SNAPSHOT_BYTES or taken.st_mtime_ns < oldest):
            snapshots.remove(str(number))
            folder.remove(LIMIT)  # the hook counts anew how many there is room for
        elif taken.st_ino not in inodes:
            inodes.add(taken.st_ino)
            found[number] = taken
    return found


def _numbers(folder: Folder) -> list[int]:
    return sorted(int(name) for name in folder.names() if _NUMBER.fullmatch(name))
