"""Lists trees, and tells in which paths two of them differ, without asking git for what both have in common."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import NamedTuple, NoReturn

from agentguard.analyzer.errors import AgentguardError, GitError
from agentguard.analyzer.git.objects import Objects
from agentguard.analyzer.git.process import Git

GET_TREES = "`git fetch --refetch --filter=blob:none` gets the trees of a partial clone without the contents"
FOLDER = 0o40000
_REMEMBERED_LISTINGS = 4
_REMEMBERED_FOLDERS = 5_000
# Up to here it is cheaper to read the folders in which two trees differ than to list the other tree.
_NEAR_FOLDERS = 100


class TreeEntry(NamedTuple):
    """One path of a tree: mode and object id."""

    mode: int
    id: str


class Difference(NamedTuple):
    """What one path is on either side, None where it is not there."""

    old: TreeEntry | None
    new: TreeEntry | None


class Trees:
    """Walks trees by the ids of their folders; the folders and listings that were used last are remembered.

    Every tree may be named by its commit.

    Args:
        git: lists a whole tree.
        objects: where single folders are read.
        empty: id of the empty tree, which needs no object.
    """

    def __init__(self, git: Git, objects: Objects, empty: str) -> None:
        self._git = git
        self._objects = objects
        self._empty = empty
        self._folders: OrderedDict[str, Mapping[str, TreeEntry]] = OrderedDict({empty: {}})
        self._listings: dict[str, dict[str, TreeEntry]] = {}

    def listing(self, tree: str) -> dict[str, TreeEntry]:
        """Returns every path below a tree in order, gitlinks included.

        Raises:
            AgentguardError: the tree is not here.
        """
        known = self._listings.pop(tree, None)
        if known is None:
            known = self._listed_from_near(tree)
        if known is None:
            known = self._listed(tree)
        self._listings[tree] = known
        while len(self._listings) > _REMEMBERED_LISTINGS:
            del self._listings[next(iter(self._listings))]
        return known

    def entry(self, tree: str, path: str) -> TreeEntry | None:
        """Returns what a tree has at a path, a folder too; None where it has nothing there.

        Raises:
            AgentguardError: a folder on the way is not here.
        """
        *folders, name = path.split("/")
        for folder in folders:
            below = self._folder(tree).get(folder)
            if below is None or below.mode != FOLDER:
                return None
            tree = below.id
        return self._folder(tree).get(name)

    def differences(self, old: str, new: str) -> dict[str, Difference]:
        """Returns what differs between two trees by path; renames are not looked for.

        Raises:
            AgentguardError: a folder that differs is not here.
        """
        return self._differences(old, new, None) or {}

    def _differences(self, old: str, new: str, most_folders: int | None) -> dict[str, Difference] | None:
        """Returns None where more folders differ than it should walk."""
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
            folders = [entry.id if entry and entry.mode == FOLDER else None for entry in (one, two)]
            files = Difference(*(None if folder else entry for folder, entry in zip(folders, (one, two), strict=True)))
            if any(folders):
                before, after = folders
                below.append((f"{prefix}{name}/", before or self._empty, after or self._empty))
            if any(files):
                found[prefix + name] = files
        return [entry for entry in below if entry[1] != entry[2]]

    def _folder(self, tree: str) -> Mapping[str, TreeEntry]:
        known = self._folders.get(tree)
        return known if known is not None else self._read([tree])[tree]

    def _read(self, names: Iterable[str]) -> dict[str, Mapping[str, TreeEntry]]:
        wanted = list(dict.fromkeys(names))
        read = {name: self._folders[name] for name in wanted if name in self._folders}
        for name in read:
            self._folders.move_to_end(name)
        missing = [name for name in wanted if name not in read]
        contents = self._objects.read_many(f"{name}^{{tree}}" for name in missing)
        for name, (_, content) in zip(missing, contents, strict=True):
            read[name] = self._folders[name] = self._parsed(name, content)
        while len(self._folders) > _REMEMBERED_FOLDERS:
            self._folders.popitem(last=False)
        return read

    def _parsed(self, name: str, content: bytes | None) -> dict[str, TreeEntry]:
        try:
            return _parse(content, len(self._empty) // 2) if content is not None else self._lost(name)
        except ValueError:
            return self._lost(name)

    def _lost(self, tree: str) -> NoReturn:
        raise AgentguardError(f"the tree of {tree[:12]} is missing or damaged", f"`git fsck`; {GET_TREES}")

    def _listed_from_near(self, tree: str) -> dict[str, TreeEntry] | None:
        """Changes the listing that was used last into that of a tree which differs in few folders."""
        if not self._listings:
            return None
        near = next(reversed(self._listings))
        differences = self._differences(near, tree, _NEAR_FOLDERS)
        if differences is None:
            return None
        entries = dict(self._listings[near])
        for path, (_, new) in differences.items():
            if new is None:
                entries.pop(path, None)
            else:
                entries[path] = new
        has_new = any(difference.old is None for difference in differences.values())
        return dict(sorted(entries.items())) if has_new else entries

    def _listed(self, tree: str) -> dict[str, TreeEntry]:
        try:
            listed = self._git.run("ls-tree", "-r", "-z", "--full-tree", tree)
        except GitError:
            self._lost(tree)
        entries = {}
        for line in listed.fields():
            meta, _, path = line.partition("\t")
            mode, _, name = meta.split(" ")
            entries[path] = TreeEntry(int(mode, 8), name)
        return entries


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
