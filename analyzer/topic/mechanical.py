"""Recognises commits that make the same kind of edit everywhere."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from agentguard.analyzer.patterns import later
from agentguard.analyzer.topic.content import Lexicon
from agentguard.analyzer.topic.kinds import MOVING, TIDYING, VENDORED
from agentguard.analyzer.topic.pieces import Piece

_MIN_FILES = 5
_MOST = 0.8
_SAME = 0.7
_VERSION_LINES = 6
_LOCK = later(
    r"(^|/)([\w.-]*lock(file)?(\.\w+)?|go\.sum|shrinkwrap\.yaml|npm-shrinkwrap\.json|requirements[^/]*\.(txt|in|pip))$|"
    r"(^|/)requirements/|\.lock$",
    re.IGNORECASE,
)
_TRANSLATION = later(r"\.(po|pot|mo|xlf|xliff|arb)$|(^|/)(locales?|i18n|lang|translations?|LC_MESSAGES)/")
_SNAPSHOT = later(r"(^|/)(__snapshots__|snapshots?|cassettes|golden|goldens|baselines?)/|\.(snap|ambr|golden)$")
_VERSION_MESSAGE = later(r"^\W*(\w+(\(.*?\))?: )?(bump|releas|version|prepar|back to dev|v?\d+\.\d+)", re.IGNORECASE)
_INITIAL = later(r"\W*(initial|first) (commit|import|check-?in|version)\b", re.IGNORECASE)
_VERSION = later(r"\d+\.\d+")
_LICENCE = later(r"copyright|licen[cs]e|spdx|©", re.IGNORECASE)
_COMMENT = later(r"^\s*(#|//|/?\*|<!--|--|;|\"\"\"|'''|$)")

_BY_PATH: Mapping[str, re.Pattern[str]] = {
    "lockfiles": _LOCK,
    "translations": _TRANSLATION,
    "snapshots": _SNAPSHOT,
    "vendoring": VENDORED,
}


def mechanical_by_paths(pieces: Sequence[Piece], message: str) -> str | None:
    """Names the kind of a mechanical commit as far as subject, paths and blob ids tell it, else None."""
    return next(_kinds_of_paths(pieces, message), None) if len(pieces) >= _MIN_FILES else None


def _kinds_of_paths(pieces: Sequence[Piece], message: str) -> Iterator[str]:
    count = len(pieces)
    status = Counter(piece.status for piece in pieces)
    renamed = _renames(pieces)
    if _INITIAL.match(message) and status["A"] >= _MOST * count:
        yield "initial import"
    if renamed >= _MOST * count or (renamed >= 0.3 * count and renamed + status["D"] >= _MOST * count):
        yield "mass rename"
    found = Counter(chain.from_iterable(_kinds_of(piece.path) for piece in pieces))
    yield from (kind for kind in _BY_PATH if found[kind] >= _MOST * count)
    if status["D"] >= _MOST * count:
        yield "removal"
    edits = Counter((piece.old_id, piece.new_id) for piece in pieces if piece.old_id and piece.new_id)
    if edits and max(edits.values()) >= _MOST * count:
        yield "the same edit of identical copies"


@lru_cache(maxsize=65_536)
def _kinds_of(path: str) -> tuple[str, ...]:
    return tuple(kind for kind, pattern in _BY_PATH.items() if pattern.search(path))


def is_release(message: str) -> bool:
    """Tells whether the subject says of a commit only that a version is made of it: of what is not on topic then?"""
    subject = message.partition("\n")[0]
    return _VERSION_MESSAGE.match(subject) is not None and _VERSION.search(subject) is not None


def mechanical_by_message(pieces: Sequence[Piece], message: str) -> str | None:
    """Names the kind of a commit that was found no sweep and whose message announces a wide edit, else None."""
    subject = message.partition("\n")[0]
    edits = sum(1 for piece in pieces if piece.status in {"M", "R"})
    if len(pieces) < _MIN_FILES or edits < _MOST * len(pieces):
        return None
    if is_release(message):
        return "release"
    if TIDYING.search(subject):
        return "formatter or linter"
    return "mass rename" if MOVING.search(subject) and _renames(pieces) >= 0.5 * len(pieces) else None


def _renames(pieces: Sequence[Piece]) -> int:
    gone = {piece.old_id for piece in pieces if piece.status == "D"}
    come = {piece.new_id for piece in pieces if piece.status == "A"}
    both = gone & come
    paired = sum(
        1
        for piece in pieces
        if (piece.status == "D" and piece.old_id in both) or (piece.status == "A" and piece.new_id in both)
    )
    return paired + sum(1 for piece in pieces if piece.status == "R")


def mechanical_by_content(pieces: Sequence[Piece], lexicons: Sequence[Lexicon], message: str) -> str | None:
    """Names the kind of a mechanical commit by what its lines did, else None."""
    edits = [one for piece, one in zip(pieces, lexicons, strict=True) if one.text and piece.status in {"M", "R"}]
    if len(edits) < max(_MIN_FILES, _SAME * len(pieces)):
        return None
    kinds: tuple[tuple[str, Callable[[Lexicon], bool]], ...] = (
        ("formatter", is_cosmetic),
        ("licence header", _is_licence),
    )
    for kind, judge in kinds:
        if sum(map(judge, edits)) >= _SAME * len(pieces):
            return kind
    if _VERSION_MESSAGE.match(message) and sum(map(_is_version, edits)) >= _SAME * len(pieces):
        return "version bump"
    if len(same_edit(lexicons)) >= _SAME * len(pieces):
        return "codemod"
    return None


def same_edit(lexicons: Sequence[Lexicon]) -> frozenset[int]:
    """Returns the files whose edit consists, for the most part, of token changes that many others make too."""
    spread = Counter(token for lexicon in lexicons for token in lexicon.turn)
    limit = max(_MIN_FILES, 0.3 * sum(1 for lexicon in lexicons if lexicon.turn))
    common = {token for token, number in spread.items() if number >= limit}
    return frozenset(
        number
        for number, turn in enumerate(lexicon.turn for lexicon in lexicons)
        if turn and sum(times for token, times in turn.items() if token in common) >= 0.6 * sum(turn.values())
    )


def is_cosmetic(lexicon: Lexicon) -> bool:
    """Tells whether an edit leaves the letters and digits of its lines as they were."""
    squeezed = ["".join(re.findall(r"\w+", "".join(side))) for side in (lexicon.removed, lexicon.added)]
    return bool(lexicon.removed) and squeezed[0] == squeezed[1]


def _is_licence(lexicon: Lexicon) -> bool:
    lines = [line for line in (*lexicon.added, *lexicon.removed) if line.strip()]
    return bool(lines) and any(map(_LICENCE.search, lines)) and all(map(_COMMENT.match, lines))


def _is_version(lexicon: Lexicon) -> bool:
    lines = (*lexicon.added, *lexicon.removed)
    return len(lines) <= _VERSION_LINES and any(map(_VERSION.search, lines))
