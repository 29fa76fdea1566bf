"""Gathers all evidence on a commit's files at one of the two depths, and weighs it."""

from collections.abc import Sequence
from dataclasses import dataclass

from agentguard.analyzer.history import Past
from agentguard.analyzer.model.changes import Change
from agentguard.analyzer.model.history import CommitRecord
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
        pairs: features of each pair of them.
        pointers: what points at each file from outside.
        lexicons: what their content holds; empty where nobody read it.
    """

    pieces: Sequence[Piece]
    message: str
    pairs: dict[Pair, list[float]]
    pointers: Pointers
    lexicons: Sequence[Lexicon] = ()


def evidence_of_paths(
    pieces: Sequence[Piece], message: str, past: Past | None, recent: Sequence[CommitRecord] = ()
) -> Evidence:
    """Gathers what paths, history and message tell."""
    pointers = pointers_of(pieces, message, past, recent)
    return Evidence(pieces=pieces, message=message, pairs=path_ties(pieces, past), pointers=pointers)


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
    by_content = content_ties(pieces, lexicons, rare)
    pairs = {pair: features + by_content.get(pair, _NOTHING) for pair, features in path_ties(pieces, past).items()}
    pointers = pointers_of(pieces, message, past, recent, lexicons, rare)
    return Evidence(pieces=pieces, message=message, pairs=pairs, pointers=pointers, lexicons=lexicons)


def judge(evidence: Evidence, model: Model) -> tuple[Weighed, list[float]]:
    """Weighs the evidence: ties between files, what points at each, each file; and sums the whole commit up."""
    ties = tie_matrix(evidence, model)
    seeds = [model.seeds.score(row) for row in evidence.pointers.rows]
    scores = [model.files.score(row) for row in file_rows(evidence, ties, seeds)]
    weighed = Weighed(ties=ties, seeds=seeds, scores=scores)
    summary = summary_row(evidence.pieces, evidence.message, evidence.pointers, evidence.lexicons, weighed)
    return weighed, summary


def tie_matrix(evidence: Evidence, model: Model) -> Matrix:
    """Weighs the features of each pair into the probability that the two belong together."""
    count = len(evidence.pieces)
    matrix = [[0.0] * count for _ in range(count)]
    score = model.pairs.score
    for (i, j), features in evidence.pairs.items():
        matrix[i][j] = matrix[j][i] = logistic(score(features))
    return matrix


def file_rows(evidence: Evidence, ties: Matrix, seeds: Sequence[float]) -> list[list[float]]:
    """Returns all numbers of each file: `walk.FILE_FEATURES`, then its pointers."""
    walked = file_features(ties, seeds)
    return [row + own for row, own in zip(walked, evidence.pointers.rows, strict=True)]
