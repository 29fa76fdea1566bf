"""Remembers which trees the hooks before a commit have let through.

`reference-transaction` looks here, so that only a commit that went round those hooks is judged by it.
"""

import os
from contextlib import suppress
from pathlib import Path

from agentguard.analyzer.git.place import Place

_MOST_BYTES = 16_000
_KEPT = 100


def note_passed(place: Place, tree: str) -> None:
    """Adds a tree; where that cannot be written down, the commit is judged once more, and nothing is lost."""
    with suppress(OSError):
        path = _record(place)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        # A line is written at once, so that worktrees that commit at the same time lose none.
        number = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            os.write(number, f"{tree}\n".encode("ascii"))
            is_long = os.fstat(number).st_size > _MOST_BYTES
        finally:
            os.close(number)
        if is_long:
            _shorten(path)


def has_passed(place: Place, tree: str) -> bool:
    """Tells whether a tree was let through, as far as that is remembered."""
    try:
        with _record(place).open("rb") as file:
            return tree.encode("ascii") in file.read(2 * _MOST_BYTES).split(b"\n")
    except OSError:
        return False


def _record(place: Place) -> Path:
    return place.common_dir / "agentguard" / "passed"


def _shorten(path: Path) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    kept = path.read_bytes().splitlines()[-_KEPT:]
    draft.write_bytes(b"\n".join(kept) + b"\n")
    draft.replace(path)
