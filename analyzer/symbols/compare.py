"""Compares the definitions of two trees: what was added, removed, renamed, moved, or changed, and how."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from agentguard.analyzer.model.symbols import SourceFile, Symbol, SymbolChange, SymbolChangeKind, SymbolKind

# Below this share of common tokens two definitions are two, not one that was renamed.
_SIMILAR = 0.7
_SMALLEST_MATCHED = 8
_MOST_COMPARED = 40


@dataclass(frozen=True, slots=True)
class _Place:
    path: str
    symbol: Symbol


def compare(
    old: Mapping[str, SourceFile], new: Mapping[str, SourceFile], renamed: Mapping[str, str]
) -> tuple[SymbolChange, ...]:
    changes: list[SymbolChange] = []
    gone: list[_Place] = []
    come: list[_Place] = []
    origin = {path: renamed.get(path, path) for path in new}
    for path, source in new.items():
        before = old.get(origin[path])
        _match_names(path, origin[path], before, source, changes, gone, come)
    taken = set(origin.values())
    for path, source in old.items():
        if path not in taken:
            gone += [_Place(path, symbol) for symbol in source.symbols]
    matched = [*_match_equal(gone, come), *_match_similar(gone, come)]
    for before_place, after_place in matched:
        changes.append(_moved(before_place, after_place))
    changes += [_change(place, SymbolChangeKind.REMOVED) for place in gone]
    changes += [_change(place, SymbolChangeKind.ADDED) for place in come]
    return tuple(sorted(changes, key=lambda c: (c.path, c.lines.first if c.lines else 0, c.symbol, c.change.value)))


def _match_names(path, old_path, before, after, changes, gone, come):
    rest = defaultdict(list)
    for symbol in before.symbols if before else ():
        rest[symbol.name].append(symbol)
    for symbol in after.symbols:
        candidates = rest.get(symbol.name)
        if not candidates:
            come.append(_Place(path, symbol))
            continue
        best = next((one for one in candidates if one.tokens == symbol.tokens), candidates[0])
        candidates.remove(best)
        kind = _difference(best, symbol)
        if path != old_path and kind in {None, SymbolChangeKind.COSMETIC}:
            kind = SymbolChangeKind.MOVED
        if kind is not None:
            changes.append(_pair(old_path, best, path, symbol, kind))
    gone += [_Place(old_path, symbol) for symbols in rest.values() for symbol in symbols]


def _difference(before: Symbol, after: Symbol) -> SymbolChangeKind | None:
    if before.text_hash == after.text_hash and before.tokens == after.tokens:
        return None
    if before.tokens == after.tokens and before.kind == after.kind:
        if before.kind is SymbolKind.CLASS or before.kind is SymbolKind.MODULE or before.kind is SymbolKind.SECTION:
            return None  # its own text is that of its members
        return SymbolChangeKind.COSMETIC
    if (
        before.kind != after.kind
        or before.bases != after.bases
        or before.tokens[: before.header] != after.tokens[: after.header]
    ):
        return SymbolChangeKind.SIGNATURE
    return SymbolChangeKind.BODY


def _match_equal(gone: list[_Place], come: list[_Place]) -> Iterator[tuple[_Place, _Place]]:
    index = defaultdict(list)
    for place in gone:
        if len(place.symbol.tokens) >= _SMALLEST_MATCHED:
            index[_body(place.symbol)].append(place)
    for place in list(come):
        candidates = index.get(_body(place.symbol)) if len(place.symbol.tokens) >= _SMALLEST_MATCHED else None
        if candidates:
            last = place.symbol.name.rpartition(".")[2]
            best = min(
                candidates,
                key=lambda one: (one.symbol.name.rpartition(".")[2] != last, one.path != place.path, one.symbol.name),
            )
            candidates.remove(best)
            gone.remove(best)
            come.remove(place)
            yield best, place


def _body(symbol: Symbol):
    return symbol.kind, symbol.tokens[symbol.header :] if len(
        symbol.tokens
    ) - symbol.header >= _SMALLEST_MATCHED else symbol.tokens


def _match_similar(gone: list[_Place], come: list[_Place]) -> Iterator[tuple[_Place, _Place]]:
    scored = []
    for place in come:
        size = len(place.symbol.tokens)
        if size < _SMALLEST_MATCHED:
            continue
        bag = Counter(place.symbol.tokens)
        near = [
            one
            for one in gone
            if one.symbol.kind is place.symbol.kind and _SIMILAR * size <= len(one.symbol.tokens) <= size / _SIMILAR
        ]
        for one in near[:_MOST_COMPARED]:
            common = sum((bag & Counter(one.symbol.tokens)).values())
            score = 2 * common / (size + len(one.symbol.tokens))
            if score >= _SIMILAR:
                same = one.symbol.name.rpartition(".")[2] == place.symbol.name.rpartition(".")[2]
                scored.append(
                    (-(score + 0.2 * same), one.path, one.symbol.name, place.path, place.symbol.name, one, place)
                )
    scored.sort(key=lambda row: row[:5])
    for *_, one, place in scored:
        if one in gone and place in come:
            gone.remove(one)
            come.remove(place)
            yield one, place


def _moved(before: _Place, after: _Place) -> SymbolChange:
    moved = before.path != after.path or before.symbol.name.rpartition(".")[0] != after.symbol.name.rpartition(".")[0]
    kind = SymbolChangeKind.MOVED if moved else SymbolChangeKind.RENAMED
    return _pair(before.path, before.symbol, after.path, after.symbol, kind)


def _pair(old_path, before, path, after, kind) -> SymbolChange:
    return SymbolChange(
        path=path,
        symbol=after.name,
        kind=after.kind,
        change=kind,
        old_symbol=before.name if before.name != after.name else None,
        old_path=old_path if old_path != path else None,
        lines=after.lines,
        signature=after.signature,
        old_signature=before.signature,
    )


def _change(place: _Place, kind: SymbolChangeKind) -> SymbolChange:
    s = place.symbol
    added = kind is SymbolChangeKind.ADDED
    return SymbolChange(
        path=place.path,
        symbol=s.name,
        kind=s.kind,
        change=kind,
        lines=s.lines,
        signature=s.signature if added else None,
        old_signature=None if added else s.signature,
    )
