"""Which key or section that came is one that went, with all that is in it.

A key is small: `timeout = 30` says little by itself, and a table nothing but what stands in it. So whole subtrees are
held against each other, the largest first, and what stands in equal ones goes with them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from agentguard.analyzer.model.symbols import SymbolKind

if TYPE_CHECKING:
    from agentguard.analyzer.symbols.matching import Place

_KINDS: Final = frozenset({SymbolKind.KEY, SymbolKind.SECTION})
# As many tokens are not equal by chance, whatever their names.
_DISTINCTIVE: Final = 8
# Such a share of the entries of two tables must be the same for one to be the other, renamed.
_SIMILAR: Final = 0.5
_MOST_PAIRS: Final = 4_000
# What stands in more places tells nothing about any.
_MOST_EQUAL: Final = 60


class _Tree:
    """A key or section and what is in it, as far as it is on one side only."""

    def __init__(self, place: "Place") -> None:
        self.place = place
        self.parent: _Tree | None = None
        self.children: list[_Tree] = []
        self.size = 0
        self.content = 0
        self.entries: frozenset[tuple[str, int]] = frozenset()

    def measure(self) -> None:
        """Takes in what it consists of; its children have to be measured before."""
        body = self.place.tokens.body
        entries = sorted((child.place.last_name, child.content) for child in self.children)
        self.entries = frozenset(entries)
        self.size = len(body) + sum(child.size + 1 for child in self.children)
        self.content = hash((self.place.symbol.kind, body, *entries))


def match_subtrees(gone: Iterable["Place"], come: Iterable["Place"]) -> dict["Place", "Place"]:
    """Returns for keys and sections that went what they became.

    They match if all in them is equal and is more than a word or two, or their name is the same too, or they stand in
    the same place and nothing else there is equal; tables also if most of what is in them is.
    """
    matching = _Matching(_trees(gone), _trees(come))
    matching.match_equal(large=True)
    matching.match_similar()
    # What is small is told by the tables around it, which are known now.
    matching.match_equal(large=False)
    return {one.place: two.place for one, two in matching.found.items()}


class _Matching:
    def __init__(self, gone: list[_Tree], come: list[_Tree]) -> None:
        self.found: dict[_Tree, _Tree] = {}
        self._taken: set[_Tree] = set()
        self._gone = gone
        self._come = come

    def match_equal(self, *, large: bool) -> None:
        """Matches subtrees of equal content, the largest first."""
        by_content: dict[int, tuple[list[_Tree], list[_Tree]]] = defaultdict(lambda: ([], []))
        for side, trees in enumerate((self._gone, self._come)):
            for tree in self._free(trees):
                by_content[tree.content][side].append(tree)
        groups = [(gone, come) for gone, come in by_content.values() if gone and come]
        for gone, come in sorted(groups, key=lambda group: (-group[0][0].size, group[0][0].place.key)):
            if large and gone[0].size < _DISTINCTIVE and not gone[0].entries:
                continue
            if max(len(gone), len(come)) <= _MOST_EQUAL:
                self._match_group(gone, come)

    def match_similar(self) -> None:
        """Matches tables most of whose entries are equal, where they have the same holder or name."""
        pairs = [
            (one, two)
            for one, two in self._neighbours()
            if 2 * len(one.entries & two.entries) >= _SIMILAR * (len(one.entries) + len(two.entries))
        ]
        for one, two in sorted(pairs, key=lambda pair: (-len(pair[0].entries & pair[1].entries), pair[0].place.key)):
            self._pair(one, two)

    def _match_group(self, gone: list[_Tree], come: list[_Tree]) -> None:
        is_distinctive = gone[0].size >= _DISTINCTIVE
        for is_alike in (self._same_name_and_holder, _same_name, self._same_holder, _any):
            for one in self._free(gone):
                twins = [two for two in self._free(come) if is_alike(one, two)]
                rivals = sum(is_alike(other, twins[0]) for other in self._free(gone)) if twins else 0
                is_only = len(twins) == rivals == 1
                if twins and (is_distinctive or (is_only and is_alike != _any)):
                    self._pair(one, twins[0])

    def _neighbours(self) -> Iterator[tuple[_Tree, _Tree]]:
        by_holder: dict[tuple[str, str], list[_Tree]] = defaultdict(list)
        by_name: dict[str, list[_Tree]] = defaultdict(list)
        for two in self._free(self._come):
            if two.entries:
                by_holder[two.place.path, two.place.holder].append(two)
                by_name[two.place.last_name].append(two)
        compared = 0
        for one in self._free(self._gone):
            near = [*by_holder[one.place.path, one.place.holder], *by_name[one.place.last_name]] if one.entries else []
            compared += len(near)
            if compared > _MOST_PAIRS:
                return
            yield from ((one, two) for two in near)

    def _pair(self, one: _Tree, two: _Tree) -> None:
        """Pairs two subtrees, and what is in them by name."""
        if one in self.found or two in self._taken:
            return
        self.found[one] = two
        self._taken.add(two)
        by_name = {child.place.last_name: child for child in reversed(two.children)}
        for child in one.children:
            twin = by_name.pop(child.place.last_name, None)
            if twin is not None:
                self._pair(child, twin)

    def _free(self, trees: list[_Tree]) -> list[_Tree]:
        return [tree for tree in trees if tree not in self.found and tree not in self._taken]

    def _same_holder(self, one: _Tree, two: _Tree) -> bool:
        if one.parent is not None and two.parent is not None:
            return self.found.get(one.parent) is two.parent
        return (one.place.path, one.place.holder) == (two.place.path, two.place.holder)

    def _same_name_and_holder(self, one: _Tree, two: _Tree) -> bool:
        return _same_name(one, two) and self._same_holder(one, two)


def _same_name(one: _Tree, two: _Tree) -> bool:
    return one.place.last_name == two.place.last_name


def _any(_one: _Tree, _two: _Tree) -> bool:
    return True


def _trees(places: Iterable["Place"]) -> list[_Tree]:
    """Returns the subtrees, from the outermost to the innermost."""
    trees = [_Tree(place) for place in places if place.symbol.kind in _KINDS]
    trees.sort(key=lambda tree: (len(tree.place.symbol.name), tree.place.key))
    by_name: dict[tuple[str, str], _Tree] = {}
    for tree in trees:
        tree.parent = by_name.get((tree.place.path, tree.place.holder)) if tree.place.holder else None
        if tree.parent is not None:
            tree.parent.children.append(tree)
        by_name.setdefault((tree.place.path, tree.place.symbol.name), tree)
    for tree in reversed(trees):
        tree.measure()
    return trees
