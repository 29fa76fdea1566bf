"""What the documents share: their frame, texts, and the names of paths."""

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence

from agentguard.analyzer.model.changes import Skipped
from agentguard.analyzer.report.clean import replace_undecodable

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]
Document = dict[str, Json]


def dump(name: str, document: Document) -> str:
    """Writes a document: keys sorted, and only ASCII, so that no terminal or pipe can hurt it."""
    document = {"schema": f"agentguard.{name}/1", **document}
    return json.dumps(document, indent=2, sort_keys=True) + "\n"


def text(text: str | None) -> str | None:
    """Writes a text of others: U+FFFD stands for what was not UTF-8."""
    return None if text is None else replace_undecodable(text)


def named(key: str, path: str | None) -> Document:
    """Names a path; the exact bytes stand beside it where it is not UTF-8."""
    exact = exact_bytes(path) if path is not None else None
    return {key: text(path), **({f"{key}_b64": exact} if exact else {})}


def exact_bytes(path: str) -> str | None:
    """Returns a path's bytes in base64, None where it is UTF-8 and says itself what it is."""
    if replace_undecodable(path) == path:
        return None
    return b64encode(path.encode("utf-8", "surrogateescape")).decode("ascii")


def skipped_list(skipped: Iterable[Skipped]) -> list[Json]:
    """Lists what was not looked at, in order."""
    entries = sorted(skipped, key=lambda entry: (entry.what, entry.reason))
    return [{"what": text(entry.what), "reason": text(entry.reason)} for entry in entries]
