"""What the definitions of a piece of work's two trees consist of."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from agentguard.analyzer.footprint.work import Work
from agentguard.analyzer.model.flow import Step
from agentguard.analyzer.model.symbols import Symbol, Target
from agentguard.analyzer.sources import Sources


class Tree:
    """The definitions of one tree, by file and name."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._files: dict[str, Mapping[str, Sequence[Symbol]]] = {}

    def tokens(self, target: Target) -> tuple[int, ...]:
        """Returns the tokens of a definition, of all that share the name; none where the file is not parsed."""
        reading = self._sources.reading(target.path)
        if reading is None:
            return ()
        parts = [reading.tokens(symbol) for symbol in self._named(target)]
        return tuple(token for part in parts for token in (*part.header, *part.body))

    def steps(self, target: Target) -> tuple[Step, ...]:
        """Returns the statements of a definition; none where several share the name, as overloads do."""
        reading = self._sources.reading(target.path)
        symbols = self._named(target)
        return reading.steps(symbols[0]) if reading is not None and len(symbols) == 1 else ()

    def _named(self, target: Target) -> Sequence[Symbol]:
        if target.path not in self._files:
            source = self._sources.source(target.path)
            by_name: dict[str, list[Symbol]] = defaultdict(list)
            for symbol in source.symbols if source is not None else ():
                by_name[symbol.name].append(symbol)
            self._files[target.path] = dict(by_name)
        return self._files[target.path].get(target.symbol, ())


class Definitions:
    """Both trees of a piece of work; made once for all its pairs."""

    def __init__(self, work: Work) -> None:
        self.old = Tree(work.old)
        self.new = Tree(work.new)
