"""Edits of source text by the positions of Python's parser: 1-based lines, columns in bytes of UTF-8."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Edit:
    """Replaces what stands between two positions; the same position twice inserts."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


def replacing(node: ast.expr | ast.stmt | ast.alias | ast.keyword, text: str) -> Edit:
    """Replaces a whole node."""
    return Edit(
        line=node.lineno,
        column=node.col_offset,
        end_line=node.end_lineno or node.lineno,
        end_column=node.end_col_offset or node.col_offset,
        text=text,
    )


def replacing_end(node: ast.expr, length: int, text: str) -> Edit:
    """Replaces the last bytes of a node, such as the name of an attribute."""
    line, column = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
    return Edit(line=line, column=column - length, end_line=line, end_column=column, text=text)


def inserting_line(line: int, text: str) -> Edit:
    """Puts whole lines before a line."""
    return Edit(line=line, column=0, end_line=line, end_column=0, text=text)


def apply_edits(content: bytes, edits: Iterable[Edit]) -> bytes | None:
    """Returns the text after all edits; None where two of them overlap, so that one would undo the other."""
    lines = content.split(b"\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    pieces, done = [], 0
    for edit in sorted(set(edits)):
        first = starts[edit.line - 1] + edit.column
        if first < done:
            return None
        pieces += [content[done:first], edit.text.encode()]
        done = starts[edit.end_line - 1] + edit.end_column
    return b"".join([*pieces, content[done:]])
