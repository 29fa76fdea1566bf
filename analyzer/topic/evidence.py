"""Gathers all evidence on a commit's files at one of the two depths, and weighs it."""

from collections.abc import Mapping, Sequence
from math import inf
from typing import NamedTuple

from agentguard.analyzer.history import Past
from agentguard.analyzer.model.changes import Change
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.value import dataclass, field
from agentguard.analyzer.sources import Sources
from agentguard.analyzer.topic.content import Lexicon, read_lexicons, read_rarity
from agentguard.analyzer.topic.model import Model
from agentguard.analyzer.topic.pieces import Piece
from agentguard.analyzer.topic.pointers import Pointers, pointers_of
from agentguard.analyzer.topic.summary import Weighed, summary_row
from agentguard.analyzer.topic.ties import CONTENT_FEATURES, Pair, content_ties, path_ties
from agentguard.analyzer.topic.walk import Matrix, file_features, logistic

_NOTHING = [0.0] * len(CONTENT_FEATURES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known of a commit's files.

    Attributes:
        pieces: the files.
        message: of the commit.
        past: the commits before, None where there are none.
        pointers: what points at each file from outside.
        lexicons: what their content holds; empty where nobody read it.
        by_content: what content ties pairs of files by.
    """

    pieces: Sequence[Piece]
    message: str
    past: Past | None
    pointers: Pointers
    lexicons: Sequence[Lexicon] = ()
    by_content: Mapping[Pair, list[float]] = field(default_factory=dict)

    def pairs(self) -> dict[Pair, list[float]]:
        """Returns the features of each pair of files; they are many, and most commits are judged without."""
        by_paths = path_ties(self.pieces, self.past)
        if not self.lexicons:
            return by_paths
        return {pair: features + self.by_content.get(pair, _NOTHING) for pair, features in by_paths.items()}


def evidence_of_paths(
    pieces: Sequence[Piece], message: str, past: Past | None, recent: Sequence[CommitRecord] = ()
) -> Evidence:
    """Gathers what paths, history and message tell."""
    pointers = pointers_of(pieces, message, past, recent)
    return Evidence(pieces=pieces, message=message, past=past, pointers=pointers)


def evidence_of_content(
    pieces: Sequence[Piece],
    changes: Sequence[Change],
    message: str,
    past: Past | None,
    sides: tuple[Sources, Sources],
    recent: Sequence[CommitRecord],
) -> Evidence:
    """Gathers what the content tells as well."""
    lexicons = read_lexicons(changes, *sides)
    rare = read_rarity(lexicons, sides[0])
    return Evidence(
        pieces=pieces,
        message=message,
        past=past,
        pointers=pointers_of(pieces, message, past, recent, lexicons, rare),
        lexicons=lexicons,
        by_content=content_ties(pieces, lexicons, rare),
    )


class Judgement(NamedTuple):
    """What a model makes of the evidence.

    Attributes:
        odds: log odds that the commit is a sweep, before any limit.
        scores: log odds of each file to be off topic if it is one.
    """

    odds: float
    scores: Sequence[float]


def judge(evidence: Evidence, model: Model, least: float = -inf) -> Judgement:
    """Weighs the evidence.

    Args:
        evidence: of one depth.
        model: of the same.
        least: by paths, the files of a commit with lower odds are not weighed: they score zero.
    """
    if evidence.lexicons:
        weighed = weigh(evidence, model)
        return Judgement(model.commits.score(_summary(evidence, weighed)), weighed.scores)
    odds = model.commits.score(_summary(evidence))
    return Judgement(odds, weigh(evidence, model).scores if odds > least else [0.0] * len(evidence.pieces))


def summary_of(evidence: Evidence, model: Model) -> list[float]:
    """Returns the numbers by which it is told whether a commit is a sweep."""
    return _summary(evidence, weigh(evidence, model) if evidence.lexicons else None)


def weigh(evidence: Evidence, model: Model) -> Weighed:
    """Weighs ties between files, what points at each, and each file by both."""
    ties = tie_matrix(evidence, model)
    seeds = [model.seeds.score(row) for row in evidence.pointers.rows]
    scores = [model.files.score(row) for row in file_rows(evidence, ties, seeds)]
    return Weighed(ties=ties, seeds=seeds, scores=scores)


def tie_matrix(evidence: Evidence, model: Model) -> Matrix:
    """Weighs the features of each pair into the probability that the two belong together."""
    count = len(evidence.pieces)
    matrix = [[0.0] * count for _ in range(count)]
    score = model.pairs.score
    for (i, j), features in evidence.pairs().items():
        matrix[i][j] = matrix[j][i] = logistic(score(features))
    return matrix


def file_rows(evidence: Evidence, ties: Matrix, seeds: Sequence[float]) -> list[list[float]]:
    """Returns all numbers of each file: `walk.FILE_FEATURES`, then its pointers."""
    walked = file_features(ties, seeds)
    return [row + own for row, own in zip(walked, evidence.pointers.rows, strict=True)]


def _summary(evidence: Evidence, weighed: Weighed | None = None) -> list[float]:
    return summary_row(evidence.pieces, evidence.message, evidence.pointers, evidence.lexicons, weighed)
