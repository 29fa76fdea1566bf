"""What points at each file of a commit from outside: the message, the kind of work, the author's last commits."""

from collections.abc import Iterator, Sequence
from math import log, log1p

from agentguard.analyzer.history import Past
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.value import dataclass
from agentguard.analyzer.patterns import later
from agentguard.analyzer.topic.content import Lexicon, Rarity
from agentguard.analyzer.topic.kinds import KIND_FEATURES, TIDYING, kind_rows
from agentguard.analyzer.topic.message import content_fit, names_path, path_fit, path_words, read_message
from agentguard.analyzer.topic.pieces import Piece, folder_of
from agentguard.analyzer.words import IDENTIFIER

PATH_POINTERS = (
    "path",
    "path rank",
    "subject path",
    "path size",
    "named",
    "own",
    "near",
    "others",
    "touches",
    "new",
    "deleted",
    "few files",
    *KIND_FEATURES,
)
CONTENT_POINTERS = (
    "content",
    "content rank",
    "subject content",
    "content size",
    "spelled",
    "lines",
    "no text",
    "small tidying",
    "small other",
)
_SPELLED = later(r"`[^`\n]{2,60}`|\b[A-Za-z]+_\w+\b|\b[a-z]+[A-Z]\w+|\b[A-Z][a-z]+[A-Z]\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointers:
    """The numbers of each file, and those of the whole commit that come of the same reading.

    Attributes:
        rows: one for each file: `PATH_POINTERS`, then `CONTENT_POINTERS` where content was read.
        path_fit: the best fit of a path with the message.
        content_fit: the best fit of changed lines with it.
        words: how many words of the message say something.
        without_history: share of files that nobody touched lately.
    """

    rows: list[list[float]]
    path_fit: float
    content_fit: float
    words: int
    without_history: float


def pointers_of(
    pieces: Sequence[Piece],
    message: str,
    past: Past | None,
    recent: Sequence[CommitRecord],
    lexicons: Sequence[Lexicon] = (),
    rare: Rarity | None = None,
) -> Pointers:
    """Reads what points at each file.

    Args:
        pieces: the files.
        message: of the commit.
        past: the commits before.
        recent: the author's last commits.
        lexicons: what the files hold; empty at the path level.
        rare: how rare words are; None at the path level.
    """
    paths = [piece.path for piece in pieces]
    subject = message.partition("\n")[0]
    said, short = read_message(message), read_message(subject)
    bags = path_words(paths)
    fits = path_fit(said, paths, bags)
    touches = [log1p(len(past.touching(piece.old_path))) if past else 0.0 for piece in pieces]
    columns = [
        *_fit_columns(fits, path_fit(short, paths, bags)),
        [float(names_path(said, path)) for path in paths],
        *_company(pieces, past, recent),
        touches,
        *_status_columns(pieces),
    ]
    rows = [list(row) + kinds for row, kinds in zip(zip(*columns, strict=True), kind_rows(subject, paths), strict=True)]
    best = 0.0
    if rare is not None:
        contents, shorts = (content_fit(one, [each.stems for each in lexicons], rare.stems) for one in (said, short))
        best = max(contents)
        more = _content_rows(message, lexicons, rare, contents, shorts)
        rows = [row + own for row, own in zip(rows, more, strict=True)]
    untouched = sum(1 for number in touches if not number) / len(pieces)
    return Pointers(rows=rows, path_fit=max(fits), content_fit=best, words=len(said.weights), without_history=untouched)


def _fit_columns(fits: Sequence[float], short: Sequence[float]) -> Iterator[list[float]]:
    """Yields how well the paths fit the whole message, by several scales, and how well its subject."""
    yield _relative(fits)
    yield _ranks(fits)
    yield _relative(short)
    yield [min(fit, 10.0) / 10.0 for fit in fits]


def _status_columns(pieces: Sequence[Piece]) -> Iterator[list[float]]:
    """Yields which files came and which went, and how few there are."""
    yield [float(piece.status == "A") for piece in pieces]
    yield [float(piece.status == "D") for piece in pieces]
    yield [1.0 / log(len(pieces) + 2)] * len(pieces)


def _company(
    pieces: Sequence[Piece], past: Past | None, recent: Sequence[CommitRecord]
) -> tuple[list[float], list[float], list[float]]:
    """Tells whose recent work each file is: the author's own, next to that, somebody else's."""
    own = {path for commit in recent for path in commit.paths}
    near = {folder_of(path) for path in own}
    author = recent[0].email if recent else ""
    last = [past.touching(piece.old_path)[:1] if past is not None else () for piece in pieces]
    return (
        [float(piece.old_path in own) for piece in pieces],
        [float(folder_of(piece.old_path) in near) for piece in pieces],
        [float(any(commit.email != author for commit in commits)) for commits in last],
    )


def _content_rows(
    message: str, lexicons: Sequence[Lexicon], rare: Rarity, fits: Sequence[float], shorts: Sequence[float]
) -> list[list[float]]:
    spelled = frozenset(name for found in _SPELLED.findall(message) for name in IDENTIFIER.findall(found))
    tidying = bool(TIDYING.search(message.partition("\n")[0]))
    relative, ranks, short = _relative(fits), _ranks(fits), _relative(shorts)
    rows = []
    for number, lexicon in enumerate(lexicons):
        exact = max((rare.name(name) for name in spelled & lexicon.changed), default=0.0)
        lines = log1p(lexicon.lines)
        small = 1.0 / (1.0 + lines)
        rows.append(
            [
                relative[number],
                ranks[number],
                short[number],
                min(fits[number], 10.0) / 10.0,
                exact / max(rare.unseen, 1.0),
                lines,
                float(not lexicon.text),
                small if tidying else 0.0,
                0.0 if tidying else small,
            ]
        )
    return rows


def _relative(values: Sequence[float]) -> list[float]:
    top = max(values) + 1.0
    return [value / top for value in values]


def _ranks(values: Sequence[float]) -> list[float]:
    order = sorted(range(len(values)), key=lambda number: (-values[number], number))
    ranks = [0.0] * len(values)
    for position, number in enumerate(order):
        ranks[number] = 1.0 / (1 + position)
    return ranks
