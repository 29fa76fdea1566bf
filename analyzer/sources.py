"""The files of one tree: their content, and the tables of what they define and use."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Set
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from agentguard.analyzer.categories import is_generated
from agentguard.analyzer.git.repository import Repository, TreeEntry
from agentguard.analyzer.model.changes import REGULAR, ChangeSet
from agentguard.analyzer.model.symbols import SourceFile

if TYPE_CHECKING:  # many who read files parse none
    from agentguard.analyzer.symbols import Reading

MAX_PARSE_BYTES = 1_000_000
TOO_SLOW = "it would take too long to read"
# What a file costs beside its content.
_BYTES_OF_ANY = 500
_BINARY_PROBE = 8_000
_LFS_POINTER = b"version https://git-lfs.github.com/spec/"


class Store:
    """Files that several trees have in common, by path and blob, so that none is read or parsed twice.

    Args:
        repository: where they are.
        max_bytes: larger files are not read.
        most_bytes: how many bytes of content to remember, None = all; parsed files weigh some ten times that. What was
            not asked for the longest is forgotten first.
    """

    def __init__(
        self, repository: Repository, *, max_bytes: int = MAX_PARSE_BYTES, most_bytes: int | None = None
    ) -> None:
        self.repository = repository
        self.max_bytes = max_bytes
        self._most_bytes = most_bytes
        self._size = 0
        self._files: OrderedDict[tuple[str, str], _File] = OrderedDict()
        self._tables: dict[tuple[str, str], _Tables] = {}

    def file(self, path: str, name: str) -> "_File":
        """Returns the version of a file that has a blob's id."""
        if (path, name) in self._files:
            self._files.move_to_end((path, name))
        else:
            self.prefetch({path: name})
        return self._files[path, name]

    def tables(self, path: str, name: str) -> "_Tables":
        """Returns the little that is kept of a version of a file when the rest of it is forgotten."""
        known = self._tables.get((path, name)) if (path, name) not in self._files else None
        return known if known is not None else self.file(path, name).tables

    def why_skipped(self, path: str, name: str) -> str | None:
        """Returns why a version of a file was not read, or not all of it, as far as somebody tried."""
        file = self._files.get((path, name))
        if file is not None:
            return file.why_skipped
        known = self._tables.get((path, name))
        return known.skipped if known is not None else None

    def prefetch(self, wanted: Mapping[str, str]) -> None:
        """Reads in one go the files that are not known, ids of blobs by path."""
        objects = self.repository.objects
        rest = {path: name for path, name in wanted.items() if (path, name) not in self._files}
        sizes = dict(objects.info_many(rest.values()))
        small = {path: name for path, name in rest.items() if (info := sizes[name]) and info.size <= self.max_bytes}
        contents = objects.read_many(small.values())
        read = {path: content for path, (_, content) in zip(small, contents, strict=True)}
        for path, name in rest.items():
            content = read.get(path)
            reason = self._why_unread(missing=sizes[name] is None) if content is None else ""
            self._remember((path, name), _File(path, content, reason))

    def _remember(self, key: tuple[str, str], file: "_File") -> None:
        self._files[key] = file
        self._size += file.size
        while self._most_bytes is not None and self._size > self._most_bytes and len(self._files) > 1:
            key, forgotten = self._files.popitem(last=False)
            self._size -= forgotten.size
            if forgotten.is_read or forgotten.skipped:
                self._tables[key] = forgotten.tables
                forgotten.forget()

    def _why_unread(self, *, missing: bool) -> str:
        return "its blob is missing (partial clone)" if missing else f"larger than {self.max_bytes:,} bytes"


class _Tables(NamedTuple):
    """The definitions and imports of one version of a file, and why it was not read, or not all of it."""

    source: SourceFile | None
    skipped: str | None


class _File:
    """One version of a file; it is parsed when somebody asks."""

    def __init__(self, path: str, content: bytes | None, skipped: str) -> None:
        self.path = path
        self.content = content
        self.skipped = skipped

    @property
    def size(self) -> int:
        """How much room it takes, in bytes of content."""
        return _BYTES_OF_ANY + len(self.content or b"")

    @cached_property
    def reading(self) -> "Reading | None":
        """What can be asked about the content; None where no grammar knows it, or `skipped` says why."""
        language = _language(self.path)
        if language is None or self.content is None:
            return None
        reason = _why_foreign(self.path, self.content)
        if reason is None:
            from agentguard.analyzer.symbols import OutOfTimeError, read_source  # noqa: PLC0415 - see above

            try:
                return read_source(self.path, self.content, language)
            except OutOfTimeError:
                reason = TOO_SLOW
        self.skipped = reason
        return None

    @property
    def is_read(self) -> bool:
        """Whether it was parsed, or nobody could."""
        return "reading" in self.__dict__

    @property
    def why_skipped(self) -> str | None:
        """Why it was not read, or not all of it, as far as somebody tried."""
        reading = self.reading if self.is_read else None
        return self.skipped or (TOO_SLOW if reading is not None and reading.late else None)

    def forget(self) -> None:
        """Lets go of the syntax tree, for those who still hold what was read."""
        if self.reading is not None:
            self.reading.forget()

    @property
    def tables(self) -> _Tables:
        """What is worth keeping when the syntax tree, which weighs most, is forgotten."""
        return _Tables(self.reading.file if self.reading is not None else None, self.why_skipped)


