"""Tokens that a formatter leaves equal, as hashes that are the same in every process."""

import ast
import warnings
from zlib import crc32

from tree_sitter import Node

OPEN, CLOSE, BLOCK, END = (crc32(mark) for mark in (b"\1(", b"\1)", b"\1{", b"\1}"))
COMMA = crc32(b",")


def string_token(node: Node) -> int | None:
    """Hashes a string, or a run of adjacent ones, by its value, so that quotes do not count; None for an f-string."""
    children = node.children
    if node.type == "string" and len(children) <= 3 and children[0].text in {b'"', b"'"}:
        content = children[1].text or b"" if len(children) == 3 else b""
        if b"\\" not in content:
            return crc32(content, 2)
    return _evaluated((node.text or b"").decode("utf-8", "replace"))


def _evaluated(text: str) -> int | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            value = ast.literal_eval(f"({text})")
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return None
    if isinstance(value, bytes):
        return crc32(value, 1)
    return crc32(value.encode("utf-8", "surrogatepass"), 2) if isinstance(value, str) else None
