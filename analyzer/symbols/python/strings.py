"""The values of strings, whichever way they are quoted, escaped and joined."""

import ast
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

from agentguard.analyzer.symbols.dialect import text_of

if TYPE_CHECKING:
    from agentguard.analyzer.languages.grammar import Node


def plain_string(node: "Node", source: bytes) -> str | None:
    """Returns the content of a string as written, None for an f-string with fields."""
    children = node.children
    if any(child.type == "interpolation" for child in children):
        return None
    return "".join(text_of(child, source) for child in children if child.type == "string_content")


def string_parts(node: "Node", source: bytes) -> Iterator["str | bytes | Node"]:
    """Yields the literal parts of a string, or of several that are joined by standing together, and its fields."""
    literal: str | bytes = ""
    has_fields = False
    for string in node.children if node.type == "concatenated_string" else (node,):
        prefix, quotes, position = "", 0, string.start_byte
        # The grammar takes some content for a part of the closing quotes, so these count by their number.
        for child in string.children:
            if child.type == "string_start":
                opening = text_of(child, source).lower()
                prefix = opening.rstrip("\"'")
                quotes = len(opening) - len(prefix)
                position = child.end_byte
            elif child.type in {"interpolation", "string_end"}:
                end = child.start_byte if child.type == "interpolation" else child.end_byte - quotes
                written = source[position:end].decode("utf-8", "replace")
                literal = _joined(literal, _value(written, prefix))
                position = child.end_byte
            if child.type == "interpolation":
                has_fields = True
                if literal:
                    yield literal
                literal = ""
                yield child
    if literal or not has_fields:
        yield literal


def _joined(before: str | bytes, after: str | bytes) -> str | bytes:
    if isinstance(before, bytes) or isinstance(after, bytes):
        return _bytes(before) + _bytes(after)
    return before + after


def _bytes(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")


def _value(written: str, prefix: str) -> str | bytes:
    """Evaluates what is written between the quotes."""
    written = written.replace("\r\n", "\n")
    if "f" in prefix:
        written = written.replace("{{", "{").replace("}}", "}")
    value: str | bytes = written
    if "\\" in written and "r" not in prefix:
        value = _unescaped(written, "b" if "b" in prefix else "")
    return _bytes(value) if "b" in prefix else value


def _unescaped(written: str, prefix: str) -> str | bytes:
    quoted = written.replace('\\"', '"').replace('"', '\\"')
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            value = ast.literal_eval(f'{prefix}"""{quoted}"""')
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return written
    return value if isinstance(value, str | bytes) else written
