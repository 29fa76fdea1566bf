"""Reads what frameworks for hooks put aside before a commit and brought back behind it.

pre-commit and prek take edits that are not staged out of the worktree while hooks run, and write them again. To the
clock of a file that is an edit by whoever commits, whosever work it is. Both keep what they took as a patch.
"""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

NO_BLOB = "0" * 64
"""What a patch says of a file that is gone."""

_HEADER = re.compile(rb"^index [0-9a-f]+\.\.(?P<new>[0-9a-f]{7,64})(?: [0-7]+)?$", re.MULTILINE)
_MOST_PATCHES = 16
_MOST_BYTES = 16_000_000


def put_aside_since(time: int, environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Returns the contents that were put aside since: blob ids, or their beginnings; of a file that is gone `NO_BLOB`.

    Args:
        time: nanoseconds since the epoch.
        environment: that of the agent's host.
    """
    patches = [path for _, path in sorted(_written_since(time, environment), reverse=True)[:_MOST_PATCHES]]
    found: list[str] = []
    for path in patches:
        with suppress(OSError), path.open("rb") as file:
            found += (match["new"].decode("ascii") for match in _HEADER.finditer(file.read(_MOST_BYTES)))
    return tuple(found)


def _written_since(time: int, environment: Mapping[str, str]) -> Iterator[tuple[int, Path]]:
    for folder, pattern in _folders(environment):
        for path in folder.glob(pattern):
            with suppress(OSError):
                if path.is_file() and (written := path.stat().st_mtime_ns) >= time:
                    yield written, path


def _folders(environment: Mapping[str, str]) -> Iterator[tuple[Path, str]]:
    home = environment.get("HOME", "")
    cache = environment.get("XDG_CACHE_HOME") or (f"{home}/.cache" if home else "")
    for variable, name, pattern in (("PRE_COMMIT_HOME", "pre-commit", "patch*"), ("PREK_HOME", "prek", "patches/*")):
        folder = environment.get(variable) or (f"{cache}/{name}" if cache else "")
        if folder:
            yield Path(folder), pattern
