"""Short forms of what is read of Python, to compare whole tables."""

from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.model.symbols import Name, SymbolChangeKind
from agentguard.analyzer.symbols import Reading, read_source
from agentguard.analyzer.symbols.compare import compare

EVERYTHING = Lines(first=1, last=1_000_000)


def read(source: str | bytes, path: str = "m.py") -> Reading:
    return read_source(path, source.encode() if isinstance(source, str) else source, "python", seconds=60)


def symbols(source: str | bytes) -> list[str]:
    """Renders each symbol but the module as `kind name first-last`."""
    return [
        f"{symbol.kind} {symbol.name} {symbol.lines.first}-{symbol.lines.last}"
        for symbol in read(source).file.symbols[1:]
    ]


def names(source: str) -> list[str]:
    """Renders each name as `line scope: name`, keys with holder and kind, calls with their shape."""
    return [f"{name.line} {name.scope}: {_shown(name)}" for name in read(source).names([EVERYTHING])]


def _shown(name: Name) -> str:
    if name.call is None:
        return f"{name.kind} {name.holder}[{name.text}]" if name.kind != "name" else name.text
    arguments = ["_"] * name.call.positional + [f"{one}=" for one in name.call.keywords] + ["*"] * name.call.star
    return f"{name.text}({', '.join(arguments)})"


def changes(old: str, new: str) -> list[str]:
    """Renders each change as `kind name`, with the former name where it has one."""
    return [
        f"{change.change} {change.symbol}" + (f" from {change.old_symbol}" if change.old_symbol else "")
        for change in compare({"m.py": read(old)}, {"m.py": read(new)}, {})
    ]


def moves(old: dict[str, str], new: dict[str, str]) -> list[str]:
    """Renders each change between trees as `kind path::name`, with its origin where it has another."""
    before = {path: read(source, path) for path, source in old.items()}
    after = {path: read(source, path) for path, source in new.items()}
    return [
        f"{change.change} {change.path}::{change.symbol}"
        + (f" from {change.old_path or ''}::{change.old_symbol or ''}" if change.old_path or change.old_symbol else "")
        for change in compare(before, after, {})
    ]


def is_cosmetic(old: str | bytes, new: str | bytes) -> bool:
    found = compare({"m.py": read(old)}, {"m.py": read(new)}, {})
    return all(change.change is SymbolChangeKind.COSMETIC for change in found)
