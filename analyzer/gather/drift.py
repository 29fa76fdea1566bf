"""Finds the documents that still name what a change took away from the code."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from posixpath import basename

from agentguard.analyzer.drift.definitions import is_flag_used
from agentguard.analyzer.drift.docstrings import docstrings, prose_lines
from agentguard.analyzer.drift.documents import Line, is_document, is_prose, read_docstring, read_document
from agentguard.analyzer.drift.gone import Gone, gone_of_change, is_code
from agentguard.analyzer.drift.match import Matcher, keys_of, owners
from agentguard.analyzer.drift.names import last
from agentguard.analyzer.drift.own import own_docstrings
from agentguard.analyzer.gather.change import Subject
from agentguard.analyzer.git.words import find_words
from agentguard.analyzer.languages import language_of
from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.model.landed import Drift
from agentguard.analyzer.model.value import replace

_MOST_DOCUMENTS = 300


def read_drift(subject: Subject) -> tuple[Drift, ...]:
    """Returns the names that documents of the new tree still use for what a change removed or renamed.

    Lines that the change itself wrote are left alone: who removes a function may write that it is gone.
    """
    gone = gone_of_change(subject.change.changes, subject.work.writes, dict(_old_lines(subject)))
    return _Search(subject, gone).drifts() if gone else ()


def _old_lines(subject: Subject) -> Iterator[tuple[str, list[str]]]:
    for entry in subject.change.changes:
        path = entry.source_path
        if entry.old_mode and is_code(path) and not entry.binary and any(hunk.old for hunk in entry.hunks):
            content = subject.old.content(path)
            if content is not None:
                yield path, content.decode("utf-8", "replace").split("\n")


class _Search:
    """One look through the new tree for all names that are gone."""

    def __init__(self, subject: Subject, gone: Sequence[Gone]) -> None:
        self._subject = subject
        self._gone = gone
        self._new = subject.new
        self._written: Mapping[str, tuple[Lines, ...]] = {
            entry.path: tuple(hunk.new for hunk in entry.hunks if hunk.new is not None)
            for entry in subject.change.changes
        }

    def drifts(self) -> tuple[Drift, ...]:
        """Returns what documents and docstrings still name."""
        gone = [self._doubted(one) for one in self._gone]
        matcher = Matcher(gone, alive=self._alive, paths=self._new.paths)
        found: list[Drift] = []
        for path, lines in self._texts():
            written = self._written.get(path, ())
            kept = [line for line in lines if not _is_in(line.number, written)]
            found += matcher.read(path, kept)
        found += self._own(gone)
        return tuple(sorted(found, key=lambda one: (one.path, one.line, one.name)))

    @cached_property
    def _hits(self) -> dict[str, dict[int, set[str]]]:
        """The names that stand in the new tree, by path and line."""
        keys = {key for one in self._gone for key in keys_of(one)}
        keys |= self._file_names
        found: dict[str, dict[int, set[str]]] = {}
        for path, line, key in find_words(self._subject.repository, self._subject.change.head_tree, keys):
            found.setdefault(path, {}).setdefault(line, set()).add(key)
        return found

    @cached_property
    def _file_names(self) -> frozenset[str]:
        """The names of files that are gone and have no namesake: what a link may say."""
        names = {basename(one.name) for one in self._gone if one.kind == "path"}
        return frozenset(names.difference(map(basename, self._new.paths)) if names else ())

    @cached_property
    def _alive(self) -> frozenset[str]:
        """What the code still has: documents, docstrings and comments are none."""
        alive: set[str] = set()
        python = []
        for path, lines in self._hits.items():
            if is_prose(path):
                continue
            if language_of(path) == "python":
                python.append(path)
            else:
                alive.update(self._used(path, lines, frozenset()))
        self._new.prefetch(python)
        for path in python:
            lines = self._hits[path]
            if not alive.issuperset(set().union(*lines.values())):
                alive.update(self._used(path, lines, prose_lines(self._new.content(path) or b"")))
        return frozenset(alive)

    def _used(self, path: str, lines: Mapping[int, set[str]], prose: frozenset[int]) -> Iterator[str]:
        """Yields what some lines use; a message that speaks of a flag does not."""
        texts: list[str] | None = None
        for number, keys in lines.items():
            for key in keys if number not in prose else ():
                if not key.startswith("--"):
                    yield key
                    continue
                if texts is None:
                    texts = (self._new.content(path) or b"").decode("utf-8", "replace").split("\n")
                if number > len(texts) or is_flag_used(texts[number - 1], key):
                    yield key

    def _doubted(self, one: Gone) -> Gone:
        """Doubts a parameter whose function has namesakes: a document may mean one of those."""
        if one.kind != "parameter":
            return one
        name = last(one.owner)
        defining = re.compile(rf"(?:def|class)\s+{re.escape(name)}\b".encode())
        count = 0
        for path, lines in self._hits.items():
            if language_of(path) == "python" and any(name in keys for keys in lines.values()):
                count += len(defining.findall(self._new.content(path) or b""))
        return replace(one, open=True) if count > 1 else one

    def _texts(self) -> Iterator[tuple[str, list[Line]]]:
        """Yields the documents with hits, and the docstrings with hits of the code, each by itself."""
        paths = sorted(path for path in self._hits if is_document(path) or _holds_docstrings(path))
        self._new.prefetch(paths)
        for path in [path for path in paths if self._is_worth_reading(path)][:_MOST_DOCUMENTS]:
            content, lines = self._new.content(path) or b"", self._hits[path]
            if is_document(path):
                yield path, list(read_document(content))
                continue
            for block in docstrings(content):
                if any(number in lines for number, _ in block):
                    yield path, list(read_docstring(block))

    def _is_worth_reading(self, path: str) -> bool:
        """Tells whether a file names more than what the code has elsewhere under the same name."""
        keys = set().union(*self._hits[path].values())
        if not self._telling.isdisjoint(keys):
            return True
        content = self._new.content(path) or b""
        return any(name in content for key in keys for name in self._qualified.get(key, ()))

    @cached_property
    def _telling(self) -> frozenset[str]:
        """The names that mean what is gone wherever they stand, or are judged by what stands around them."""
        kinds = {key for one in self._gone if one.kind in {"parameter", "path"} for key in keys_of(one)}
        return frozenset(kinds | self._file_names | {key for one in self._gone for key in keys_of(one)} - self._alive)

    @cached_property
    def _qualified(self) -> dict[str, list[bytes]]:
        """The names with their owners, by the text that is looked for."""
        found: dict[str, list[bytes]] = {}
        for one in self._gone:
            names = [f"{owner}.{last(one.name)}".encode("utf-8", "surrogateescape") for owner in owners(one)]
            for key in keys_of(one):
                found.setdefault(key, []).extend(names)
        return found

    def _own(self, gone: Sequence[Gone]) -> Iterator[Drift]:
        renamed = {entry.source_path: entry.path for entry in self._subject.change.changes}
        by_path: dict[str, list[Gone]] = {}
        for one in gone:
            if one.kind == "parameter":
                by_path.setdefault(renamed.get(one.path, one.path), []).append(one)
        for path, parameters in by_path.items():
            content, source = self._new.content(path), self._new.source(path)
            if content is not None and source is not None:
                yield from own_docstrings(path, content, source, parameters)


def _holds_docstrings(path: str) -> bool:
    return language_of(path) == "python" and is_code(path)


def _is_in(number: int, ranges: Collection[Lines]) -> bool:
    return any(lines.first <= number <= lines.last for lines in ranges)