class Sources:
    """Reads files of one tree on demand, each once.

    Args:
        repository: where the tree is.
        tree: its id; or what returns its listing, where it is no object.
        max_bytes: larger files are not read, unless a store says otherwise.
        store: what it shares with other trees.
        unread: files that are there, and of which nothing can be told.
    """

    def __init__(
        self,
        repository: Repository,
        tree: str | Callable[[], dict[str, TreeEntry]],
        *,
        max_bytes: int = MAX_PARSE_BYTES,
        store: Store | None = None,
        unread: Set[str] = frozenset(),
    ) -> None:
        self._unread = unread
        self._repository = repository
        self._tree = tree
        self._store = store or Store(repository, max_bytes=max_bytes)
        self._asked: set[str] = set()

    @cached_property
    def entries(self) -> dict[str, TreeEntry]:
        """Mode and object id by path."""
        return self._repository.list_tree(self._tree) if isinstance(self._tree, str) else self._tree()

    @cached_property
    def paths(self) -> frozenset[str]:
        """Every path of the tree."""
        return frozenset(self.entries)

    def prefetch(self, paths: Iterable[str]) -> None:
        """Reads many files in one go; those over the size limit, links and submodules stay unread."""
        wanted = {path: entry.id for path in paths if (entry := self.entries.get(path)) and entry.mode in REGULAR}
        self._asked |= wanted.keys()
        self._store.prefetch(wanted)

    def content(self, path: str) -> bytes | None:
        """Returns the bytes of a regular file; None where there is none, it is too large, or its blob is missing."""
        file = self._file(path)
        return file.content if file is not None else None

    def source(self, path: str) -> SourceFile | None:
        """Returns the definitions and imports of a file; None where no grammar knows it or it is skipped."""
        entry = self._regular(path) if _language(path) is not None else None
        return self._store.tables(path, entry.id).source if entry is not None else None

    def reading(self, path: str) -> "Reading | None":
        """Returns what can be asked about the content of a file; None where no grammar knows it or it is skipped."""
        file = self._file(path) if _language(path) is not None else None
        return file.reading if file is not None else None

    def mentioning(self, word: str) -> frozenset[str]:
        """Returns the text files in which a word stands; none where the tree is no object that git could search."""
        if not isinstance(self._tree, str):
            return frozenset()
        from agentguard.analyzer.git.words import find_words  # noqa: PLC0415 - seldom asked

        return frozenset(found.path for found in find_words(self._repository, self._tree, [word]))

    def why_skipped(self, path: str) -> str | None:
        """Returns why a file was not read, or not all of it; None where it was, or nobody asked."""
        entry = self.entries.get(path) if path in self._asked else None
        return self._store.why_skipped(path, entry.id) if entry is not None else None

    def _file(self, path: str) -> "_File | None":
        entry = self._regular(path)
        return self._store.file(path, entry.id) if entry is not None else None

    def _regular(self, path: str) -> TreeEntry | None:
        entry = self.entries.get(path)
        if entry is None or entry.mode not in REGULAR or path in self._unread:
            return None
        self._asked.add(path)
        return entry


def both_sides(
    repository: Repository, change: ChangeSet, *, max_bytes: int, store: Store | None = None
) -> tuple[Sources, Sources]:
    """Returns the trees before and after a change.

    Args:
        repository: where both are.
        change: whose trees.
        max_bytes: larger files are not read.
        store: what they share with other trees; None = with each other.
    """
    store = store or Store(repository, max_bytes=max_bytes)
    old, new = (Sources(repository, tree, store=store) for tree in (change.base_tree, change.head_tree))
    return old, new


def _language(path: str) -> str | None:
    from agentguard.analyzer.languages import language_of  # noqa: PLC0415 - see above

    return language_of(path)


def _why_foreign(path: str, content: bytes) -> str | None:
    """Returns why a file is nothing that a person wrote in a language, None where it is."""
    head = content[:_BINARY_PROBE]
    if b"\0" in head:
        return "binary"
    if head.startswith(_LFS_POINTER):
        return "a pointer to a large file (Git LFS)"
    return is_generated(path, head)
