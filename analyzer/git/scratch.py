"""Writes files of a repository into a temporary folder, and nowhere else."""

import os
from collections.abc import Mapping
from pathlib import Path

_MAX_PATH = 1_000


def lay_out(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes files, whose paths are plain, into a folder of ours."""
    for path, content in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def is_plain(path: str) -> bool:
    """Tells whether a path stays inside a folder in which it is written; trees made by hand can hold any name."""
    parts = path.split("/")
    odd = any(part in {"", ".", ".."} or part.casefold() == ".git" or len(os.fsencode(part)) > 255 for part in parts)
    return not odd and len(os.fsencode(path)) <= _MAX_PATH
