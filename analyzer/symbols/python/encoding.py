"""Source in other encodings."""

import re
from typing import Final

# PEP 263: in one of the first two lines.
_COOKIE: Final = re.compile(rb"^(?:[^\n]*\n)?[ \t\f]*#[^\n]*?coding[:=][ \t]*([-\w.]+)")


def to_utf8(source: bytes) -> bytes:
    """Returns source in UTF-8, by the encoding that it names; Latin-1, which takes every byte, where that fails."""
    try:
        source.decode()
    except UnicodeDecodeError:
        cookie = _COOKIE.match(source)
        return _decoded(source, cookie[1].decode() if cookie else "latin-1").encode("utf-8", "replace")
    return source


def _decoded(source: bytes, encoding: str) -> str:
    try:
        return source.decode(encoding)
    except (LookupError, UnicodeError, ValueError):
        return source.decode("latin-1")
