"""What a shell knows while it runs: variables, functions, where it is."""

from collections.abc import Mapping
from posixpath import join, normpath
from typing import TYPE_CHECKING, Self

from agentguard.analyzer.commandline.word import OPEN, Origin, Word, joined

if TYPE_CHECKING:
    from agentguard.analyzer.commandline.script import Part

_MOST_CHOICES = 8
_MOST_FILES = 64
# The values that a variable can have, each with its items; one that is no array has one item.
Choices = tuple[tuple[Word, ...], ...]
# What a subshell writes to the disk stays.
_STDIN = frozenset({"/dev/fd/0", "/dev/stdin", "/proc/self/fd/0"})
_SHARED = frozenset({"_files", "git_aliases"})
_AT_START: Mapping[str, Choices] = {
    "HOME": ((Word("~"),),),
    "IFS": ((Word(" \t\n"),),),
    "PWD": ((Word("."),),),
}


class Scope:
    """The state of one shell; a subshell works on a copy."""

    def __init__(self) -> None:
        self.variables: dict[str, Choices] = dict(_AT_START)
        self.exported: dict[str, Word] = {}
        self.functions: dict[str, Part] = {}
        self.aliases: dict[str, str] = {}
        self.git_aliases: dict[str, Word] = {}
        self._files: dict[str, Word] = {}
        # None: nobody knows the arguments of the whole command line.
        self.arguments: tuple[Word, ...] | None = None
        self.program: Word | None = None
        self.folder: str | None = "."
        self.folders: list[str | None] = []
        self.stdin: Word | None = None
        # Where the parts of a script come from that could not be told when it was put together.
        self.opened = Origin.VARIABLE

    def copy(self) -> Self:
        """Returns a scope that is changed apart from this one."""
        made = type(self)()
        for name, value in vars(self).items():
            own = isinstance(value, dict | list) and name not in _SHARED
            setattr(made, name, value.copy() if own else value)
        return made

    def assign(self, name: str, items: tuple[Word, ...]) -> None:
        """Gives a variable its value."""
        self.variables[name] = (items,)

    def write(self, path: str, content: Word, *, appends: bool) -> None:
        """Remembers what a file holds that the command line writes."""
        before = self.content(path) if appends else None
        if len(self._files) < _MOST_FILES:
            self._files[self._place(path)] = content if before is None else joined((before, content))

    def content(self, path: str) -> Word | None:
        """Returns what a file holds that the command line wrote; None for every other file."""
        if path in _STDIN:
            return self.stdin
        return self._files.get(self._place(path))

    def _place(self, path: str) -> str:
        return normpath(join(self.folder or "?", path))

    def merge(self, branches: list[Self]) -> None:
        """Takes over what several shells of which one ran have left."""
        names = {name for branch in branches for name in branch.variables}
        for name in names:
            unset = ((Word(OPEN, f"${name}", Origin.VARIABLE, many=True),),)
            choices = [choice for branch in branches for choice in branch.variables.get(name, unset)]
            self.variables[name] = tuple(dict.fromkeys(choices))[:_MOST_CHOICES]
        for branch in branches:
            self.functions |= branch.functions
            self.aliases |= branch.aliases
            self.exported |= branch.exported
        folders = {branch.folder for branch in branches}
        self.folder = folders.pop() if len(folders) == 1 else None
