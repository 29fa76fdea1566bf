"""Names that cannot be followed to a definition, but that only one definition of the tree has."""

import builtins
from collections.abc import Iterator, Set

from agentguard.analyzer.footprint.resolve import Resolver
from agentguard.analyzer.footprint.work import Work
from agentguard.analyzer.languages import language_of
from agentguard.analyzer.model.symbols import Reference, Strength, SymbolChange, SymbolChangeKind, SymbolKind, Target
from agentguard.analyzer.sources import Sources

# A method of this name may be anybody's unless it is long or made of several words.
_LONG = 10
_SHORTEST = 6
_BUILTIN: tuple[object, ...] = (*vars(builtins).values(), iter([]), iter({}), iter(""), iter(range(0)))
_COMMON = frozenset(name for value in _BUILTIN for name in dir(value))
# A name that stands in more files is no rare one.
_MOST_FILES = 40
_OF_CODE = frozenset({SymbolKind.FUNCTION, SymbolKind.METHOD, SymbolKind.CLASS})
_TAKEN_AWAY = frozenset({SymbolChangeKind.REMOVED, SymbolChangeKind.RENAMED})
_OWN = frozenset({"self", "cls", "super()", ""})


class NamesTakenAway:
    """The rare names that a piece of work leaves nowhere; made once for all its pairs."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._changes: dict[str, SymbolChange] = {}
        for change in work.writes:
            if change.change in _TAKEN_AWAY and change.kind in _OF_CODE:
                before = change.symbol if change.old_symbol is None else change.old_symbol
                self._changes.setdefault(before.rpartition(".")[2], change)
        self._left: dict[str, bool] = {}

    @property
    def words(self) -> Set[str]:
        """The last words of what is gone."""
        return self._changes.keys()

    def of(self, user: Work, use: Reference) -> SymbolChange | None:
        """Returns what was done to the one definition that an attribute of an unknown object can mean."""
        head, _, word = use.name.rpartition(".")
        change = self._changes.get(word)
        if change is None or use.target is not None or use.strength is not Strength.STRONG or not _is_telling(word):
            return None
        if head in _OWN or "[" in use.name or _is_foreign(user, use) or self._is_left(word):
            return None
        return change if len(_definitions(user.new, word)) == 1 else None

    def _is_left(self, word: str) -> bool:
        if word not in self._left:
            self._left[word] = bool(_definitions(self._work.new, word))
        return self._left[word]


def _is_telling(word: str) -> bool:
    if len(word) < _SHORTEST or word in _COMMON or word.startswith("__"):
        return False
    return len(word) >= _LONG or "_" in word.strip("_")


def _is_foreign(user: Work, use: Reference) -> bool:
    """Tells whether a name begins with what is imported from elsewhere."""
    scopes = user.beside(_resolver).scopes(use.path)
    head = use.name.partition(".")[0]
    return scopes is None or any(entry.alias == head for entry in scopes.source.imports)


def _resolver(work: Work) -> Resolver:
    return Resolver(work.new)


def _definitions(sources: Sources, word: str) -> list[Target]:
    """Returns all definitions of a name in a tree; several where it stands in too many files to look."""
    paths = sorted(path for path in sources.mentioning(word) if language_of(path) == "python")
    if len(paths) > _MOST_FILES:
        return [Target(path=path, symbol=word) for path in paths]
    return list(_defined(sources, paths, word))


def _defined(sources: Sources, paths: list[str], word: str) -> Iterator[Target]:
    sources.prefetch(paths)
    for path in paths:
        file = sources.source(path)
        for symbol in file.symbols if file is not None else ():
            if symbol.name.rpartition(".")[2] == word:
                yield Target(path=path, symbol=symbol.name)
