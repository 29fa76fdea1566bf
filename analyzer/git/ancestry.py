"""How some commits stand to each other in history, asked once for all of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from agentguard.analyzer.git.repository import Repository


class Ancestry:
    """The common ancestors of some commits, two by two.

    One walk over what not all of them have in common paints, on each commit, which of them contain it. Two tips meet
    for the first time on their best common ancestors: no child of these is painted by both.

    Args:
        repository: where they are; where history is cut in a shallow clone, it ends here too.
        tips: ids of the commits.
    """

    def __init__(self, repository: Repository, tips: Iterable[str]) -> None:
        self._repository = repository
        self._tips = list(dict.fromkeys(tips))
        self._bits = {tip: 1 << number for number, tip in enumerate(self._tips)}
        self._paint: dict[str, int] = {}
        self._bases: dict[frozenset[str], list[str]] = defaultdict(list)
        if len(self._tips) > 1:
            self._walk()

    def knows(self, commits: Iterable[str]) -> bool:
        """Tells whether all of some commits are among the tips."""
        return all(commit in self._bits for commit in commits)

    def contains(self, commit: str, ancestor: str) -> bool:
        """Tells whether a tip contains a commit; each contains itself. Of what the walk did not meet git is asked."""
        if commit == ancestor:
            return True
        if commit in self._bits and ancestor in self._paint:
            return bool(self._paint[ancestor] & self._bits[commit])
        return self._repository.is_ancestor(ancestor, commit)

    def bases(self, one: str, other: str) -> tuple[str, ...]:
        """Returns the best common ancestors of two tips: none where histories do not meet, several in a criss-cross."""
        return (one,) if one == other else tuple(self._bases.get(frozenset((one, other)), ()))

    def _walk(self) -> None:
        answer = self._repository.run("merge-base", "--octopus", *self._tips, ok=(0, 1))
        # The walk ends at what all have in common; what lies below that is in all.
        limit = f"^{answer.text}^@\n" if answer.code == 0 else ""
        asked = ("rev-list", "--topo-order", "--parents", "--stdin")
        selection = ("".join(f"{tip}\n" for tip in self._tips) + limit).encode()
        parts: dict[str, list[int]] = defaultdict(list)
        for line in self._repository.run(*asked, stdin=selection).stdout.decode().splitlines():
            commit, *parents = line.split(" ")
            painted = self._visit(commit, parts.pop(commit, []))
            for parent in parents:
                parts[parent].append(painted)
        self._paint |= dict.fromkeys(parts, (1 << len(self._tips)) - 1)

    def _visit(self, commit: str, parts: list[int]) -> int:
        """Paints a commit, notes which tips meet on it, and returns the paint."""
        own = self._bits.get(commit)
        parts = list(dict.fromkeys(parts if own is None else [*parts, own]))
        painted = 0
        for part in parts:
            painted |= part
        self._paint[commit] = painted
        if painted not in parts:
            for one, other in _meeting(parts):
                self._bases[frozenset((self._tips[one], self._tips[other]))].append(commit)
        return painted


def _meeting(parts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yields the pairs of bits that stand together in the union of some sets, but in none of them."""
    seen = 0
    for number, part in enumerate(parts):
        for one in _bits(seen & ~part):
            for other in _bits(part & ~seen):
                both = 1 << one | 1 << other
                if all(later & both != both for later in parts[number + 1 :]):
                    yield one, other
        seen |= part


def _bits(paint: int) -> Iterator[int]:
    while paint:
        lowest = paint & -paint
        yield lowest.bit_length() - 1
        paint ^= lowest
