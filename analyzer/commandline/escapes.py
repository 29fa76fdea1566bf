r"""Decodes what backslashes mean in `$'...'`, `printf` and `echo -e`."""

import re

_ESCAPE = re.compile(
    r"\\(?:x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|0?([0-7]{1,3})|c(.)|(.))", re.DOTALL
)
_LETTERS = {"a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_THEMSELVES = frozenset("\\'\"?")
_HIGHEST = 0x10FFFF


def decoded(text: str) -> str:
    """Returns a text with its escapes replaced; what is no escape stays as it is."""
    return _ESCAPE.sub(_meaning, text)


def _meaning(found: re.Match[str]) -> str:
    for group, base in ((1, 16), (2, 16), (3, 16), (4, 8)):
        if found[group]:
            number = int(found[group], base)
            # A NUL byte ends the text for the shell; nothing that it could hide behind it is a command.
            return chr(number) if 0 < number <= _HIGHEST else ""
    if found[5]:
        return chr(ord(found[5].upper()) & 0x1F or 1)
    letter = found[6] or ""
    return _LETTERS.get(letter, letter if letter in _THEMSELVES else "\\" + letter)
