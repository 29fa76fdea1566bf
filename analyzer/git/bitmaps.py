"""Reads the compressed bitmaps (EWAH) that git writes into its index."""

from collections.abc import Iterator

_WORD_BITS = 64
_MOST_BITS = 10_000_000


def bitmap_positions(data: bytes, position: int) -> tuple[frozenset[int], int]:
    """Returns the positions of the bits that are set, and where the bitmap ends.

    Args:
        data: what holds it.
        position: where it begins.

    Raises:
        ValueError: it is cut, or larger than any index.
    """
    bits, words = int.from_bytes(data[position : position + 4]), int.from_bytes(data[position + 4 : position + 8])
    end = position + 8 + words * 8
    if bits > _MOST_BITS or end + 4 > len(data):
        raise ValueError(position)
    values = [int.from_bytes(data[at : at + 8]) for at in range(position + 8, end, 8)]
    return frozenset(_set_bits(values, bits)), end + 4


def _set_bits(words: list[int], bits: int) -> Iterator[int]:
    """Yields the set bits: a marker tells how many equal words it stands for, and how many follow as they are."""
    at, number = 0, 0
    while number < len(words):
        marker = words[number]
        repeated, literal = marker >> 1 & 0xFFFFFFFF, marker >> 33
        if at + (repeated + literal) * _WORD_BITS > bits + _WORD_BITS:
            raise ValueError(marker)
        if marker & 1:
            yield from range(at, at + repeated * _WORD_BITS)
        at += repeated * _WORD_BITS
        for word in words[number + 1 : number + 1 + literal]:
            yield from (at + bit for bit in range(_WORD_BITS) if word >> bit & 1)
            at += _WORD_BITS
        number += 1 + literal
