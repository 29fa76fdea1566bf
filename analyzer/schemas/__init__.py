"""The JSON Schemas (2020-12) of every document that agentguard prints."""

import json
from importlib.resources import files

from agentguard.analyzer.errors import AgentguardError

_COMMON = "common"


def schema_names() -> tuple[str, ...]:
    """Returns the names of the documents: `check` for `agentguard.check/1`."""
    found = (entry.name for entry in files(__name__).iterdir() if entry.name.endswith(".json"))
    return tuple(sorted(name.removesuffix(".json") for name in found if name != f"{_COMMON}.json"))


def load_schema(name: str) -> dict[str, object]:
    """Returns one schema complete in itself: what several documents share is embedded under its own `$id`.

    Args:
        name: as in `schema_names`.

    Raises:
        AgentguardError: there is no such document.
    """
    if name not in schema_names():
        raise AgentguardError(f"no schema named `{name}`", f"the documents are: {', '.join(schema_names())}")
    return {**_read(name), "$defs": {_COMMON: _read(_COMMON)}}


def _read(name: str) -> dict[str, object]:
    content: dict[str, object] = json.loads(files(__name__).joinpath(f"{name}.json").read_text("utf-8"))
    return content
