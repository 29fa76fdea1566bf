"""How a key path is written.

Keys are joined by dots: `tool.ruff.line-length`. A key that would be misread (a dot, a bracket, a quote or a control
character in it, or nothing at all) stands in quotes: `tool."a.b"`.

An item of a list is named by what identifies it, never by its number, since one item put in front would rename all
others: `repos[https://example.org/hooks].rev`; what has brackets or quotes in it stands in quotes here too. Of two
equal ones the second is `[name#2]`. An item that nothing identifies is part of its list's value.
"""

import json
import re
from collections.abc import Iterator
from typing import Final
from zlib import crc32

from agentguard.analyzer.symbols.distinct import Distinct
from agentguard.analyzer.symbols.keys.tree import Node, Shape

_MISREAD: Final = re.compile(r"[.\[\]\"\x00-\x1f\x7f\u0080-\u009f\u2028\u2029]|^$|^\s|\s$")
_MISREAD_ITEM: Final = re.compile(r"[\[\]\"\x00-\x1f\x7f\u0080-\u009f\u2028\u2029]")
_LAST: Final = re.compile(
    r"(?:\[\"(?:[^\"\\]|\\.)*+\"\]|\[[^\[\]\"]*+\]|\"(?:[^\"\\]|\\.)*+\"|[^.\[\]\"]++)(?=[.\[]|$)\.?"
)
_LONGEST: Final = 100
# In this order: an id is made to identify, a name nearly always does, the others do where those two are missing.
_IDENTIFYING: Final = (
    "id", "name", "key", "repo", "uses", "package-ecosystem", "module", "slug", "alias", "title", "label", "path",
    "file", "url", "version",
)  # fmt: skip


def segment(key: str) -> str:
    """Writes one key of a path, in quotes where it would be misread, and shortened where it is endless."""
    if len(key) > _LONGEST:
        key = f"{key[:_LONGEST]}~{crc32(key.encode('utf-8', 'surrogatepass')):08x}"
    return json.dumps(key, ensure_ascii=False) if _MISREAD.search(key) else key


def joined(parent: str, key: str) -> str:
    """Writes the path of a key below another; an empty parent is the file itself."""
    return f"{parent}.{segment(key)}" if parent else segment(key)


def item(parent: str, identity: str) -> str:
    """Writes the path of an item of a list."""
    return f"{parent}[{json.dumps(identity, ensure_ascii=False) if _MISREAD_ITEM.search(identity) else identity}]"


def split(path: str) -> tuple[str, str]:
    """Returns the path of what holds a key or item, and its own name with brackets or quotes."""
    start = 0
    for match in _LAST.finditer(path):
        start = match.start()
    return path[:start].removesuffix("."), path[start:]


def identities(items: list[Node]) -> Iterator[str | None]:
    """Yields what identifies each item of a list; None for an item that has nothing of the kind."""
    distinct = Distinct("{}#{}")
    for item in items:
        identity = _identity(item)
        yield distinct.name(identity) if identity is not None else None


def document_names(documents: list[Node]) -> Iterator[str]:
    """Yields a name for each of several documents of a file: kind and name as in Kubernetes, else its number."""
    distinct = Distinct("{}#{}")
    for number, document in enumerate(documents):
        fields = _scalars(document)
        metadata = next((child for child in document.children if child.key == "metadata"), None)
        name = _scalars(metadata).get("name") if metadata is not None else None
        identity = f"{fields['kind']}/{name}" if name and "kind" in fields else _identity(document) or str(number)
        yield distinct.name(identity)


def _identity(item: Node) -> str | None:
    if item.shape is not Shape.MAPPING:
        return None
    fields = _scalars(item)
    found = next((key for key in _IDENTIFYING if fields.get(key)), None)
    if found is None:
        return None
    text = " ".join(fields[found].split())
    # The version of an action is what changes about a step, not what tells it from others.
    return text.partition("@")[0] if found == "uses" else text


def _scalars(node: Node) -> dict[str, str]:
    return {child.key: child.text for child in node.children if child.shape is Shape.SCALAR and child.key is not None}
