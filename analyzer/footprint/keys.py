"""Which key of a configuration file a key in the code means."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice

from agentguard.analyzer.categories import category
from agentguard.analyzer.languages import language_of
from agentguard.analyzer.model.changes import Category
from agentguard.analyzer.model.symbols import SymbolKind, Target
from agentguard.analyzer.sources import Sources

# A key is looked up in every configuration file of the tree; a repository of fixtures must not make that expensive.
_MAX_FILES = 100


class KeyIndex:
    """Finds keys in a tree's configuration files; one is read when a key is asked for whose words stand in it."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._keys: dict[str, frozenset[str]] = {}

    def key(self, path: str) -> Target | None:
        """Returns the one place that defines a dotted key path; None where it is not defined, or in several files."""
        if "." not in path:
            return None
        places = list(islice(self._defining(self._settings, path, path.split(".")), 2))
        return places[0] if len(places) == 1 else None

    def environment(self, name: str) -> Target | None:
        """Returns the entry of an `.env` file for a variable; a committed example counts."""
        return next(self._defining(self._environments, name, [name]), None)

    @cached_property
    def _settings(self) -> list[str]:
        return self._fetched(
            path for path in self._sources.paths if category(path) is Category.CONFIG and not _is_env(path)
        )

    @cached_property
    def _environments(self) -> list[str]:
        return self._fetched(path for path in self._sources.paths if _is_env(path))

    def _fetched(self, paths: Iterable[str]) -> list[str]:
        chosen = sorted(paths)[:_MAX_FILES]
        self._sources.prefetch(chosen)
        return chosen

    def _defining(self, files: Sequence[str], name: str, words: Sequence[str]) -> Iterator[Target]:
        needles = [word.encode("utf-8", "surrogateescape") for word in words]
        for path in files:
            content = self._sources.content(path)
            if content and all(needle in content for needle in needles) and name in self._keys_of(path):
                yield Target(path=path, symbol=name)

    def _keys_of(self, path: str) -> frozenset[str]:
        if path not in self._keys:
            source = self._sources.source(path)
            symbols = source.symbols if source is not None else ()
            self._keys[path] = frozenset(one.name for one in symbols if one.kind is SymbolKind.KEY)
        return self._keys[path]


def _is_env(path: str) -> bool:
    return language_of(path) == "env"
