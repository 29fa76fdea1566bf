"""Sums a whole commit up in numbers, from which it is told whether it is a sweep at all."""

from collections import Counter
from collections.abc import Sequence
from math import log, log1p
from operator import mul
from typing import NamedTuple

from agentguard.analyzer.model.value import dataclass
from agentguard.analyzer.topic.content import Lexicon
from agentguard.analyzer.topic.kinds import WORK_FEATURES, work_row
from agentguard.analyzer.topic.mechanical import is_cosmetic, same_edit
from agentguard.analyzer.topic.pieces import Piece, folder_of
from agentguard.analyzer.topic.pointers import Pointers
from agentguard.analyzer.topic.walk import Matrix, logistic, shares

_LEVELS = (0.3, 0.5, 0.7)
SHAPE_FEATURES = ("added", "deleted", "renamed", "top folder", "folder", "suffix", "folders", "subject", "message")
EDIT_FEATURES = ("commonest turn", "common turns", "same edit", "median lines", "most lines", "lines", "cosmetic")
CUT_FEATURES = (
    "off share",
    "files",
    "mean off",
    "off to on",
    "cut",
    "within off",
    "across",
    "sharpness",
    "path fit",
    "content fit",
    "words",
    "without history",
    "mean tie",
    "best tie",
    "off over across",
    "on over across",
    "certainty",
    *(f"{what} at {level}" for level in _LEVELS for what in ("clusters", "largest cluster")),
)
# Ties tell little more by paths alone, and cost most of the time.
PATH_FEATURES = (*WORK_FEATURES, *SHAPE_FEATURES, "files", "path fit", "words", "without history")
CONTENT_FEATURES = (*WORK_FEATURES, *SHAPE_FEATURES, *EDIT_FEATURES, *CUT_FEATURES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What ties and pointers weigh.

    Attributes:
        ties: probability that two files belong together.
        seeds: log odds of each file to be on topic by its pointers alone.
        scores: log odds of each file to be off topic, given that the commit is a sweep.
    """

    ties: Matrix
    seeds: Sequence[float]
    scores: Sequence[float]


def summary_row(
    pieces: Sequence[Piece], message: str, pointers: Pointers, lexicons: Sequence[Lexicon], weighed: Weighed | None
) -> list[float]:
    """Returns the `CONTENT_FEATURES` of a commit, or its `PATH_FEATURES` where nothing is weighed.

    Args:
        pieces: its files.
        message: of the commit.
        pointers: what points at the files.
        lexicons: what they hold; empty at the path level.
        weighed: what is made of these, None at the path level.
    """
    subject = message.partition("\n")[0]
    row = [*work_row(subject, pieces), *_shape(pieces, subject, message)]
    if weighed is None:
        return [*row, log(len(pieces)), min(pointers.path_fit, 15.0), float(pointers.words), pointers.without_history]
    return [*row, *_edits(pieces, lexicons), *_cut(pointers, weighed)]


def _shape(pieces: Sequence[Piece], subject: str, message: str) -> list[float]:
    count = len(pieces)
    status = Counter(piece.status for piece in pieces)
    tops = Counter(piece.path.partition("/")[0] if "/" in piece.path else "." for piece in pieces)
    folders = Counter(folder_of(piece.path) for piece in pieces)
    suffixes = Counter(piece.path.rpartition(".")[2] for piece in pieces)
    entropy = -sum(number / count * log(number / count) for number in folders.values())
    return [
        status["A"] / count,
        status["D"] / count,
        status["R"] / count,
        max(tops.values()) / count,
        max(folders.values()) / count,
        max(suffixes.values()) / count,
        entropy / log(count + 1),
        min(len(subject.split()), 15) / 5,
        log1p(len(message)),
    ]


def _edits(pieces: Sequence[Piece], lexicons: Sequence[Lexicon]) -> list[float]:
    count = len(pieces)
    spread = Counter(token for lexicon in lexicons for token in lexicon.turn)
    common = {token for token, _ in spread.most_common(5)}
    lines = sorted(lexicon.lines for lexicon in lexicons)
    cosmetic = sum(
        1 for piece, one in zip(pieces, lexicons, strict=True) if piece.status in {"M", "R"} and is_cosmetic(one)
    )
    return [
        max(spread.values(), default=0) / count,
        sum(1 for lexicon in lexicons if not common.isdisjoint(lexicon.turn)) / count,
        len(same_edit(lexicons)) / count,
        log1p(lines[count // 2]),
        log1p(lines[-1]),
        log1p(sum(lines)),
        cosmetic / count,
    ]


class _Sides(NamedTuple):
    """How strongly the files of the two sides that the scores propose are tied, by pair."""

    within_off: float
    within_on: float
    between: float
    cut: float


def _cut(pointers: Pointers, weighed: Weighed) -> list[float]:
    """Measures how well the commit falls apart into the two sides that the scores propose."""
    ties, scores = weighed.ties, weighed.scores
    count = len(scores)
    off = [logistic(score) for score in scores]
    sides = _sides(ties, off)
    apart = log(sides.between + 1e-3)
    return [
        sum(1 for score in scores if score > 0.0) / count,
        log(count),
        sum(off) / count,
        _nearest(ties, scores),
        sides.cut,
        sides.within_off,
        sides.between,
        max(shares(weighed.seeds)),
        min(pointers.path_fit, 15.0) / 5,
        min(pointers.content_fit, 20.0) / 5,
        min(pointers.words, 40) / 10,
        pointers.without_history,
        sum(map(sum, ties)) / count / max(1, count - 1),
        sum(map(max, ties)) / count,
        log(sides.within_off + 1e-3) - apart,
        log(sides.within_on + 1e-3) - apart,
        sum(map(abs, scores)) / count,
        *(number for level in _LEVELS for number in _clusters(ties, level)),
    ]


def _sides(ties: Matrix, off: Sequence[float]) -> _Sides:
    count = len(off)
    on = [1.0 - value for value in off]
    inner = sum(value * sum(map(mul, row, off)) for value, row in zip(off, ties, strict=True))
    across = sum(value * sum(map(mul, row, on)) for value, row in zip(off, ties, strict=True))
    total = sum(map(sum, ties)) + 1e-9
    off_sum, on_sum = sum(off), sum(on)
    within_on = (total - inner - 2 * across) / max(1e-6, on_sum**2 - sum(value * value for value in on))
    expected = 1.0 - (off_sum / count) ** 2 - (on_sum / count) ** 2
    return _Sides(
        within_off=min(1.0, inner / max(1e-6, off_sum**2 - sum(value * value for value in off))),
        within_on=min(1.0, max(0.0, within_on)),
        between=min(1.0, across / max(1e-6, off_sum * on_sum)),
        cut=min(5.0, across * 2 / total / max(expected, 0.02)),
    )


def _nearest(ties: Matrix, scores: Sequence[float]) -> float:
    """Returns the mean of the best tie of each off-topic file to an on-topic one; 1 where one side is empty."""
    on = [number for number, score in enumerate(scores) if score <= 0.0]
    off = [number for number, score in enumerate(scores) if score > 0.0]
    return sum(max(ties[i][j] for j in on) for i in off) / len(off) if on and off else 1.0


def _clusters(ties: Matrix, level: float) -> tuple[float, float]:
    """Returns the number of groups that ties above a level hold together, and the size of the largest, by file."""
    count = len(ties)
    seen = [False] * count
    sizes = []
    for start in range(count):
        if seen[start]:
            continue
        seen[start] = True
        stack, size = [start], 0
        while stack:
            size += 1
            for other, tie in enumerate(ties[stack.pop()]):
                if tie > level and not seen[other]:
                    seen[other] = True
                    stack.append(other)
        sizes.append(size)
    return len(sizes) / count, max(sizes) / count
