"""What a change reads: the names on its lines and in the symbols that it touched."""

import builtins
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from agentguard.analyzer.footprint.keys import KeyIndex
from agentguard.analyzer.footprint.resolve import Resolver
from agentguard.analyzer.model.changes import Change, Lines
from agentguard.analyzer.model.symbols import (
    Import,
    Name,
    NameKind,
    Reference,
    SourceFile,
    Strength,
    SymbolChange,
    SymbolChangeKind,
    SymbolKind,
    Target,
)
from agentguard.analyzer.sources import Sources
from agentguard.analyzer.symbols import Reading

_BUILTINS = frozenset(dir(builtins)) | {"self", "cls", "__name__", "__file__"}
_NOT_TOUCHED = frozenset({SymbolChangeKind.REMOVED, SymbolChangeKind.COSMETIC})


def read_reads(
    changes: Sequence[Change], writes: Iterable[SymbolChange], new: Sources, *, words: Set[str] | None = None
) -> tuple[Reference, ...]:
    """Resolves the names that a change uses.

    A name is strong on an added or changed line, weak elsewhere in a touched symbol. Builtins and plain local variables
    are left out; so is everything that stands for itself.

    Args:
        changes: the files of the change.
        writes: what it writes.
        new: the tree after it.
        words: follow only names that have one of these among their parts, or are bound to one by an import; None = all.
    """
    touched = _touched_lines(writes)
    resolver, keys = Resolver(new), KeyIndex(new)
    found: dict[tuple[str, int, str, bool], Reference] = {}
    for change in changes:
        reading = new.reading(change.path) if change.new_mode else None
        if reading is None:
            continue
        wanted = words and words | _aliases(reading.file.imports, words)
        for name, strength in _used_names(reading, change, touched.get(change.path, ())):
            if wanted is not None and wanted.isdisjoint(name.text.split(".")):
                continue
            target = _target(resolver, keys, change.path, name)
            if target is not None or not _is_noise(reading, name):
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


def _aliases(imports: Iterable[Import], words: Set[str]) -> set[str]:
    """Returns the names to which a file binds what is wanted."""
    return {one.alias for one in imports if not words.isdisjoint((*one.module.split("."), one.name))}


def _touched_lines(writes: Iterable[SymbolChange]) -> Mapping[str, Sequence[Lines]]:
    touched: dict[str, list[Lines]] = {}
    for write in writes:
        if write.change not in _NOT_TOUCHED and write.symbol and write.lines is not None:
            touched.setdefault(write.path, []).append(write.lines)
    return touched


def _used_names(reading: Reading, change: Change, touched: Sequence[Lines]) -> Iterator[tuple[Name, Strength]]:
    changed = sorted(hunk.new for hunk in change.hunks if hunk.new is not None)
    owners = _Owners(reading.file, touched)
    imported = (_name_of_import(entry) for entry in reading.file.imports)
    for name in (*imported, *reading.names([*changed, *touched])):
        if _meets(name, changed):
            yield name, Strength.STRONG
        elif name.line in owners:
            yield name, Strength.WEAK


def _name_of_import(entry: Import) -> Name:
    text = entry.alias or entry.module
    return Name(text=text, line=entry.line, end_line=entry.line, kind=NameKind.IMPORT, scope=entry.scope)


class _Owners:
    """The lines of touched symbols but for those of symbols in them, which are touched themselves or not."""

    def __init__(self, file: SourceFile, touched: Sequence[Lines]) -> None:
        self._own: set[int] = set()
        chosen = frozenset(touched)
        # Outer symbols come first, so that inner ones take their lines from them.
        for symbol in file.symbols:
            lines = range(symbol.lines.first, symbol.lines.last + 1)
            if symbol.lines in chosen:
                self._own.update(lines)
            elif symbol.kind is not SymbolKind.VARIABLE:
                self._own.difference_update(lines)

    def __contains__(self, line: int) -> bool:
        return line in self._own


def _meets(name: Name, ranges: Sequence[Lines]) -> bool:
    position = bisect_right(ranges, name.end_line, key=lambda lines: lines.first) - 1
    return position >= 0 and name.line <= ranges[position].last


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


def _is_noise(reading: Reading, name: Name) -> bool:
    """Tells whether an unresolved name says nothing: a builtin or a bare local variable."""
    if name.kind is not NameKind.NAME:
        return False
    head, dot, _ = name.text.partition(".")
    if dot:
        return False
    return head in _BUILTINS or _is_local(reading, head, name.scope)


def _is_local(reading: Reading, head: str, scope: str) -> bool:
    while scope:
        if reading.is_local(scope, head):
            return True
        scope = scope.rpartition(".")[0]
    return reading.is_local("", head)
