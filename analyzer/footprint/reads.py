"""What a change reads: the names on its lines and in the symbols that it touched."""

import builtins
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from agentguard.analyzer.footprint.keys import KeyIndex
from agentguard.analyzer.footprint.resolve import Resolver
from agentguard.analyzer.model.changes import Change, Lines
from agentguard.analyzer.model.symbols import (
    Name,
    NameKind,
    Reference,
    SourceFile,
    Strength,
    SymbolChange,
    SymbolChangeKind,
    Target,
)
from agentguard.analyzer.sources import Sources

_BUILTINS = frozenset(dir(builtins)) | {"self", "cls", "__name__", "__file__"}
_NOT_TOUCHED = frozenset({SymbolChangeKind.REMOVED, SymbolChangeKind.COSMETIC})


def read_reads(changes: Sequence[Change], writes: Iterable[SymbolChange], new: Sources) -> tuple[Reference, ...]:
    """Resolves the names that a change uses.

    A name is strong on an added or changed line, weak elsewhere in a touched symbol. Builtins and plain local variables
    are left out; so is everything that stands for itself.

    Args:
        changes: the files of the change.
        writes: what it writes.
        new: the tree after it.
    """
    touched = _touched_symbols(writes)
    resolver, keys = Resolver(new), KeyIndex(new)
    found: dict[tuple[str, int, str, bool], Reference] = {}
    for change in changes:
        source = new.source(change.path)
        if source is None:
            continue
        for name, strength in _used_names(source, change, touched.get(change.path, frozenset())):
            target = _target(resolver, keys, change.path, name)
            if target is not None or not _is_noise(source, name):
                reference = Reference(
                    path=change.path,
                    line=name.line,
                    name=_shown(name),
                    target=target,
                    strength=strength,
                    call=name.call,
                )
                found.setdefault((reference.path, reference.line, reference.name, name.call is None), reference)
    return tuple(sorted(found.values(), key=lambda reference: (reference.path, reference.line, reference.name)))


def _touched_symbols(writes: Iterable[SymbolChange]) -> Mapping[str, frozenset[str]]:
    touched: dict[str, set[str]] = {}
    for write in writes:
        if write.change not in _NOT_TOUCHED and write.symbol:
            touched.setdefault(write.path, set()).add(write.symbol)
    return {path: frozenset(symbols) for path, symbols in touched.items()}


def _used_names(source: SourceFile, change: Change, touched: frozenset[str]) -> Iterator[tuple[Name, Strength]]:
    ranges = sorted(hunk.new for hunk in change.hunks if hunk.new is not None)
    starts = [lines.first for lines in ranges]
    for name in source.names:
        if _is_inside(name.line, ranges, starts):
            yield name, Strength.STRONG
        elif name.scope in touched:
            yield name, Strength.WEAK


def _is_inside(line: int, ranges: Sequence[Lines], starts: Sequence[int]) -> bool:
    position = bisect_right(starts, line) - 1
    return position >= 0 and line <= ranges[position].last


def _target(resolver: Resolver, keys: KeyIndex, path: str, name: Name) -> Target | None:
    match name.kind:
        case NameKind.KEY:
            return keys.key(name.text)
        case NameKind.ENVIRONMENT:
            return keys.environment(name.text)
        case _:
            return resolver.resolve(path, name)


def _shown(name: Name) -> str:
    return f"{name.holder}[{name.text}]" if name.kind is NameKind.KEY and name.holder else name.text


def _is_noise(source: SourceFile, name: Name) -> bool:
    """Tells whether an unresolved name says nothing: a builtin or a bare local variable."""
    if name.kind is not NameKind.NAME:
        return False
    head, dot, _ = name.text.partition(".")
    if dot:
        return False
    return head in _BUILTINS or _is_local(source, head, name.scope)


def _is_local(source: SourceFile, head: str, scope: str) -> bool:
    while scope:
        if (scope, head) in source.local_names:
            return True
        scope = scope.rpartition(".")[0]
    return False
