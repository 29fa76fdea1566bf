"""Everything in a tree that names one definition."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from agentguard.analyzer.git.repository import Repository
from evaluation.mutation.index import Use, index_of
from evaluation.pairs.definitions import Definition, Module

_MAX_FILES = 40
_MIN_LENGTH = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One file that names the definition.

    Attributes:
        path: of the file.
        content: its text.
        module: the same, parsed.
        uses: names and attributes that are the definition's name, and what imports it.
        calls: calls of it.
        exports: strings in `__all__` that name it.
    """

    path: str
    content: bytes
    module: Module
    uses: tuple[Use, ...]
    calls: tuple[ast.Call, ...]
    exports: tuple[ast.Constant, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A definition whose name means nothing else in its tree, with all that uses it.

    Attributes:
        path: of the file that defines it.
        definition: there.
        places: every Python file that holds the name, by path.
        is_method: it is defined in a class.
    """

    path: str
    definition: Definition
    places: Mapping[str, Place]

    @property
    def name(self) -> str:
        """Its name."""
        return self.definition.name

    @property
    def is_method(self) -> bool:
        """Tells whether it is defined in a class."""
        return "." in self.definition.qualified

    @property
    def kind(self) -> str:
        """What it is: `class`, `method` or `function`."""
        if isinstance(self.definition.node, ast.ClassDef):
            return "class"
        return "method" if self.is_method else "function"


def find_subject(repository: Repository, commit: str, name: str) -> Subject | None:
    """Returns the one definition of a name; None where there is none, several, or the name has other meanings too."""
    if name.startswith("__") or len(name) < _MIN_LENGTH or not name.isidentifier():
        return None
    paths = _defining(repository, commit, name)
    if len(paths) != 1:
        return None
    places = {}
    for path in _naming(repository, commit, name):
        content = repository.objects.read(f"{commit}:{path}")
        found = index_of(content) if content is not None else None
        if content is None or found is None or name in found.other:
            return None
        places[path] = Place(
            path=path,
            content=content,
            module=found.module,
            uses=tuple(found.uses.get(name, ())),
            calls=tuple(found.calls.get(name, ())),
            exports=tuple(one for one in found.exports if one.value == name),
        )
    own = places.get(paths[0])
    definitions = [one for one in own.module.definitions if one.name == name] if own else []
    if len(definitions) != 1 or isinstance(definitions[0].node, ast.Assign | ast.AnnAssign):
        return None
    return Subject(path=paths[0], definition=definitions[0], places=places)


def _defining(repository: Repository, commit: str, name: str) -> list[str]:
    pattern = f"^[ \t]*(async +def|def|class) +{name}\\b"
    answer = repository.run("grep", "-l", "-z", "--extended-regexp", pattern, commit, ok=(0, 1))
    return [line.partition(":")[2] for line in answer.fields()]


def _naming(repository: Repository, commit: str, name: str) -> list[str]:
    answer = repository.run("grep", "-l", "-z", "--word-regexp", "--fixed-strings", name, commit, ok=(0, 1))
    python = [path for path in (line.partition(":")[2] for line in answer.fields()) if path.endswith(".py")]
    return python if len(python) <= _MAX_FILES else []
