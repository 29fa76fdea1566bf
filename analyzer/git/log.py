"""Parses git's raw log while git is still writing it."""

from collections.abc import Generator, Iterator
from typing import IO

from agentguard.analyzer.model.history import CommitRecord

# No raw entry equals the mark, and a path that does stands on an odd place; so a commit's end is found by a search.
_MARK = "::"
FORMAT = "%x3a%x3a%x00%H%x00%P%x00%ct%x00%at%x00%an%x00%ae%x00%B"
ARGUMENTS = ("log", "--raw", "-z", "--no-abbrev", "--no-renames", "--encoding=UTF-8", f"--format={FORMAT}")
_HEADER = 8
_CHUNK = 1 << 18
# A commit can claim a time of thousands of digits, which Python refuses to read.
_DIGITS = 18


def parse_log(stream: IO[bytes]) -> Iterator[CommitRecord]:
    """Yields the commits of a `git log` that was started with `ARGUMENTS`; memory is bounded by the largest commit."""
    rest = b""
    tokens: list[str] = []
    while chunk := stream.read(_CHUNK):
        complete, separator, rest = (rest + chunk).rpartition(b"\0")
        if not separator:
            continue
        tokens += complete.decode("utf-8", "surrogateescape").split("\0")
        consumed = yield from _records(tokens)
        del tokens[:consumed]
    # Where git died in the middle of a commit, there is none to tell of.
    if len(tokens) >= _HEADER and not (len(tokens) - _HEADER) % 2:
        yield _record(tokens, 0, len(tokens))


def _records(tokens: list[str]) -> Generator[CommitRecord, None, int]:
    """Yields every commit behind which another one begins; returns the number of tokens used up."""
    start = 0
    while (end := _next_mark(tokens, start + _HEADER)) is not None:
        yield _record(tokens, start, end)
        start = end
    return start


def _next_mark(tokens: list[str], first: int) -> int | None:
    position = first
    while True:
        try:
            position = tokens.index(_MARK, position)
        except ValueError:
            return None
        if (position - first) % 2 == 0:
            return position
        position += 1


def _record(tokens: list[str], start: int, end: int) -> CommitRecord:
    _, commit, parents, time, written, author, email, message = tokens[start : start + _HEADER]
    first = start + _HEADER
    entries = tokens[first:end:2]
    if entries:
        entries[0] = entries[0].lstrip("\n")
    committed = int(time[:_DIGITS] or 0)
    return CommitRecord(
        commit,
        tuple(parents.split()),
        committed,
        author,
        email,
        message,
        entries,
        tokens[first + 1 : end : 2],
        committed if written == time else int(written[:_DIGITS] or 0),
    )
