"""Reads a whole tree for the names that its documents use and its code does not have."""

import re
from collections.abc import Iterator

from agentguard.analyzer.drift.candidates import candidates
from agentguard.analyzer.drift.docstrings import docstrings, prose_lines
from agentguard.analyzer.drift.documents import Line, is_document, is_prose, read_docstring, read_document
from agentguard.analyzer.drift.gone import is_code
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.languages import language_of
from agentguard.analyzer.model.changes import REGULAR, Skipped

_WORD = re.compile(rb"--[A-Za-z][\w-]+|[A-Za-z_]\w*")
_MOST_BYTES = 1_000_000
_MOST_OF_A_TREE = 200_000_000
# In characters; documents stay in memory line by line.
_MOST_OF_DOCUMENTS = 20_000_000
_BATCH = 200


class Documents:
    """The documents of one tree, docstrings included, and the names in them that no code has.

    Attributes:
        paths: every path of the tree.
        skipped: files that were not read, and why.
    """

    def __init__(self, repository: Repository, tree: str) -> None:
        self._repository = repository
        self._entries = repository.list_tree(tree)
        self._texts: list[tuple[str, tuple[Line, ...]]] = []
        self._alive: set[str] = set()
        self._named: set[str] = set()
        self.paths = frozenset(self._entries)
        self.skipped: list[Skipped] = []
        self._room = _MOST_OF_DOCUMENTS

    def read(self) -> frozenset[str]:
        """Reads the tree, and returns the names that only documents have."""
        words: set[bytes] = set()
        for path, content in self._contents():
            if is_document(path):
                self._add(path, tuple(read_document(content)))
            elif not is_prose(path) and b"\0" not in content[:8_000]:
                words.update(_WORD.findall(self._code(path, content)))
        self._alive = {word.decode("ascii", "replace") for word in words}
        return frozenset(name for name in self._named if name not in self._alive and name not in self.paths)

    def texts(self) -> Iterator[tuple[str, tuple[Line, ...]]]:
        """Yields the documents and docstrings that were read."""
        yield from self._texts

    @property
    def alive(self) -> set[str]:
        """The words and flags of the code."""
        return self._alive

    def _code(self, path: str, content: bytes) -> bytes:
        """Returns the text of a file that is code, and keeps the rest as a document."""
        if language_of(path) != "python":
            return content
        if is_code(path):
            for block in docstrings(content):
                self._add(path, tuple(read_docstring(block)))
        prose = prose_lines(content)
        return b"\n".join(line for number, line in enumerate(content.split(b"\n"), 1) if number not in prose)

    def _add(self, path: str, lines: tuple[Line, ...]) -> None:
        named = set(candidates(lines)) if self._room > 0 else set()
        if named:
            self._named |= named
            self._texts.append((path, lines))
            self._room -= sum(len(line.text) for line in lines)
            if self._room <= 0:
                self.skipped.append(Skipped(what=f"documents behind {path}", reason="there are too many"))

    def _contents(self) -> Iterator[tuple[str, bytes]]:
        """Yields the regular files of a sane size, until too much has been read."""
        files = {path: entry.id for path, entry in sorted(self._entries.items()) if entry.mode in REGULAR}
        sizes = dict(self._repository.objects.info_many(dict.fromkeys(files.values())))
        small = [(path, name) for path, name in files.items() if (info := sizes[name]) and info.size <= _MOST_BYTES]
        left = _MOST_OF_A_TREE
        for start in range(0, len(small), _BATCH):
            batch = small[start : start + _BATCH]
            for (path, _), (_, content) in zip(
                batch, self._repository.objects.read_many(name for _, name in batch), strict=True
            ):
                left -= len(content or b"")
                if content is not None:
                    yield path, content
            if left < 0:
                self.skipped.append(Skipped(what=f"files behind {batch[-1][0]}", reason="the tree is too large"))
                return
