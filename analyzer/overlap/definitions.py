"""What a definition consists of in one tree."""

from collections.abc import Iterator

from agentguard.analyzer.model.flow import Step
from agentguard.analyzer.model.symbols import Symbol, Target
from agentguard.analyzer.sources import Sources


def tokens_of(sources: Sources, target: Target) -> tuple[int, ...]:
    """Returns the tokens of a definition, of all that share the name; none where the file is not parsed."""
    reading = sources.reading(target.path)
    if reading is None:
        return ()
    parts = [reading.tokens(symbol) for symbol in _symbols(sources, target)]
    return tuple(token for part in parts for token in (*part.header, *part.body))


def steps_of(sources: Sources, target: Target) -> tuple[Step, ...]:
    """Returns the statements of a definition; none where several share the name, as overloads do."""
    reading = sources.reading(target.path)
    symbols = list(_symbols(sources, target))
    return reading.steps(symbols[0]) if reading is not None and len(symbols) == 1 else ()


def _symbols(sources: Sources, target: Target) -> Iterator[Symbol]:
    file = sources.source(target.path)
    yield from (symbol for symbol in (file.symbols if file is not None else ()) if symbol.name == target.symbol)
