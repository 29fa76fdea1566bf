"""Expands `{a,b}` and `{1..3}` in a word, as a shell does before anything else."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from agentguard.analyzer.commandline.script import Kind, Piece

_MOST_WORDS = 256
_MOST_BRACES = 24
_SIGNS = re.compile(r"([{},])")
_RANGE = re.compile(r"(-?\d{1,6}|[A-Za-z])\.\.(-?\d{1,6}|[A-Za-z])(?:\.\.-?\d{1,6})?\Z")


def braces(pieces: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
    """Yields the words that a word stands for, each in pieces."""
    opening = sum(piece.text.count("{") for piece in pieces if _is_plain(piece))
    if not 0 < opening <= _MOST_BRACES:
        return iter((pieces,))
    tokens = [token for piece in pieces for token in _tokens(piece)]
    return islice(_expanded(tokens), _MOST_WORDS)


def _is_plain(piece: Piece) -> bool:
    return piece.kind is Kind.TEXT and not piece.quoted


def _tokens(piece: Piece) -> list[Piece]:
    """Splits a piece so that each brace and comma that counts stands alone."""
    if not _is_plain(piece):
        return [piece]
    return [Piece(Kind.TEXT, text) for text in _SIGNS.split(piece.text) if text]


def _expanded(tokens: list[Piece]) -> Iterator[list[Piece]]:
    for start, token in enumerate(tokens):
        if token != Piece(Kind.TEXT, "{"):
            continue
        end, alternatives = _group(tokens, start)
        if alternatives:
            for alternative in alternatives:
                for middle in _expanded(alternative):
                    for rest in _expanded(tokens[end + 1 :]):
                        yield [*tokens[:start], *middle, *rest]
            return
    yield tokens


def _group(tokens: list[Piece], start: int) -> tuple[int, list[list[Piece]]]:
    """Returns the place of the brace that closes one, and what stands between its commas; nothing where it is plain."""
    depth, alternatives = 0, [list[Piece]()]
    for at in range(start + 1, len(tokens)):
        sign = tokens[at].text if _is_plain(tokens[at]) else ""
        if sign == "}" and depth == 0:
            return at, alternatives if len(alternatives) > 1 else _range(alternatives[0])
        if sign == "," and depth == 0:
            alternatives.append([])
            continue
        depth += (sign == "{") - (sign == "}")
        alternatives[-1].append(tokens[at])
    return len(tokens), []


def _range(inner: list[Piece]) -> list[list[Piece]]:
    found = _RANGE.match(inner[0].text) if len(inner) == 1 and _is_plain(inner[0]) else None
    if found is None or found[1].isalpha() != found[2].isalpha():
        return []
    first, last = (ord(end) if end.isalpha() else int(end) for end in found.groups())
    step = 1 if last >= first else -1
    numbers = islice(range(first, last + step, step), _MOST_WORDS)
    return [[Piece(Kind.TEXT, chr(number) if found[1].isalpha() else str(number))] for number in numbers]
