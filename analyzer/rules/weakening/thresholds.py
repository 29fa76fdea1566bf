"""Reads the limits that a test run must reach: coverage, above all."""

import re
from posixpath import basename

_FILES = re.compile(
    r"pyproject\.toml|setup\.cfg|tox\.ini|pytest\.ini|\.?coveragerc(?:\.toml)?|noxfile\.py|makefile|package\.json|\.nycrc(?:\.json)?"
    r"|(?:jest|vitest|vite|karma)\.config\.\w+|\.?codecov\.ya?ml|.*\.ya?ml|build\.gradle(?:\.kts)?|pom\.xml|\.simplecov",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"""(?P<key>\b(?:cov[-_])?fail[-_]under\b|\bmin(?:imum)?[-_]?coverage\b|\bcoverage[-_]?threshold\b
    |\b(?:branches|functions|lines|statements)(?=["']?\s*:\s*\d))
    ["']?\s*[:=\s]\s*["']?(?P<value>\d+(?:\.\d+)?)""",
    re.VERBOSE | re.IGNORECASE,
)


def lowered(path: str, old: str, new: str) -> tuple[tuple[str, float, float | None], ...]:
    """Returns key, old and new value of the limits that a file lowers; None as new value where the limit is gone.

    Args:
        path: decides whether the file holds limits at all.
        old: its text.
        new: its text after the change.
    """
    if not _FILES.fullmatch(basename(path)):
        return ()
    before, after = _limits(old), _limits(new)
    changed = ((key, value, after.get(key)) for key, value in before.items())
    return tuple((key, value, now) for key, value, now in changed if now is None or now < value)


def _limits(text: str) -> dict[str, float]:
    """Returns the lowest value of each key."""
    limits: dict[str, float] = {}
    for match in _LIMIT.finditer(text):
        key = match["key"].lower()
        limits[key] = min(float(match["value"]), limits.get(key, float("inf")))
    return limits
