"""Lists trees, and tells in which paths two of them differ, without asking git for what both have in common."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from agentguard.analyzer.git.objects import Objects

_FOLDER = 0o40000
_REMEMBERED = 2_000


class TreeEntry(NamedTuple):
    """One path of a tree: mode and object id."""

    mode: int
    id: str


class Difference(NamedTuple):
    """What one path is on either side, None where it is not there."""

    old: TreeEntry | None
    new: TreeEntry | None


class LostTreeError(Exception):
    """Names a tree that is not here, or damaged."""


class Trees:
    """Walks trees by the ids of their folders; those that were read last are remembered.

    Args:
        objects: where the trees are read.
        empty: id of the empty tree, which needs no object.
    """

    def __init__(self, objects: Objects, empty: str) -> None:
        self._objects = objects
        self._id_bytes = len(empty) // 2
        self._folders: OrderedDict[str, Mapping[str, TreeEntry]] = OrderedDict({empty: {}})
        self._empty = empty

    def differences(self, old: str, new: str, *, most_folders: int | None = None) -> dict[str, Difference] | None:
        """Returns what differs between two trees by path, in the order of a walk.

        Args:
            old: id of a tree or commit.
            new: likewise.
            most_folders: give up when more folders than this differ.

        Returns:
            None where the walk was given up.

        Raises:
            LostTreeError: a folder that differs is not here.
        """
        found: dict[str, Difference] = {}
        level = [("", old, new)] if old != new else []
        walked = 0
        while level:
            walked += len(level)
            if most_folders is not None and walked > most_folders:
                return None
            read = self._read(name for _, *both in level for name in both)
            level = [
                below for prefix, one, two in level for below in self._compare(prefix, read[one], read[two], found)
            ]
        return found

    def _compare(
        self, prefix: str, old: Mapping[str, TreeEntry], new: Mapping[str, TreeEntry], found: dict[str, Difference]
    ) -> list[tuple[str, str, str]]:
        """Notes the files that differ in one folder, and returns the folders below that do."""
        below = []
        for name in dict.fromkeys((*old, *new)):
            one, two = old.get(name), new.get(name)
            if one == two:
                continue
            folders = [entry.id if entry and entry.mode == _FOLDER else None for entry in (one, two)]
            files = Difference(*(None if folder else entry for folder, entry in zip(folders, (one, two), strict=True)))
            if any(folders):
                before, after = folders
                below.append((f"{prefix}{name}/", before or self._empty, after or self._empty))
            if any(files):
                found[prefix + name] = files
        return [entry for entry in below if entry[1] != entry[2]]

    def _read(self, names: Iterable[str]) -> dict[str, Mapping[str, TreeEntry]]:
        wanted = list(dict.fromkeys(names))
        read = {name: self._folders[name] for name in wanted if name in self._folders}
        for name in read:
            self._folders.move_to_end(name)
        missing = [name for name in wanted if name not in read]
        for name, content in self._objects.read_many(f"{name}^{{tree}}" for name in missing):
            if content is None:
                raise LostTreeError(name.removesuffix("^{tree}"))
            plain = name.removesuffix("^{tree}")
            try:
                read[plain] = self._folders[plain] = _parse(content, self._id_bytes)
            except ValueError as error:
                raise LostTreeError(plain) from error
        while len(self._folders) > _REMEMBERED:
            oldest = next(iter(self._folders))
            del self._folders[oldest]
        return read


def _parse(content: bytes, id_bytes: int) -> dict[str, TreeEntry]:
    entries: dict[str, TreeEntry] = {}
    position = 0
    while position < len(content):
        end = content.index(b"\0", position)
        mode, _, name = content[position:end].partition(b" ")
        position = end + 1 + id_bytes
        entry = TreeEntry(int(mode, 8), content[end + 1 : position].hex())
        entries[name.decode("utf-8", "surrogateescape")] = entry
    return entries
