"""Everything in a tree that names one definition."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from agentguard.analyzer.git.repository import Repository
from evaluation.mutation.foreign import has_foreign_use, is_common, own_modules
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
    if name.startswith("__") or len(name) < _MIN_LENGTH or not name.isidentifier() or is_common(name):
        return None
    places = {}
    own = own_modules(repository, commit)
    for path in _naming(repository, commit, name):
        content = repository.objects.read(f"{commit}:{path}")
        index = index_of(content) if content is not None else None
        if content is None or index is None or name in index.other:
            return None
        if has_foreign_use(index.module.tree, name, own):
            return None
        places[path] = Place(
            path=path,
            content=content,
            module=index.module,
            uses=tuple(index.uses.get(name, ())),
            calls=tuple(index.calls.get(name, ())),
            exports=tuple(one for one in index.exports if one.value == name),
        )
    found = [(place.path, one) for place in places.values() for one in place.module.definitions if one.name == name]
    if len(found) != 1 or isinstance(found[0][1].node, ast.Assign | ast.AnnAssign):
        return None
    ((path, definition),) = found
    return Subject(path=path, definition=definition, places=places)


def _naming(repository: Repository, commit: str, name: str) -> list[str]:
    """Returns the Python files that hold a name; none where they are too many."""
    git = repository.git.with_environment(GIT_LITERAL_PATHSPECS="0")
    asked = ("grep", "-l", "-z", "--word-regexp", "--fixed-strings", name, commit, "--", "*.py")
    paths = [line.partition(":")[2] for line in git.run(*asked, ok=(0, 1)).fields()]
    return paths if len(paths) <= _MAX_FILES else []
