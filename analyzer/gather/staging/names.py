"""Tells how a git command reaches one path: by its name, by a folder's name, or without naming it."""

import re
from collections.abc import Iterable
from posixpath import join, normpath

from agentguard.analyzer.model.commands import Breadth, GitCall
from agentguard.analyzer.model.journal import GitProcess

# Neither magic nor a pattern, nor a place that links may lead to.
_PLAIN = re.compile(r"[^/:*?\[\\][^*?\[\\]*", re.DOTALL)
_TOP = (":/", ":(top)", ":(top,literal)", ":(literal,top)")
_LITERAL = ":(literal)"


class Names:
    """The pathspecs of one git process as paths from the top of the worktree.

    Args:
        call: what its words say.
        process: the process.
        root: the top folder itself.
    """

    def __init__(self, call: GitCall, process: GitProcess, root: str) -> None:
        self._call = call
        self.paths = frozenset(_from_top(call.pathspecs, process.prefix, root))
        is_plain = all(_PLAIN.fullmatch(spec) for spec in call.pathspecs)
        self._are_all = bool(call.pathspecs) and is_plain and process.is_exact

    def breadth(self, path: str) -> Breadth:
        """Returns how the process reaches a path, if it reaches it."""
        if path in self.paths:
            return Breadth.NAMED
        if self._call.breadth in {Breadth.NAMED, Breadth.FOLDER}:
            return Breadth.FOLDER if self.folder(path) else self._call.breadth
        return self._call.breadth

    def folder(self, path: str) -> str:
        """Returns the innermost folder that holds the path and is named; empty where none is."""
        return next((folder for folder in folders(path) if folder in self.paths), "")

    def exclude(self, path: str) -> bool:
        """Tells whether the process cannot have reached a path, since its words name others, and only those."""
        return self._are_all and self._call.breadth in {Breadth.NAMED, Breadth.FOLDER} and not self.hold(path)

    def hold(self, path: str) -> bool:
        """Tells whether the path or one of its folders is named, the whole worktree being no folder."""
        return path in self.paths or bool(self.folder(path))


def folders(path: str) -> Iterable[str]:
    """Yields the folders that hold a path, the innermost first."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def _from_top(pathspecs: Iterable[str], prefix: str, root: str) -> Iterable[str]:
    for spec in pathspecs:
        start, name = prefix, spec.removeprefix(_LITERAL)
        for magic in _TOP:
            if spec.startswith(magic):
                start, name = "", spec.removeprefix(magic)
        if name.startswith("/") and root:
            start, name = "", name.removeprefix(root).lstrip("/") if name.startswith(f"{root}/") else name
        path = normpath(join(start, name)) if name else "."
        if path != "." and not path.startswith(":"):
            yield path
