"""The lines of several versions of one file as numbers, and what each line is worth as evidence."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

# Letters beyond ASCII count as such, whatever the encoding.
_WORD = re.compile(rb"[\w\x80-\xff]+")
_FOUR_LETTERS = re.compile(rb"(?:[^0-9A-Za-z\x80-\xff]*[0-9A-Za-z\x80-\xff]){4}")
_WHITE = b" \t\x0b\x0c"
# What stands in any file says nothing about where a line came from.
_COMMON_TEXT = """
else: else{ }else{ pass try: try{ finally: }finally{ return returnNone returnTrue returnFalse returnself returnnull;
return; returntrue; returnfalse; break; continue; break continue done esac endif #endif end super().__init__()
@staticmethod @classmethod @property @override default: <div> </div> <p> </p> <br> <br/> <ul> </ul> <li> </li>
</span> </button> <tr> </tr> <td> </td> ```bash ```python ```json ```yaml ```ts ```js ```sh ```typescript
```javascript ```shell ```text ```diff
"""
_COMMON = frozenset(_COMMON_TEXT.encode().split())
_ALIKE = 0.55
_LONGEST = 2_000  # bytes of a line that are looked at for likeness


class Table:
    """Numbers lines so that equal ones, white space apart, have the same number."""

    def __init__(self) -> None:
        self._numbers: dict[bytes, int] = {}
        self.keys: list[bytes] = []
        self._worth: list[bool] = []
        self._read: dict[bytes | None, list[int]] = {}

    def lines(self, content: bytes | None) -> list[int]:
        """Returns the number of each line of a version, the same list for the same content; none for no file."""
        known = self._read.get(content)
        if known is not None:
            return known
        numbers = self._numbers
        found = self._read[content] = []
        for key in keys_of(content):
            number = numbers.get(key)
            if number is None:
                number = numbers[key] = len(self.keys)
                self.keys.append(key)
                self._worth.append(is_evidence(key))
            found.append(number)
        return found

    def is_evidence(self, line: int) -> bool:
        """Tells whether a line can prove anything."""
        return self._worth[line]

    def alike(self, line: int, others: Iterable[int]) -> bool:
        """Tells whether one of some lines reads like an edited form of a line."""
        words = _words(self.keys[line][:_LONGEST])
        return any(_likeness(words, _words(self.keys[other][:_LONGEST])) >= _ALIKE for other in others)

    def squeezed(self, lines: Sequence[int]) -> bytes:
        """Returns the letters and digits of some lines in one string: what a formatter leaves as it was."""
        return b"".join(word for line in lines for word in _WORD.findall(self.keys[line]))


def keys_of(content: bytes | None) -> list[bytes]:
    """Returns the lines of a version without their white space; none where the file did not exist."""
    return content.translate(None, _WHITE).splitlines() if content else []


def is_evidence(key: bytes) -> bool:
    """Tells whether a line without its white space is more than brackets, blanks and common words."""
    return _FOUR_LETTERS.match(key, 0, 64) is not None and key not in _COMMON


@cache
def _words(key: bytes) -> frozenset[bytes]:
    """Returns the pairs of neighbouring characters, by which edits inside of words count for little."""
    return frozenset(key[place : place + 2] for place in range(len(key) - 1))


def _likeness(one: frozenset[bytes], other: frozenset[bytes]) -> float:
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 0.0
