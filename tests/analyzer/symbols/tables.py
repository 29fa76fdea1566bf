"""Short forms of tables, to compare whole ones."""

from agentguard.analyzer.model.symbols import SourceFile, SymbolKind
from agentguard.analyzer.symbols.keys import read_keys


def table(file: SourceFile) -> list[tuple[str, int, int]]:
    """Returns name, first and last line of each symbol but the module."""
    return [(s.name, s.lines.first, s.lines.last) for s in file.symbols if s.kind is not SymbolKind.MODULE]


def broken(file: SourceFile) -> list[tuple[int, int]]:
    return [(lines.first, lines.last) for lines in file.broken]


def tokens(file: SourceFile) -> list[tuple[str, tuple[int, ...]]]:
    """Returns what a symbol is and holds, whatever its place and form."""
    return sorted((symbol.name, symbol.tokens) for symbol in file.symbols)


def keys(source: str, language: str) -> SourceFile:
    return read_keys("file", source.encode(), language)


def changed(old: str, new: str, language: str) -> set[str]:
    """Returns the names of the symbols that are there on one side only or have other tokens; empty for the module."""
    before, after = tokens(keys(old, language)), tokens(keys(new, language))
    return {name for name, _ in set(before) ^ set(after)}


def assert_nested(file: SourceFile, source: bytes, *, may_share_a_line: bool) -> None:
    """Fails where the lines of symbols leave the file, or overlap without one holding the other.

    Args:
        file: the table; its symbols are in order of first line, the outer before the inner.
        source: what was read.
        may_share_a_line: a symbol may begin on the last line of the one before, as two keys on one line do.
    """
    last = source.decode("utf-8", "replace").count("\n") + 1
    outer: list[int] = []
    for symbol in file.symbols:
        first = symbol.lines.first
        assert 1 <= first <= symbol.lines.last <= last
        while outer and outer[-1] < first:
            outer.pop()
        assert not outer or symbol.lines.last <= outer[-1] or (may_share_a_line and first == outer[-1])
        outer.append(symbol.lines.last)
