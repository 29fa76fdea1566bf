"""The learnt sums and trees that turn numbers into judgements.

The numbers are in `weights.json`; evaluation/README.md says how they are learnt, and from what.
"""

from collections.abc import Sequence
from functools import cache
from json import JSONDecoder
from operator import mul
from pathlib import Path
from typing import Any, NamedTuple

from agentguard.analyzer.model.value import dataclass

Row = Sequence[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A weighted sum: log odds."""

    weights: tuple[float, ...]
    bias: float

    def score(self, row: Row) -> float:
        """Returns the log odds of one row of numbers."""
        return sum(map(mul, self.weights, row), self.bias)


class Node(NamedTuple):
    """A question of a tree: is the number `feature` at most `limit`? A leaf has the feature -1 and a value."""

    feature: int
    limit: float
    left: int
    right: int
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trees:
    """Boosted trees: their answers are added up to log odds."""

    trees: tuple[tuple[Node, ...], ...]
    bias: float

    def score(self, row: Row) -> float:
        """Returns the log odds of one row of numbers."""
        total = self.bias
        for tree in self.trees:
            node = tree[0]
            while node.feature >= 0:
                node = tree[node.left if row[node.feature] <= node.limit else node.right]
            total += node.value
        return total


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """All that is learnt for one depth.

    Attributes:
        pairs: two files belong together; over `ties.PATH_FEATURES` and, by content, `ties.CONTENT_FEATURES`.
        seeds: a file is on topic as far as its pointers tell; over `pointers.PATH_POINTERS`, `CONTENT_POINTERS`.
        files: a file is off topic; over `walk.FILE_FEATURES` and its pointers.
        commits: a commit is a sweep; over `summary.PATH_FEATURES` or `summary.CONTENT_FEATURES`.
        limit: log odds of `commits` above which it counts as one.
        doubt: log odds above which some of its files are named as off topic, although it is not called one.
    """

    pairs: Sum
    seeds: Sum
    files: Sum
    commits: Trees
    limit: float
    doubt: float


@cache
def load_model(depth: str) -> Model:
    """Returns the learnt numbers of a depth, `paths` or `content`."""
    text = Path(__file__).with_name("weights.json").read_text(encoding="utf-8")
    # Only that part is parsed; the depths are the keys at the top, and no other key is called like one.
    _, _, behind = text.partition(f'"{depth}":')
    document, _ = JSONDecoder().raw_decode(behind.lstrip())
    return model_of(document)


def model_of(document: dict[str, Any]) -> Model:
    """Reads one depth of `weights.json`."""
    return Model(
        pairs=_sum(document["pairs"]),
        seeds=_sum(document["seeds"]),
        files=_sum(document["files"]),
        commits=Trees(
            trees=tuple(tuple(map(_node, tree)) for tree in document["commits"]["trees"]),
            bias=document["commits"]["bias"],
        ),
        limit=document["limit"],
        doubt=document["doubt"],
    )


def _sum(document: dict[str, Any]) -> Sum:
    return Sum(weights=tuple(map(float, document["weights"])), bias=document["bias"])


def _node(document: list[Any] | float) -> Node:
    """Reads a question, which is a list, or an answer, which is its number."""
    if not isinstance(document, list):
        return Node(-1, 0.0, -1, -1, document)
    feature, limit, left, right = document
    return Node(feature, limit, left, right, 0.0)
