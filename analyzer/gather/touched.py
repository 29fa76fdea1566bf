"""Tells by symbols what one version of a file made of another one, and what an edit is about to touch."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from agentguard.analyzer.git.disk import plain_lines
from agentguard.analyzer.languages import OutOfTimeError, language_of
from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.model.symbols import Symbol, SymbolChange, SymbolChangeKind
from agentguard.analyzer.symbols import Reading, read_source

# An agent waits for the answer.
_SECONDS = 0.1
_MOST_PLACES = 20


def compare_versions(path: str, old: bytes | None, new: bytes | None) -> tuple[SymbolChange, ...] | None:
    """Returns what changed in a file but for comments and layout; None where nobody can tell by symbols.

    Args:
        path: tells the language.
        old: content of the version before, None where there is none.
        new: content of the version after, likewise.
    """
    from agentguard.analyzer.symbols.compare import compare  # noqa: PLC0415 - most edits meet nobody's

    readings = [_read(path, content) if content is not None else None for content in (old, new)]
    if any(reading is None and content is not None for reading, content in zip(readings, (old, new), strict=True)):
        return None
    before, after = ({path: reading} if reading is not None else {} for reading in readings)
    return tuple(change for change in compare(before, after, {}) if change.change is not SymbolChangeKind.COSMETIC)


def touched_symbols(path: str, content: bytes | None, text: str | None) -> frozenset[str]:
    """Returns the names of the innermost symbols in which a text stands; none at the top level of a file.

    Args:
        path: tells the language.
        content: of the file, None where there is none.
        text: what will be replaced; None and nothing at all stand nowhere.
    """
    reading = _read(path, content) if content and text else None
    if reading is None or not content or not text:
        return frozenset()
    symbols = sorted(
        (one for one in reading.file.symbols if one.name), key=lambda one: one.lines.last - one.lines.first
    )
    places = _places(plain_lines(content), plain_lines(text.encode("utf-8", "surrogateescape")))
    return frozenset(name for lines in places for name in _innermost(symbols, lines))


@lru_cache(maxsize=8)
def _read(path: str, content: bytes) -> Reading | None:
    """Reads a version once: mostly the one that is about to be edited is the one that others began with."""
    language = language_of(path)
    try:
        return read_source(path, content, language, seconds=_SECONDS) if language is not None else None
    except OutOfTimeError:
        return None


def _places(content: bytes, text: bytes) -> Iterator[Lines]:
    start = content.find(text)
    for _ in range(_MOST_PLACES):
        if start < 0:
            return
        first = content.count(b"\n", 0, start) + 1
        yield Lines(first=first, last=first + text.rstrip(b"\n").count(b"\n"))
        start = content.find(text, start + len(text))


def _innermost(symbols: Sequence[Symbol], lines: Lines) -> Iterator[str]:
    """Yields the smallest symbol around each line; `symbols` begin with the smallest."""
    line = lines.first
    while line <= lines.last:
        found = next((one for one in symbols if one.lines.first <= line <= one.lines.last), None)
        if found is None:
            line += 1
            continue
        yield found.name
        nested = (one.lines.first for one in symbols if line < one.lines.first <= found.lines.last and one is not found)
        line = min((*nested, found.lines.last + 1))
