"""Compares the definitions of two trees: what was added, removed, renamed, moved, or changed, and how."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from agentguard.analyzer.model.symbols import SymbolChange, SymbolChangeKind, SymbolKind
from agentguard.analyzer.symbols.matching import Place, match, places_of
from agentguard.analyzer.symbols.reading import Reading

# Pairs of definitions of one name in one file; a file with more of them is compared in order.
_MOST_NAMESAKES = 2_500
_CALLABLE = frozenset({SymbolKind.FUNCTION, SymbolKind.METHOD, SymbolKind.CLASS})


def compare(
    old: Mapping[str, Reading], new: Mapping[str, Reading], renamed: Mapping[str, str]
) -> tuple[SymbolChange, ...]:
    """Returns how the definitions of some files changed, by path and line.

    Definitions are matched by qualified name, then by equal tokens, then by similar ones, the members of a class that
    was renamed or moved by their own names. Tokens are read only where the text differs.

    Args:
        old: the files before, by path; a file that was added is not among them.
        new: the files after, by path; a file that was removed is not among them.
        renamed: the former path of files that have another one now.
    """
    comparison = _Comparison()
    origin = {path: renamed.get(path, path) for path in new}
    for path, after in new.items():
        before = old.get(origin[path])
        comparison.match_names(places_of(origin[path], before) if before else [], places_of(path, after))
    taken = set(origin.values())
    for path, before in old.items():
        if path not in taken:
            comparison.match_names(places_of(path, before), [])
    comparison.match_rest()
    return tuple(sorted(_without_echoes(comparison.changes), key=by_place))


class _Comparison:
    def __init__(self) -> None:
        self.changes: list[SymbolChange] = []
        self._gone: list[Place] = []
        self._come: list[Place] = []

    def match_names(self, before: list[Place], after: list[Place]) -> None:
        """Matches the definitions of one file by name; several may share one, as overloads and setters do."""
        rest, later = defaultdict(list), defaultdict(list)
        for place in before:
            rest[place.symbol.name].append(place)
        for place in after:
            later[place.symbol.name].append(place)
        self._gone += [place for name, places in rest.items() if name not in later for place in places]
        self._come += [place for name, places in later.items() if name not in rest for place in places]
        for name in rest.keys() & later.keys():
            self._match_namesakes(rest[name], later[name])

    def _match_namesakes(self, before: list[Place], after: list[Place]) -> None:
        """Matches definitions of one name: those that are written alike, those of the same tokens, then by order."""
        is_few = len(before) * len(after) <= _MOST_NAMESAKES
        for alike in (Place.same_text, Place.same_tokens, Place.same_name) if is_few else (Place.same_name,):
            for place in list(after):
                twin = next((one for one in before if alike(one, place)), None)
                if twin is not None:
                    before.remove(twin)
                    after.remove(place)
                    self._keep(twin, place)
                    known = place
        self.changes += [_one_of_several(place) for place in after] or [_one_of_several(known) for _ in before[:1]]

    def match_rest(self) -> None:
        """Matches what is gone with what has come, and counts the rest as removed and added."""
        pairs = dict(match(self._gone, self._come))
        holders = {(before.path, before.symbol.name): after for before, after in pairs.items()}
        for before, after in pairs.items():
            self.changes.append(
                _pair(before, after, _transfer(before, after, holders.get((before.path, before.holder))))
            )
        come = set(pairs.values())
        self.changes += [_change(place, SymbolChangeKind.REMOVED) for place in self._gone if place not in pairs]
        self.changes += [_change(place, SymbolChangeKind.ADDED) for place in self._come if place not in come]

    def _keep(self, before: Place, after: Place) -> None:
        kind = _difference(before, after)
        if before.path != after.path and kind in {None, SymbolChangeKind.COSMETIC}:
            kind = SymbolChangeKind.MOVED
        if kind is not None:
            self.changes.append(_pair(before, after, kind))


def _difference(before: Place, after: Place) -> SymbolChangeKind | None:
    if before.same_text(after):
        return None
    if before.symbol.kind is not after.symbol.kind:
        return SymbolChangeKind.SIGNATURE
    if before.tokens == after.tokens:
        return SymbolChangeKind.COSMETIC
    if before.tokens.header != after.tokens.header and before.symbol.kind in _CALLABLE:
        return SymbolChangeKind.SIGNATURE
    return SymbolChangeKind.BODY


def _transfer(before: Place, after: Place, holder: Place | None) -> SymbolChangeKind:
    """Tells what became of a definition that has another name or place; `holder` is what its holder became."""
    went_along = holder is not None and (holder.path, holder.symbol.name) == (after.path, after.holder)
    changed = _difference(before, after) if went_along and before.last_name == after.last_name else None
    if changed in {SymbolChangeKind.SIGNATURE, SymbolChangeKind.BODY}:
        return changed
    in_place = before.path == after.path and (went_along or before.holder == after.holder)
    return SymbolChangeKind.RENAMED if in_place else SymbolChangeKind.MOVED


def _without_echoes(changes: Iterable[SymbolChange]) -> Iterator[SymbolChange]:
    """Leaves out that the text of a file or class changed where what changed is something in it."""
    changes = list(changes)
    touched: set[tuple[str, str]] = set()
    for change in changes:
        touched |= {(change.path, holder) for holder in _holders(change.symbol)}
        touched |= {(change.old_path or change.path, holder) for holder in _holders(change.old_symbol or change.symbol)}
    for change in changes:
        if change.change is not SymbolChangeKind.COSMETIC or (change.path, change.symbol) not in touched:
            yield change


def _holders(name: str) -> Iterator[str]:
    if name:
        yield ""
    for separator in (".", " > "):
        above = name.rpartition(separator)[0]
        while above:
            yield above
            above = above.rpartition(separator)[0]


def _one_of_several(place: Place) -> SymbolChange:
    """Tells that a name has one definition more or less than before: an overload, a setter, another branch."""
    is_callable = place.symbol.kind in _CALLABLE
    return _pair(place, place, SymbolChangeKind.SIGNATURE if is_callable else SymbolChangeKind.BODY)


def _pair(before: Place, after: Place, kind: SymbolChangeKind) -> SymbolChange:
    return SymbolChange(
        path=after.path,
        symbol=after.symbol.name,
        kind=after.symbol.kind,
        change=kind,
        old_symbol=before.symbol.name if before.symbol.name != after.symbol.name else None,
        old_path=before.path if before.path != after.path else None,
        lines=after.symbol.lines,
        signature=after.symbol.signature,
        old_signature=before.symbol.signature,
    )


def _change(place: Place, kind: SymbolChangeKind) -> SymbolChange:
    symbol = place.symbol
    is_added = kind is SymbolChangeKind.ADDED
    return SymbolChange(
        path=place.path,
        symbol=symbol.name,
        kind=symbol.kind,
        change=kind,
        lines=symbol.lines,
        signature=symbol.signature if is_added else None,
        old_signature=None if is_added else symbol.signature,
    )


def by_place(change: SymbolChange) -> tuple[str, int, str, str]:
    """Returns the key that orders changes: by path, line and name."""
    return (change.path, change.lines.first if change.lines else 0, change.symbol, change.change.value)
