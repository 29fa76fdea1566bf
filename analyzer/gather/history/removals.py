"""Reads from a history which commits took names away from the code."""

import re
from collections.abc import Collection, Iterator
from time import monotonic
from typing import IO

from agentguard.analyzer.drift.definitions import Defined, definitions, options
from agentguard.analyzer.drift.gone import Gone, is_code, module_name
from agentguard.analyzer.errors import GitError
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.history import CommitRecord

_SECONDS = 120.0
_COMMIT = b"commit:"
_NAME = re.compile(r"[A-Za-z_]\w*|--[A-Za-z][\w-]+")
_PROSE = ("*.md", "*.rst", "*.txt", "*.json", "*.lock", "*.svg", "*.csv", "*.ipynb", "*.po", "*.min.js", "*.map")
_LOG = ("log", "--no-merges", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-color", "--unified=0", "--patch")


def removed_paths(repository: Repository, tip: str, named: Collection[str]) -> Iterator[Gone]:
    """Yields the paths and Python modules among some names that a history had, with the commit that took each away."""
    seen: set[str] = set()
    for commit in repository.log("--end-of-options", tip):
        for gone in _removed(commit, named):
            if gone.name not in seen:
                seen.add(gone.name)
                yield gone


def _removed(commit: CommitRecord, named: Collection[str]) -> Iterator[Gone]:
    if not any(entry[-1] == "D" for entry in commit.entries):
        return
    changes = list(commit.changes())
    came = {change.new_id: change.path for change in changes if change.status == "A"}
    for change in changes:
        if change.status != "D":
            continue
        new_name = came.get(change.old_id)
        if change.path in named:
            yield Gone(name=change.path, kind="path", path=change.path, new_name=new_name, commit=commit.id)
        module = module_name(change.path)
        if module in named and module is not None:
            renamed = module_name(new_name) if new_name else None
            if renamed != module:
                yield Gone(name=module, kind="module", path=change.path, new_name=renamed, commit=commit.id)


class Removals:
    """What patches of a history removed.

    Attributes:
        late: whether time was up before the history was read to its end.
        broken: whether a part of it was missing.
    """

    def __init__(self, repository: Repository, tip: str) -> None:
        self._repository = repository
        self._tip = tip
        self.late = False
        self.broken = False

    def removed_names(self, named: Collection[str]) -> Iterator[Gone]:
        """Yields the definitions of some names, flags and variables that were removed, each by the last commit."""
        left = {name for name in named if _NAME.fullmatch(name)}
        if not left:
            return
        excluded = [f":(exclude){glob}" for glob in _PROSE]
        asked = (*_LOG, f"--format={_COMMIT.decode()}%H", "--end-of-options", self._tip, "--", ".", *excluded)
        try:
            with self._repository.git.stream(*asked) as stdout:
                for gone in self._read(stdout, left):
                    if gone.name in left:
                        left.discard(gone.name)
                        yield gone
                    if not left:
                        return
        except GitError:
            self.broken = True

    def _read(self, stdout: IO[bytes], left: set[str]) -> Iterator[Gone]:
        end = monotonic() + _SECONDS
        commit, path = "", ""
        for line in stdout:
            if line.startswith(b"-"):
                if line.startswith(b"--- "):
                    path = _path(line)
                elif path:
                    text = line[1:1_000].decode("utf-8", "replace").rstrip()
                    for one in _defined(text, left):
                        yield Gone(name=one.name, kind=one.kind, path=path, commit=commit, sure=one.sure)
            elif line.startswith(_COMMIT):
                commit = line[len(_COMMIT) :].strip().decode("ascii")
                if monotonic() > end:
                    self.late = True
                    return


def _path(line: bytes) -> str:
    """Returns the old name in a patch's head, nothing where its file holds no code that documents tell of."""
    name = line.removeprefix(b"--- ").rstrip(b"\r\n").decode("utf-8", "surrogateescape")
    path = name.removeprefix("a/")
    return path if path != name and is_code(path) else ""


def _defined(text: str, left: Collection[str]) -> Iterator[Defined]:
    if any(name in left for name in _NAME.findall(text)):
        for one in (*definitions(text), *options(text)):
            if one.name in left:
                yield one
