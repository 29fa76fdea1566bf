"""Which definition that came is one that went, under another name or in another place."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product
from zlib import crc32

from agentguard.analyzer.model.symbols import Symbol, SymbolKind, Tokens
from agentguard.analyzer.symbols.keys.names import split as split_key
from agentguard.analyzer.symbols.reading import Reading
from agentguard.analyzer.symbols.subtrees import match_subtrees

# Below this share of common tokens two definitions are two, not one that was renamed.
_SIMILAR = 0.7
# Smaller ones are alike by chance: bodies that are equal, and definitions that are only similar.
_SMALLEST, _SMALLEST_SIMILAR = 8, 16
# What two differ in that have so many lines more or fewer can hardly be one; tokens are not even read then.
_STRETCH, _SLACK = 3, 6
_MOST_PAIRS = 4_000
_SAME_NAME, _SAME_PATH = 0.2, 0.05


class Place:
    """A definition in one version of one file, with the tokens that it has when they are asked for."""

    def __init__(self, path: str, symbol: Symbol, reading: Reading, members: tuple[str, ...]) -> None:
        self.path = path
        self.symbol = symbol
        self._reading = reading
        # A class may be nothing but its methods.
        self._members = [crc32(name.encode()) for name in members] if symbol.kind is SymbolKind.CLASS else []
        self.holder, self.last_name = _split(symbol)
        self.key = (path, symbol.lines.first, symbol.name)

    @cached_property
    def tokens(self) -> Tokens:
        """What it consists of."""
        return self._reading.tokens(self.symbol)

    @cached_property
    def _bag(self) -> Counter[int]:
        return Counter((*self.tokens.header, *self.tokens.body, *self._members))

    @property
    def size(self) -> int:
        """The number of its tokens, and of its members."""
        return len(self.tokens.header) + len(self.tokens.body) + len(self._members)

    @property
    def kind(self) -> SymbolKind:
        """What it is; a method can become a function by moving."""
        return SymbolKind.FUNCTION if self.symbol.kind is SymbolKind.METHOD else self.symbol.kind

    def same_text(self, other: "Place") -> bool:
        """Tells whether two definitions are written alike, to the last space."""
        return self.symbol.text_hash == other.symbol.text_hash and self.symbol.tokens == other.symbol.tokens

    def same_tokens(self, other: "Place") -> bool:
        """Tells whether two definitions consist of the same tokens."""
        return self.tokens == other.tokens

    def same_name(self, other: "Place") -> bool:
        """Tells whether two definitions have the same qualified name."""
        return self.symbol.name == other.symbol.name

    def likeness(self, other: "Place") -> float:
        """Returns the share of common tokens, 1 where all but the header is the same."""
        if self.tokens.body == other.tokens.body and len(self.tokens.body) >= _SMALLEST:
            return 1.0
        smallest = _SMALLEST if self._members and other._members else _SMALLEST_SIMILAR
        if min(self.size, other.size) < smallest:
            return 0.0
        common = sum((self._bag & other._bag).values())
        return 2 * common / (self.size + other.size)

    def may_be(self, other: "Place") -> bool:
        """Tells whether it is worth reading the tokens of both."""
        if self.kind is not other.kind or self.kind is SymbolKind.MODULE:
            return False
        one, two = (place.symbol.lines.last - place.symbol.lines.first + 1 for place in (self, other))
        return max(one, two) <= _STRETCH * min(one, two) + _SLACK


def _split(symbol: Symbol) -> tuple[str, str]:
    """Returns the qualified name of what holds a definition, and its own."""
    if symbol.kind is SymbolKind.KEY:
        return split_key(symbol.name)
    holder, _, name = symbol.name.rpartition(" > " if symbol.kind is SymbolKind.SECTION else ".")
    return holder, name


def match(gone: Sequence[Place], come: Sequence[Place]) -> Iterator[tuple[Place, Place]]:
    """Yields pairs of a definition that went and the one that it became.

    Classes are matched first, and then the members of those that were by their own names. The result does not depend on
    which side is called the old one.
    """
    found: dict[Place, Place] = match_subtrees(gone, come)
    for is_class in (True, False):
        rest = [
            [place for place in side if (place.kind is SymbolKind.CLASS) is is_class and place not in taken]
            for side, taken in ((gone, found.keys()), (come, set(found.values())))
        ]
        for before, after in _best(rest[0], rest[1]):
            if before not in found:
                found[before] = after
                found |= _members(before, after, gone, come, found)
    yield from found.items()


def _members(
    before: Place, after: Place, gone: Sequence[Place], come: Sequence[Place], found: Mapping[Place, Place]
) -> dict[Place, Place]:
    """Pairs what stood in one definition with what stands in the other under the same name."""
    taken = set(found.values())
    by_name = {
        place.symbol.name.removeprefix(after.symbol.name): place
        for place in come
        if place.path == after.path and place.symbol.name.startswith(after.symbol.name + ".") and place not in taken
    }
    return {
        place: by_name.pop(name)
        for place in gone
        if place.path == before.path and place not in found and place.symbol.name.startswith(before.symbol.name + ".")
        if (name := place.symbol.name.removeprefix(before.symbol.name)) in by_name
    }


def _best(gone: Sequence[Place], come: Sequence[Place]) -> Iterator[tuple[Place, Place]]:
    """Yields pairs that are alike, the most alike first, each definition once."""
    scored = []
    for before, after in _candidates(gone, come):
        score = before.likeness(after)
        if score >= _SIMILAR:
            bonus = _SAME_NAME * (before.last_name == after.last_name) + _SAME_PATH * (before.path == after.path)
            one, two = _keys(before, after)
            scored.append((-(score + bonus), one, two, before, after))
    scored.sort(key=lambda row: row[:3])
    taken: set[Place] = set()
    for _, _, _, before, after in scored:
        if before not in taken and after not in taken:
            taken |= {before, after}
            yield before, after


def _keys(before: Place, after: Place) -> list[tuple[str, int, str]]:
    return sorted((before.key, after.key))


def _candidates(gone: Sequence[Place], come: Sequence[Place]) -> list[tuple[Place, Place]]:
    if len(gone) * len(come) <= _MOST_PAIRS:
        return [pair for pair in product(gone, come) if pair[0].may_be(pair[1])]
    by_name: dict[str, list[Place]] = defaultdict(list)
    for place in gone:
        by_name[place.last_name].append(place)
    found = [(before, after) for after in come for before in by_name.get(after.last_name, ()) if before.may_be(after)]
    return sorted(found, key=lambda pair: _keys(*pair))[:_MOST_PAIRS]


def places_of(path: str, reading: Reading) -> list[Place]:
    """Returns the definitions of a file, each with the names of its members."""
    members: dict[str, list[str]] = defaultdict(list)
    for symbol in reading.file.symbols:
        holder, _, name = symbol.name.rpartition(".")
        members[holder].append(name)
    return [Place(path, symbol, reading, tuple(members[symbol.name])) for symbol in reading.file.symbols]
