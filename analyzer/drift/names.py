"""Which names are told by their form alone."""

import re
from typing import Final

_HUMP: Final = re.compile(r"[a-z0-9][A-Z]|[A-Z]{2}[a-z]")
_SHORTEST: Final = 5
# Names that examples give to what the reader has.
_PLACEHOLDER: Final = re.compile(
    r"_*(?:(?:[Mm]y|MY|[Yy]our|YOUR|[Ss]ome|[Ff]oo|FOO|[Bb]ar|[Bb]az|[Ee]xample|EXAMPLE|[Cc]ustom|[Ss]ample|[Dd]ummy|[Dd]emo"
    r"|[Ff]ake)(?![a-z])|do_work|do_some)"
)


def is_distinctive(name: str) -> bool:
    """Tells whether a name can be nothing but code: several words in one, `load_settings`, `RetryPolicy`."""
    bare = name.strip("_")
    several = "_" in bare or _HUMP.search(bare) is not None
    return several and len(bare) >= _SHORTEST and _PLACEHOLDER.match(bare) is None


def last(name: str) -> str:
    """Returns the last part of a dotted name."""
    return name.rpartition(".")[2]
