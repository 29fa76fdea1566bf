"""Learns the numbers of `weights.json` from cases whose truth is known."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from agentguard.analyzer.topic.evidence import file_rows, judge, summary_of, tie_matrix
from agentguard.analyzer.topic.model import Model, Node, Sum, Trees
from evaluation.topics.cases import Kind
from evaluation.topics.examples import Example

DEPTHS = ("paths", "content")
_PAIRS = 500
_STRENGTH = 0.3
_TREES: Mapping[str, Mapping[str, Any]] = {
    "paths": {"n_estimators": 120, "max_depth": 3, "max_features": 0.3},
    "content": {"n_estimators": 250, "max_depth": 4, "max_features": 0.15},
}
_NOTHING = Trees(trees=(), bias=0.0)
# By content few legitimate commits may be called a sweep; by paths few sweeps may be lost.
_CONTENT_ALARMS = 0.03
_CONTENT_DOUBTS = 0.08
_PATHS_LOST = 0.11
Array: TypeAlias = NDArray[np.float64]


def learn(examples: Sequence[Example], depth: str) -> Model:
    """Learns one depth, but for the limits, which `limits_of` finds on examples that were not learnt from.

    First the ties, from pairs of files of the same and of different commits; then what points at a file; with both
    the files; last the commits, from tangles and legitimate ones.
    """
    tangles = [one for one in examples if one.case.kind is Kind.TANGLE]
    pairs = _learn_pairs(tangles, depth)
    off = [one.off(depth) for one in tangles]
    weights = np.concatenate([_balance(flags) for flags in off])
    truth = np.concatenate([np.array(flags) for flags in off])
    pointers = [one.sights[depth].evidence.pointers.rows for one in tangles]
    seeds = _learn_sum(_stack(pointers), ~truth, weights)
    blank = Model(pairs=pairs, seeds=seeds, files=seeds, commits=_NOTHING, limit=0.0, doubt=0.0)
    rows = [_file_rows(one, depth, blank) for one in tangles]
    model = Model(
        pairs=pairs, seeds=seeds, files=_learn_sum(_stack(rows), truth, weights), commits=_NOTHING, limit=0.0, doubt=0.0
    )
    judged = [one for one in examples if one.case.kind is not Kind.SWEEP and not one.sights[depth].mechanical]
    commits = _learn_trees(
        np.array([summary_of(one.sights[depth].evidence, model) for one in judged]),
        np.array([one.case.kind is Kind.TANGLE for one in judged]),
        _alike([(one.repository, one.case.kind) for one in judged]),
        **_TREES[depth],
    )
    return Model(pairs=pairs, seeds=seeds, files=model.files, commits=commits, limit=0.0, doubt=0.0)


def cross_validate(examples: Sequence[Example], depth: str, folds: int) -> dict[str, Model]:
    """Returns for each repository a model that was learnt on other repositories."""
    names = sorted({one.repository for one in examples})
    models: dict[str, Model] = {}
    for fold in range(min(folds, len(names))):
        held = set(names[fold::folds])
        model = learn([one for one in examples if one.repository not in held], depth)
        models |= dict.fromkeys(held, model)
    return models


def limits_of(examples: Sequence[Example], depth: str, models: Mapping[str, Model]) -> tuple[float, float]:
    """Returns the log odds above which a commit counts as a sweep, and those above which it is doubted.

    Both by models that have not seen it.
    """
    scores: dict[bool, list[float]] = {True: [], False: []}
    for one in examples:
        large = one.case.kind is Kind.LEGITIMATE and len(one.case.commit.paths) >= 15
        if one.case.kind is Kind.TANGLE or large:
            sight, model = one.sights[depth], models[one.repository]
            score = -99.0 if sight.mechanical else judge(sight.evidence, model).odds
            scores[one.case.kind is Kind.TANGLE].append(score)
    if depth == "paths":
        limit = float(np.quantile(scores[True], _PATHS_LOST))
        return limit, limit
    limit, doubt = np.quantile(scores[False], [1.0 - _CONTENT_ALARMS, 1.0 - _CONTENT_DOUBTS])
    return float(limit), float(doubt)


def document(model: Model, digits: int = 4) -> dict[str, Any]:
    """Returns a model as it stands in `weights.json`."""
    return {
        "pairs": _sum_document(model.pairs, digits),
        "seeds": _sum_document(model.seeds, digits),
        "files": _sum_document(model.files, digits),
        "commits": {
            "bias": _short(model.commits.bias, digits),
            "trees": [[_node_document(one, digits) for one in tree] for tree in model.commits.trees],
        },
        "limit": _short(model.limit, digits),
        "doubt": _short(model.doubt, digits),
    }


def _sum_document(one: Sum, digits: int) -> dict[str, Any]:
    return {"bias": _short(one.bias, digits), "weights": [_short(weight, digits) for weight in one.weights]}


def _node_document(one: Node, digits: int) -> list[float] | float:
    if one.feature < 0:
        return _short(one.value, digits)
    return [one.feature, _short(one.limit, 6), one.left, one.right]


def _short(value: float, digits: int) -> float:
    return float(f"{value:.{digits}g}")


def _file_rows(example: Example, depth: str, model: Model) -> list[list[float]]:
    evidence = example.sights[depth].evidence
    seeds = [model.seeds.score(row) for row in evidence.pointers.rows]
    return file_rows(evidence, tie_matrix(evidence, model), seeds)


def _learn_pairs(tangles: Sequence[Example], depth: str) -> Sum:
    chance = random.Random(0)  # noqa: S311 - a reproducible choice, nothing secret
    rows: list[list[float]] = []
    truth: list[bool] = []
    weights: list[float] = []
    for one in tangles:
        evidence, origins = one.sights[depth].evidence, one.case.origins
        features = evidence.pairs()
        sources = [origins.get(piece.path, origins.get(piece.old_path, "")) for piece in evidence.pieces]
        for same in (True, False):
            pairs = [pair for pair in features if (sources[pair[0]] == sources[pair[1]]) is same]
            chance.shuffle(pairs)
            chosen = pairs[:_PAIRS]
            rows += [features[pair] for pair in chosen]
            truth += [same] * len(chosen)
            weights += [1.0 / len(chosen)] * len(chosen)
    return _learn_sum(np.array(rows), np.array(truth), np.array(weights))


def _balance(flags: Sequence[bool]) -> Array:
    """Weighs files so that each commit counts the same, and in it the two sides."""
    off = sum(flags)
    return np.array([1.0 / max(1, off) if flag else 1.0 / max(1, len(flags) - off) for flag in flags])


def _learn_sum(rows: Array, truth: NDArray[np.bool_], weights: Array) -> Sum:
    middle, scale = rows.mean(0), rows.std(0) + 1e-9
    fitted = LogisticRegression(C=_STRENGTH, max_iter=500)
    fitted.fit((rows - middle) / scale, truth, sample_weight=weights / weights.mean())
    factors = fitted.coef_[0] / scale
    return Sum(weights=tuple(map(float, factors)), bias=float(fitted.intercept_[0] - factors @ middle))


def _alike(groups: Sequence[tuple[str, Kind]]) -> Array:
    """Weighs commits so that each repository counts the same, for tangles and for legitimate ones."""
    sizes = Counter(groups)
    weights: Array = np.array([len(groups) / len(sizes) / sizes[group] for group in groups])
    return weights


def _learn_trees(rows: Array, truth: NDArray[np.bool_], weights: Array, **options: Any) -> Trees:
    fitted = GradientBoostingClassifier(
        learning_rate=0.05, subsample=0.5, min_samples_leaf=12, random_state=0, **options
    ).fit(rows, truth, sample_weight=weights)
    share = float(np.average(truth, weights=weights))
    trees = tuple(_nodes(one[0].tree_, fitted.learning_rate) for one in fitted.estimators_)
    return Trees(trees=trees, bias=float(np.log(share / (1 - share))))


def _nodes(tree: Any, rate: float) -> tuple[Node, ...]:
    return tuple(
        Node(
            feature=int(tree.feature[number]) if tree.children_left[number] >= 0 else -1,
            limit=float(tree.threshold[number]) if tree.children_left[number] >= 0 else 0.0,
            left=int(tree.children_left[number]),
            right=int(tree.children_right[number]),
            value=0.0 if tree.children_left[number] >= 0 else float(tree.value[number][0][0]) * rate,
        )
        for number in range(tree.node_count)
    )


def _stack(rows: Sequence[list[list[float]]]) -> Array:
    return np.array([row for one in rows for row in one])
