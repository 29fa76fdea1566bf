"""Mends patches that git cannot apply as they stand, but could as they were made."""

import re
from codecs import escape_decode
from collections.abc import Iterator
from contextlib import suppress

_BEGINNING = re.compile(rb"^(?:diff --git|---) ", re.MULTILINE)
_CONVERTED = re.compile(rb"^\+\+\+ [^\n]*\r$", re.MULTILINE)
_SECTION = re.compile(rb"^(?=diff --git )", re.MULTILINE)
_BINARY = re.compile(rb"^Binary files (?P<old>.+) and (?P<new>.+) differ\n?", re.MULTILINE)
_HUNK = re.compile(rb"^@@ ", re.MULTILINE)


def is_patch(text: bytes) -> bool:
    """Tells whether there is the beginning of a unified or git diff somewhere in a text."""
    return _BEGINNING.search(text) is not None


def readings(patch: bytes) -> Iterator[tuple[bytes, tuple[str, ...]]]:
    """Yields a patch as it stands, then as it was made, as far as that can be told, and what has to be left out then.

    Mail and some editors end every line with CR LF, those of the headers as well, in which git never does. And `git
    diff` without `--binary` tells of a binary file only that it differs; git refuses the whole patch for that. What was
    copied or kept in a variable has lost its last line end.
    """
    if not patch.endswith(b"\n"):
        patch += b"\n"
    yield patch, ()
    if _CONVERTED.search(patch):
        patch = patch.replace(b"\r\n", b"\n")
        yield patch, ()
    sections = _SECTION.split(patch)
    bare = {section: found for section in sections if (found := _without_content(section))}
    if bare:
        left = b"".join(section for section in sections if section not in bare)
        yield left, tuple(_name(found) for found in bare.values())


def _without_content(section: bytes) -> re.Match[bytes] | None:
    return None if _HUNK.search(section) else _BINARY.search(section)


def _name(found: re.Match[bytes]) -> str:
    side = found["old"] if found["new"] == b"/dev/null" else found["new"]
    if side.startswith(b'"'):
        with suppress(ValueError):  # it is not quoted as git quotes
            side, _ = escape_decode(side[1:-1])
    return side.decode("utf-8", "surrogateescape").removeprefix("a/").removeprefix("b/")
