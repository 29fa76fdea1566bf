"""Recognises commits that make the same kind of edit everywhere."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from agentguard.analyzer.topic.content import Lexicon
from agentguard.analyzer.topic.pieces import Piece
from agentguard.analyzer.topic.words import IDENTIFIER

_MIN_FILES = 5
_MOST = 0.8
_SAME = 0.7
_VERSION_LINES = 6
_LOCK = re.compile(
    r"(^|/)([\w.-]*lock(file)?(\.\w+)?|go\.sum|shrinkwrap\.yaml|npm-shrinkwrap\.json|requirements[^/]*\.(txt|in|pip))$|"
    r"(^|/)requirements/|\.lock$",
    re.IGNORECASE,
)
_TRANSLATION = re.compile(r"\.(po|pot|mo|xlf|xliff|arb)$|(^|/)(locales?|i18n|lang|translations?|LC_MESSAGES)/")
_SNAPSHOT = re.compile(r"(^|/)(__snapshots__|snapshots?|cassettes|golden|goldens|baselines?)/|\.(snap|ambr|golden)$")
_VENDOR = re.compile(
    r"(^|/)(_?vendor(ed)?|third[_-]party|extern(al|als)?|node_modules|deps|bundled|packages/.*/vendor)/"
)
_VERSION_MESSAGE = re.compile(
    r"^\W*(\w+(\(.*?\))?: )?(bump|release|version|prepare|back to dev|v?\d+\.\d+)", re.IGNORECASE
)
_VERSION = re.compile(r"\d+\.\d+")
_LICENCE = re.compile(r"copyright|licen[cs]e|spdx|©", re.IGNORECASE)
_COMMENT = re.compile(r"^\s*(#|//|/?\*|<!--|--|;|\"\"\"|'''|$)")

_BY_PATH: Mapping[str, re.Pattern[str]] = {
    "lockfiles": _LOCK,
    "translations": _TRANSLATION,
    "snapshots": _SNAPSHOT,
    "vendoring": _VENDOR,
}


def mechanical_by_paths(pieces: Sequence[Piece]) -> str | None:
    """Names the kind of a mechanical commit as far as paths and blob ids tell it, else None."""
    count = len(pieces)
    if count < _MIN_FILES:
        return None
    if _renames(pieces) >= _MOST * count:
        return "mass rename"
    for kind, pattern in _BY_PATH.items():
        if sum(1 for piece in pieces if pattern.search(piece.path)) >= _MOST * count:
            return kind
    if sum(1 for piece in pieces if piece.status == "D") >= _MOST * count:
        return "removal"
    edits = Counter((piece.old_id, piece.new_id) for piece in pieces if piece.old_id and piece.new_id)
    if edits and max(edits.values()) >= _MOST * count:
        return "the same edit of identical copies"
    return None


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
        ("formatter", _is_cosmetic),
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
    turns = [_turn(lexicon) if lexicon.text else Counter() for lexicon in lexicons]
    spread = Counter(token for turn in turns for token in turn)
    limit = max(_MIN_FILES, 0.3 * sum(1 for turn in turns if turn))
    common = {token for token, number in spread.items() if number >= limit}
    return frozenset(
        number
        for number, turn in enumerate(turns)
        if turn and sum(times for token, times in turn.items() if token in common) >= 0.6 * turn.total()
    )


def _turn(lexicon: Lexicon) -> Counter[str]:
    """Counts the tokens that an edit of existing lines takes away and puts in."""
    if not lexicon.removed:
        return Counter()
    before, after = _tokens(lexicon.removed), _tokens(lexicon.added)
    turn: Counter[str] = Counter()
    for token, times in (before - after).items():
        turn[f"-{token}"] = times
    for token, times in (after - before).items():
        turn[f"+{token}"] = times
    return turn


def _tokens(lines: Sequence[str]) -> Counter[str]:
    return Counter(IDENTIFIER.findall("\n".join(lines)))


def _is_cosmetic(lexicon: Lexicon) -> bool:
    squeezed = ["".join(re.findall(r"\w+", "".join(side))) for side in (lexicon.removed, lexicon.added)]
    return bool(lexicon.removed) and squeezed[0] == squeezed[1]


def _is_licence(lexicon: Lexicon) -> bool:
    lines = [line for line in (*lexicon.added, *lexicon.removed) if line.strip()]
    return bool(lines) and any(map(_LICENCE.search, lines)) and all(map(_COMMENT.match, lines))


def _is_version(lexicon: Lexicon) -> bool:
    lines = (*lexicon.added, *lexicon.removed)
    return len(lines) <= _VERSION_LINES and any(map(_VERSION.search, lines))
