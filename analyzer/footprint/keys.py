"""Which key of a configuration file a key in the code means."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from posixpath import basename

from agentguard.analyzer.categories import category
from agentguard.analyzer.model.changes import Category
from agentguard.analyzer.model.symbols import SymbolKind, Target
from agentguard.analyzer.sources import Sources

# A key is looked up in every configuration file of the tree; a repository of fixtures must not make that expensive.
_MAX_FILES = 100


class KeyIndex:
    """The key paths of a tree's configuration files, read when the first key is asked for."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources

    def key(self, path: str) -> Target | None:
        """Returns the one place that defines a dotted key path; None where it is not defined, or in several files."""
        places = self._keys.get(path, ())
        return places[0] if len(places) == 1 and "." in path else None

    def environment(self, name: str) -> Target | None:
        """Returns the entry of an `.env` file for a variable; a committed example counts."""
        places = self._variables.get(name, ())
        return places[0] if places else None

    @cached_property
    def _keys(self) -> dict[str, list[Target]]:
        paths = (path for path in self._sources.paths if category(path) is Category.CONFIG and not _is_env(path))
        return self._index(sorted(paths))

    @cached_property
    def _variables(self) -> dict[str, list[Target]]:
        return self._index(sorted(path for path in self._sources.paths if _is_env(path)))

    def _index(self, paths: list[str]) -> dict[str, list[Target]]:
        index: dict[str, list[Target]] = defaultdict(list)
        chosen = paths[:_MAX_FILES]
        self._sources.prefetch(chosen)
        for target in self._targets(chosen):
            index[target.symbol].append(target)
        return index

    def _targets(self, paths: list[str]) -> Iterator[Target]:
        for path in paths:
            source = self._sources.source(path)
            for symbol in source.symbols if source is not None else ():
                if symbol.kind is SymbolKind.KEY:
                    yield Target(path=path, symbol=symbol.name)


def _is_env(path: str) -> bool:
    name = basename(path)
    return name == ".env" or name.startswith(".env.") or name.endswith(".env")
