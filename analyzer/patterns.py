"""Regular expressions that are compiled when they are first used: most runs need few of them, and each costs time."""

import re
from typing import AnyStr, cast


class _Later:
    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self._pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        """Compiles, and remembers what was asked for, so that nobody comes here for it again."""
        found = getattr(re.compile(self._pattern, self._flags), name)
        setattr(self, name, found)
        return found


def later(pattern: AnyStr, flags: int = 0) -> "re.Pattern[AnyStr]":
    """Returns what can be used as the compiled expression."""
    return cast("re.Pattern[AnyStr]", _Later(pattern, flags))
