"""Names that cannot be followed to a definition, but that only one definition of the tree has."""

import builtins
from collections.abc import Iterator, Set

from agentguard.analyzer.footprint.resolve import Resolver
from agentguard.analyzer.footprint.work import Work
from agentguard.analyzer.languages import language_of
from agentguard.analyzer.model.overlap import Fit
from agentguard.analyzer.model.symbols import Reference, Strength, SymbolChange, SymbolChangeKind, SymbolKind, Target
from agentguard.analyzer.overlap.fit import Verdict, of_function
from agentguard.analyzer.overlap.identity import origin_of
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


class RareNames:
    """The rare names that a piece of work leaves nowhere, or calls otherwise; made once for all its pairs."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._changes: dict[str, SymbolChange] = {}
        for change in work.writes:
            is_gone = change.change in _TAKEN_AWAY and change.kind in _OF_CODE
            if is_gone or (change.change is SymbolChangeKind.SIGNATURE and change.kind is not SymbolKind.CLASS):
                self._changes.setdefault(origin_of(change).symbol.rpartition(".")[2], change)
        self._left: dict[str, int] = {}

    @property
    def words(self) -> Set[str]:
        """The last words of what is gone or called otherwise."""
        return self._changes.keys()

    def of(self, user: Work, use: Reference) -> tuple[SymbolChange, Verdict] | None:
        """Returns what was done to the one definition that an attribute of an unknown object can mean.

        Of what is there with another signature only what does not fit it any more is told.
        """
        head, _, word = use.name.rpartition(".")
        change = self._changes.get(word)
        if change is None or use.target is not None or use.strength is not Strength.STRONG or not _is_telling(word):
            return None
        if head in _OWN or "[" in use.name or _is_foreign(user, use):
            return None
        is_gone = change.change in _TAKEN_AWAY
        verdict = Verdict(fit=Fit.GONE) if is_gone else of_function(user, use, change)
        if verdict.fit not in {Fit.GONE, Fit.MISFIT} or self._count_left(word) != (0 if is_gone else 1):
            return None
        return (change, verdict) if len(_definitions(user.new, word)) == 1 else None

    def _count_left(self, word: str) -> int:
        if word not in self._left:
            self._left[word] = len(_definitions(self._work.new, word))
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
