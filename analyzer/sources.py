"""The files of one tree: their content, and the tables of what they define and use."""

from collections.abc import Iterable
from functools import cached_property

from agentguard.analyzer.categories import is_generated
from agentguard.analyzer.git.repository import Repository, TreeEntry
from agentguard.analyzer.languages import language_of
from agentguard.analyzer.model.changes import REGULAR, ChangeSet
from agentguard.analyzer.model.symbols import SourceFile
from agentguard.analyzer.symbols import OutOfTimeError, Reading, read_source

MAX_PARSE_BYTES = 1_000_000
TOO_SLOW = "it would take too long to read"
_BINARY_PROBE = 8_000
_LFS_POINTER = b"version https://git-lfs.github.com/spec/"


class Sources:
    """Reads files of one tree on demand, each once.

    Attributes:
        skipped: why a file was not parsed, by path; filled as files are asked for.
    """

    def __init__(self, repository: Repository, tree: str, *, max_bytes: int = MAX_PARSE_BYTES) -> None:
        self._repository = repository
        self._tree = tree
        self._max_bytes = max_bytes
        self._contents: dict[str, bytes | None] = {}
        self._readings: dict[str, Reading | None] = {}
        self.skipped: dict[str, str] = {}

    @cached_property
    def entries(self) -> dict[str, TreeEntry]:
        """Mode and object id by path."""
        return self._repository.list_tree(self._tree)

    @cached_property
    def paths(self) -> frozenset[str]:
        """Every path of the tree."""
        return frozenset(self.entries)

    def prefetch(self, paths: Iterable[str]) -> None:
        """Reads many files in one go; those over the size limit, links and submodules stay unread."""
        wanted = {path: self.entries[path].id for path in paths if self._is_unread_file(path)}
        sizes = dict(self._repository.objects.info_many(wanted.values()))
        small = {path: name for path, name in wanted.items() if (info := sizes[name]) and info.size <= self._max_bytes}
        for path, name in wanted.items():
            if path not in small:
                self._contents[path] = None
                self.skipped[path] = self._why_unread(missing=sizes[name] is None)
        contents = self._repository.objects.read_many(small.values())
        for path, (_, content) in zip(small, contents, strict=True):
            self._contents[path] = content

    def content(self, path: str) -> bytes | None:
        """Returns the bytes of a regular file; None where there is none, it is too large, or its blob is missing."""
        if path not in self._contents:
            self.prefetch([path])
        return self._contents.get(path)

    def source(self, path: str) -> SourceFile | None:
        """Returns the definitions and imports of a file; None where no grammar knows it or it is skipped."""
        reading = self.reading(path)
        return reading.file if reading is not None else None

    def reading(self, path: str) -> Reading | None:
        """Returns what can be asked about the content of a file; None where no grammar knows it or it is skipped."""
        if path not in self._readings:
            self._readings[path] = self._read(path)
        return self._readings[path]

    def why_skipped(self, path: str) -> str | None:
        """Returns why a file was not read, or not all of it; None where it was, or nobody asked."""
        if path in self.skipped:
            return self.skipped[path]
        reading = self._readings.get(path)
        return TOO_SLOW if reading is not None and reading.late else None

    def _read(self, path: str) -> Reading | None:
        language = language_of(path)
        content = self.content(path) if language is not None else None
        if language is None or content is None:
            return None
        reason = _why_foreign(path, content)
        if reason is None:
            try:
                return read_source(path, content, language)
            except OutOfTimeError:
                reason = TOO_SLOW
        self.skipped[path] = reason
        return None

    def _is_unread_file(self, path: str) -> bool:
        entry = self.entries.get(path)
        return entry is not None and path not in self._contents and entry.mode in REGULAR

    def _why_unread(self, *, missing: bool) -> str:
        return "its blob is missing (partial clone)" if missing else f"larger than {self._max_bytes:,} bytes"


def both_sides(repository: Repository, change: ChangeSet, *, max_bytes: int) -> tuple[Sources, Sources]:
    """Returns the trees before and after a change.

    Args:
        repository: where both are.
        change: whose trees.
        max_bytes: larger files are not read.
    """
    old, new = (Sources(repository, tree, max_bytes=max_bytes) for tree in (change.base_tree, change.head_tree))
    return old, new


def _why_foreign(path: str, content: bytes) -> str | None:
    """Returns why a file is nothing that a person wrote in a language, None where it is."""
    head = content[:_BINARY_PROBE]
    if b"\0" in head:
        return "binary"
    if head.startswith(_LFS_POINTER):
        return "a pointer to a large file (Git LFS)"
    return is_generated(path, head)
