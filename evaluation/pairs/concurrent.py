"""Pull requests of real histories that were made side by side, by how near they come to each other."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations

from agentguard.analyzer.git.repository import Repository
from evaluation.pairs.cases import Pair, Truth
from evaluation.pairs.landings import Landing, MainLine
from evaluation.pairs.repairs import is_repaired
from evaluation.pairs.scratch import Scratch
from evaluation.pairs.shapes import Shape, shape_of

_MAX_FILES = 100


class Nearness(StrEnum):
    """Names how near two pull requests come, by Python's own parser."""

    ANY = "any two pull requests"
    APART = "no shared file"
    FILE = "a shared file, other definitions"
    SYMBOL = "a shared definition"
    CALL = "arguments changed, a call added"


@dataclass(slots=True)
class Shapes:
    """Reads each pull request once."""

    repository: Repository
    known: dict[int, Shape] = field(default_factory=dict)

    def of(self, landing: Landing) -> Shape:
        """Returns what a pull request touches."""
        if landing.number not in self.known:
            self.known[landing.number] = shape_of(self.repository, landing.piece)
        return self.known[landing.number]


@dataclass(slots=True)
class Sample:
    """Draws pairs of each nearness.

    Attributes:
        made: on top of the clone.
        line: its pull requests.
        name: of the repository.
        count: pairs of each nearness.
        repaired: pairs that were left out, since a commit of the next three weeks changed a line that one had added.
    """

    made: Scratch
    line: MainLine
    name: str
    count: int
    repaired: set[frozenset[int]] = field(default_factory=set)

    def pairs(self, seed: int) -> Iterator[Pair]:
        """Yields pairs of which both sides landed and were left as they are, the same for the same seed."""
        shapes = Shapes(self.made.repository)
        drawn: Counter[Nearness] = Counter()
        seen: set[tuple[Nearness, frozenset[int]]] = set()
        for one, other in draw(self.line.landings, seed):
            both = frozenset({one.number, other.number})
            left, right = shapes.of(one), shapes.of(other)
            if max(len(left.changes), len(right.changes)) > _MAX_FILES or self._is_stacked(one, other):
                continue
            kinds = self._kinds(left, right, other)
            wanted = [kind for kind in kinds if drawn[kind] < self.count and (kind, both) not in seen]
            if not wanted:
                continue
            truth = self._truth(one, other, (left, right))
            if truth is None:
                self.repaired.add(both)
                continue
            for kind in wanted:
                drawn[kind] += 1
                seen.add((kind, both))
                why = f"both landed, as {one.landed[:12]} and {other.landed[:12]}"
                yield Pair(repository=self.name, kind=kind, a=one.piece, b=other.piece, truth=truth, why=why)

    def _kinds(self, left: Shape, right: Shape, other: Landing) -> list[Nearness]:
        kinds = [Nearness.ANY]
        if left.python and right.python:
            kinds.append(_nearness(left, right))
            if self._calls(left, right, other):
                kinds.append(Nearness.CALL)
        return kinds

    def _calls(self, left: Shape, right: Shape, other: Landing) -> bool:
        names = {name.rpartition(".")[2] for name in left.resigned} & right.called
        return any(self._definitions(name, other.head) == 1 for name in names if not name.startswith("__"))

    def _definitions(self, name: str, commit: str) -> int:
        """Counts the definitions of a function: only where there is one, a call of that name is a call of it."""
        git = self.made.repository.git.with_environment(GIT_LITERAL_PATHSPECS="0")
        asked = ("grep", "--fixed-strings", "--no-color", f"def {name}(", commit, "--", "*.py")
        return len(git.run(*asked, ok=(0, 1)).stdout.splitlines())

    def _truth(self, one: Landing, other: Landing, shapes: tuple[Shape, Shape]) -> Truth | None:
        if not self.made.merge(one.head, other.head).clean:
            return Truth.CONFLICT
        repaired = is_repaired(self.made.repository, self.line, (one, other), shapes)
        return None if repaired else Truth.CLEAR

    def _is_stacked(self, one: Landing, other: Landing) -> bool:
        repository = self.made.repository
        return repository.is_ancestor(one.head, other.head) or repository.is_ancestor(other.head, one.head)


def draw(landings: Sequence[Landing], seed: int) -> list[tuple[Landing, Landing]]:
    """Returns all pairs that were made side by side, both ways round, in an order that the seed decides."""
    pairs = [pair for pair in combinations(landings, 2) if pair[0].is_beside(pair[1])]
    both = [*pairs, *((other, one) for one, other in pairs)]
    random.Random(seed).shuffle(both)  # noqa: S311 - a reproducible choice, nothing secret
    return both


def _nearness(left: Shape, right: Shape) -> Nearness:
    if left.touched & right.touched:
        return Nearness.SYMBOL
    return Nearness.FILE if left.paths & right.paths else Nearness.APART
