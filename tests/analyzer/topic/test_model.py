from collections.abc import Sequence

import pytest

from agentguard.analyzer.topic import summary, ties
from agentguard.analyzer.topic.model import Node, Sum, Trees, load_model
from agentguard.analyzer.topic.pointers import CONTENT_POINTERS, PATH_POINTERS
from agentguard.analyzer.topic.walk import FILE_FEATURES


@pytest.mark.parametrize(
    ("depth", "pairs", "pointers", "summaries"),
    [
        ("paths", ties.PATH_FEATURES, PATH_POINTERS, summary.PATH_FEATURES),
        (
            "content",
            ties.PATH_FEATURES + ties.CONTENT_FEATURES,
            PATH_POINTERS + CONTENT_POINTERS,
            summary.CONTENT_FEATURES,
        ),
    ],
)
def test_there_is_a_weight_for_each_number(
    depth: str, pairs: Sequence[str], pointers: Sequence[str], summaries: Sequence[str]
) -> None:
    model = load_model(depth)
    assert len(model.pairs.weights) == len(pairs)
    assert len(model.seeds.weights) == len(pointers)
    assert len(model.files.weights) == len(FILE_FEATURES) + len(pointers)
    asked = {node.feature for tree in model.commits.trees for node in tree}
    assert -1 <= min(asked) <= max(asked) < len(summaries)


def test_a_sum_weighs_and_adds() -> None:
    assert Sum(weights=(2.0, -1.0), bias=0.5).score([3.0, 4.0]) == 2.5


@pytest.mark.parametrize(("value", "expected"), [(1.0, 1.5), (1.1, -0.5)], ids=["at most the limit", "above it"])
def test_a_tree_asks_and_answers(value: float, expected: float) -> None:
    tree = (Node(0, 1.0, 1, 2, 0.0), Node(-1, 0.0, -1, -1, 1.0), Node(-1, 0.0, -1, -1, -1.0))
    assert Trees(trees=(tree,), bias=0.5).score([value]) == expected


@pytest.mark.parametrize("depth", ["paths", "content"])
def test_no_commit_is_called_a_sweep_without_doubt(depth: str) -> None:
    model = load_model(depth)
    assert model.doubt <= model.limit
