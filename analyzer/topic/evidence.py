"""Gathers all evidence on a commit's files at one of the two depths."""

from collections.abc import Sequence
from dataclasses import dataclass

from agentguard.analyzer.history import Past
from agentguard.analyzer.model.changes import Change
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.sources import Sources
from agentguard.analyzer.topic.content import Lexicon, read_lexicons, read_rarity
from agentguard.analyzer.topic.message import content_fit, path_fit, path_words, read_message
from agentguard.analyzer.topic.pieces import Piece, folder_of
from agentguard.analyzer.topic.ties import CONTENT_FEATURES, Pair, content_ties, path_ties
from agentguard.analyzer.topic.walk import Matrix, Pointers, file_features, logistic
from agentguard.analyzer.topic.weights import Model

_NOTHING = [0.0] * len(CONTENT_FEATURES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known of a commit's files.

    Attributes:
        pieces: the files.
        pairs: features of each pair of them.
        pointers: what points at each file from outside.
        lexicons: what their content holds; empty where nobody read it.
    """

    pieces: Sequence[Piece]
    pairs: dict[Pair, list[float]]
    pointers: Sequence[Pointers]
    lexicons: Sequence[Lexicon] = ()


def evidence_of_paths(
    pieces: Sequence[Piece], message: str, past: Past | None, recent: Sequence[CommitRecord] = ()
) -> Evidence:
    """Gathers what paths, history and message tell."""
    paths = [piece.path for piece in pieces]
    fits = path_fit(read_message(message), paths, path_words(paths))
    return Evidence(
        pieces=pieces, pairs=path_ties(pieces, past), pointers=_pointers(pieces, fits, [0.0] * len(pieces), recent)
    )


def evidence_of_content(
    pieces: Sequence[Piece],
    changes: Sequence[Change],
    message: str,
    past: Past | None,
    sides: tuple[Sources, Sources],
    recent: Sequence[CommitRecord],
) -> Evidence:
    """Gathers what the content tells as well."""
    old, new = sides
    lexicons = read_lexicons(changes, old, new)
    rare = read_rarity(lexicons, old, (piece.old_path for piece in pieces))
    said = read_message(message)
    paths = [piece.path for piece in pieces]
    fits = path_fit(said, paths, path_words(paths))
    contents = content_fit(said, [lexicon.stems for lexicon in lexicons], rare.stems)
    by_content = content_ties(pieces, lexicons, rare)
    pairs = {pair: features + by_content.get(pair, _NOTHING) for pair, features in path_ties(pieces, past).items()}
    return Evidence(pieces=pieces, pairs=pairs, pointers=_pointers(pieces, fits, contents, recent), lexicons=lexicons)


def _pointers(
    pieces: Sequence[Piece], paths: Sequence[float], contents: Sequence[float], recent: Sequence[CommitRecord]
) -> list[Pointers]:
    own = {path for commit in recent for path in commit.paths}
    near = {folder_of(path) for path in own}
    return [
        Pointers(path, content, float(piece.old_path in own), float(folder_of(piece.old_path) in near))
        for piece, path, content in zip(pieces, paths, contents, strict=True)
    ]


def tie_matrix(evidence: Evidence, model: Model) -> Matrix:
    """Weighs the features of each pair into the probability that the two belong together."""
    count = len(evidence.pieces)
    matrix = [[0.0] * count for _ in range(count)]
    weights, bias = model.pair_weights, model.pair_bias
    for (i, j), features in evidence.pairs.items():
        score = bias
        for weight, feature in zip(weights, features, strict=True):
            score += weight * feature
        matrix[i][j] = matrix[j][i] = logistic(score)
    return matrix


def off_topic_scores(evidence: Evidence, ties: Matrix, model: Model) -> list[float]:
    """Returns for each file the log odds that it is off topic."""
    return [
        model.file_bias + sum(weight * feature for weight, feature in zip(model.file_weights, row, strict=True))
        for row in file_features(ties, evidence.pointers)
    ]
