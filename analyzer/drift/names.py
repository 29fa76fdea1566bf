"""Which names are told by their form alone, and which words a text holds."""

import re
from collections.abc import Iterator
from typing import Final

_HUMP: Final = re.compile(r"[a-z0-9][A-Z]|[A-Z]{2}[a-z]")
_SHORTEST: Final = 5
_WORD: Final = re.compile(r"--?[A-Za-z][\w-]*|[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")


def is_distinctive(name: str) -> bool:
    """Tells whether a name can be nothing but code: several words in one, `load_settings`, `RetryPolicy`."""
    bare = name.strip("_")
    return len(bare) >= _SHORTEST and ("_" in bare or _HUMP.search(bare) is not None)


def last(name: str) -> str:
    """Returns the last part of a dotted name."""
    return name.rpartition(".")[2]


def words(text: str) -> Iterator[str]:
    """Yields the names and flags in a text, dotted ones whole."""
    yield from _WORD.findall(text)
