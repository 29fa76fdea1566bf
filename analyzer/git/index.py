"""Reads single entries of an index file, also of one that lies elsewhere, without starting git.

Versions 2 to 4, both hashes, split and sparse indexes. What is in the file is not trusted: a damaged one is no index.
"""

import os
import stat
from collections.abc import Collection, Iterator
from pathlib import Path

from agentguard.analyzer.git.bitmaps import bitmap_positions
from agentguard.analyzer.git.trees import TreeEntry
from agentguard.analyzer.model.value import dataclass

MOST_BYTES = 16_000_000
_HEADER_BYTES = 12
_STAT_BYTES = 40
_MODE_AT = 24
_LONG_NAME = 0xFFF
_EXTENDED = 0x4000
_STAGE = 0x3000
_INTENT_TO_ADD = 0x2000
# A file that must be understood begins with a lower-case letter; `sdir` says only that there are entries for folders.
_SPLIT, _SPARSE = b"link", b"sdir"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    name: bytes
    mode: int
    id: bytes
    counts: bool


def read_index(path: Path, paths: Collection[str], *, object_format: str, shared: Path) -> dict[str, TreeEntry] | None:
    """Returns what an index has at some paths; those that are missing, in conflict or only announced are left out.

    Args:
        path: the index file; a link is not followed.
        paths: what is looked for.
        object_format: `sha1` or `sha256`.
        shared: the folder of the shared part of a split index.

    Returns:
        None where the file is missing, damaged, too large, or of a kind that nobody knows here.
    """
    wanted = {os.fsencode(name) for name in paths}
    reader = _Reader(id_bytes=32 if object_format == "sha256" else 20)
    try:
        entries = reader.entries(_content(path), wanted, shared)
    except (OSError, ValueError, IndexError):
        return None
    return {os.fsdecode(entry.name): TreeEntry(entry.mode, entry.id.hex()) for entry in entries if entry.counts}


def _content(path: Path) -> bytes:
    file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(file, "rb") as stream:
        found = os.fstat(file)
        if not stat.S_ISREG(found.st_mode) or found.st_size > MOST_BYTES:
            raise ValueError(path)
        return stream.read(MOST_BYTES)


class _Reader:
    def __init__(self, *, id_bytes: int) -> None:
        self._id_bytes = id_bytes

    def entries(self, data: bytes, wanted: Collection[bytes], shared: Path) -> list[_Entry]:
        """Returns the entries that are looked for, those of a split index from both of its parts."""
        version, count = self._header(data)
        end = _HEADER_BYTES
        own: list[_Entry] = []
        walk = self._compressed if version == 4 else self._plain
        for entry, end in walk(data, count, wanted):  # noqa: B007 - the last end is where the extensions begin
            if entry is not None:
                own.append(entry)
        if end > len(data) - self._id_bytes:
            raise ValueError(end)
        split = self._split(data, end)
        if split is None:
            return own
        base, rest = split[: self._id_bytes], split[self._id_bytes :]
        deleted, position = bitmap_positions(rest, 0) if rest else (frozenset[int](), 0)
        replaced, _ = bitmap_positions(rest, position) if rest else (frozenset[int](), 0)
        replacing = [entry for entry in own if not entry.name]
        found = {entry.name: entry for entry in own if entry.name}
        if any(base):
            content = _content(shared / f"sharedindex.{base.hex()}")
            found |= self._of_base(content, wanted, deleted, dict(zip(sorted(replaced), replacing, strict=True)))
        return list(found.values())

    def _of_base(
        self, data: bytes, wanted: Collection[bytes], deleted: Collection[int], replaced: dict[int, _Entry]
    ) -> dict[bytes, _Entry]:
        version, count = self._header(data)
        walk = self._compressed if version == 4 else self._plain
        found: dict[bytes, _Entry] = {}
        for number, (entry, _) in enumerate(walk(data, count, wanted)):
            if entry is None or number in deleted:
                continue
            other = replaced.get(number)
            found[entry.name] = entry if other is None else _Entry(
                name=entry.name, mode=other.mode, id=other.id, counts=other.counts
            )  # fmt: skip
        return found

    def _header(self, data: bytes) -> tuple[int, int]:
        version, count = int.from_bytes(data[4:8]), int.from_bytes(data[8:12])
        if data[:4] != b"DIRC" or version not in {2, 3, 4} or count > len(data) // (_STAT_BYTES + self._id_bytes):
            msg = "no index"
            raise ValueError(msg)
        return version, count

    def _plain(self, data: bytes, count: int, wanted: Collection[bytes]) -> Iterator[tuple[_Entry | None, int]]:
        """Yields the entries of versions 2 and 3, and where each ends."""
        before = _STAT_BYTES + self._id_bytes
        position = _HEADER_BYTES
        for _ in range(count):
            at = position + before
            flags = data[at] << 8 | data[at + 1]
            start = at + (4 if flags & _EXTENDED else 2)
            length = flags & _LONG_NAME
            end = start + length if length < _LONG_NAME else data.index(0, start)
            name = data[start:end]
            here = position
            position += (end - position + 8) & ~7
            yield (self._entry(data, here, flags, name) if name in wanted or not name else None), position

    def _compressed(self, data: bytes, count: int, wanted: Collection[bytes]) -> Iterator[tuple[_Entry | None, int]]:
        """Yields the entries of version 4, each name of which goes on from the one before."""
        before = _STAT_BYTES + self._id_bytes
        position, name = _HEADER_BYTES, b""
        for _ in range(count):
            at = position + before
            flags = data[at] << 8 | data[at + 1]
            cut, start = _offset(data, at + (4 if flags & _EXTENDED else 2))
            end = data.index(0, start)
            if cut > len(name):
                raise ValueError(cut)
            name = name[: len(name) - cut] + data[start:end]
            here, position = position, end + 1
            yield (self._entry(data, here, flags, name) if name in wanted or not name else None), position

    def _entry(self, data: bytes, position: int, flags: int, name: bytes) -> _Entry:
        at = position + _STAT_BYTES + self._id_bytes
        extended = data[at + 2] << 8 | data[at + 3] if flags & _EXTENDED else 0
        return _Entry(
            name=name,
            mode=int.from_bytes(data[position + _MODE_AT : position + _MODE_AT + 4]),
            id=data[position + _STAT_BYTES : at],
            counts=not flags & _STAGE and not extended & _INTENT_TO_ADD,
        )

    def _split(self, data: bytes, position: int) -> bytes | None:
        """Returns what stands in the extension of a split index, None where the index is whole."""
        found = None
        while position + 8 <= len(data) - self._id_bytes:
            name, size = data[position : position + 4], int.from_bytes(data[position + 4 : position + 8])
            if name == _SPLIT:
                found = data[position + 8 : position + 8 + size]
            elif name != _SPARSE and not name[:1].isupper():
                raise ValueError(name)
            position += 8 + size
        return found


def _offset(data: bytes, position: int) -> tuple[int, int]:
    """Reads a number as git's packs write offsets; returns it, and where it ends."""
    byte = data[position]
    value = byte & 127
    while byte & 128:
        position += 1
        byte = data[position]
        value = (value + 1) << 7 | byte & 127
    return value, position + 1
