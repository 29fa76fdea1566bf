"""Syntax trees and what a language's query captures in them; the only user of tree-sitter, loaded on first use."""

import re
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Final

from agentguard.analyzer.languages.deadline import Deadline, OutOfTimeError
from agentguard.analyzer.languages.table import package_of

if TYPE_CHECKING:
    import tree_sitter
    from tree_sitter import Point, Query, Tree

    # For those who may not import tree-sitter themselves.
    Node = tree_sitter.Node
    Captures = Mapping[str, Sequence[Node]]

# Half a megabyte that is read through the callback costs the parser nothing; small chunks cost it a third of its speed.
_CHUNK_BYTES: Final = 1 << 19
# A query cannot be stopped: with tree-sitter 0.26 the process dies where a cursor's progress callback is called. So
# what would make it slow is bounded: half-finished matches; the children of a node with a syntax error, whose number
# costs it the square (200,000 cost half a minute, 10,000 a tenth of a second); and the depth, which it counts in 16
# bits (100,000 nested brackets cost a minute, 60,000 nothing).
_MATCH_LIMIT: Final = 1 << 10
_WIDEST_ERROR: Final = 10_000
_DEEPEST: Final = 10_000
_PATTERN_START: Final = re.compile(r"^(?=[(\[])", re.MULTILINE)
_OF_OUTLINE: Final = re.compile(r"@(?:definition|wrapper|import|error)\b")


class Grammar:
    """One language's grammar and query.

    Args:
        package: the Python package of the tree-sitter grammar.
        query: the text of the query; each pattern begins at the beginning of a line. `symbols.outline` and
            `symbols.uses` say what its captures mean.
    """

    def __init__(self, package: str, query: str) -> None:
        self._tree_sitter = import_module("tree_sitter")
        self._language = self._tree_sitter.Language(import_module(package).language())
        self._parser = self._tree_sitter.Parser(self._language)
        self._patterns = _PATTERN_START.split(query)

    def parse(self, source: bytes, deadline: Deadline) -> "Node":
        """Returns the root of a file's syntax tree.

        Raises:
            OutOfTimeError: the deadline passed, or the file has so many errors that a query would pass it.
        """

        def read(offset: int, _: "Point") -> bytes:
            return source[offset : offset + _CHUNK_BYTES]

        def progress(_offset: int, _has_error: bool) -> bool:  # noqa: FBT001 - as tree-sitter calls it
            return deadline.has_passed()

        try:
            tree: Tree | None = self._parser.parse(read, encoding="utf8", progress_callback=progress)
        except ValueError:
            tree = None
        if tree is None:
            self._parser.reset()
            raise OutOfTimeError
        _refuse_wide_errors(tree.root_node, deadline)
        return tree.root_node

    def outline(self, root: "Node", deadline: Deadline) -> "Captures":
        """Returns what the query captures of definitions and imports in a whole tree."""
        return self._captures(self._outline_query, root, deadline, None)

    def uses(self, root: "Node", spans: Sequence[tuple[int, int]], deadline: Deadline) -> "Captures":
        """Returns what the query captures of names in spans of bytes; what only touches a span may be captured too."""
        found: dict[str, list[Node]] = {}
        for span in spans:
            for name, nodes in self._captures(self._uses_query, root, deadline, span).items():
                found.setdefault(name, []).extend(nodes)
        return found

    @cached_property
    def _outline_query(self) -> "Query":
        return self._compile(of_outline=True)

    @cached_property
    def _uses_query(self) -> "Query":
        return self._compile(of_outline=False)

    def _compile(self, *, of_outline: bool) -> "Query":
        text = "".join(one for one in self._patterns if (_OF_OUTLINE.search(one) is not None) is of_outline)
        query: Query = self._tree_sitter.Query(self._language, text)
        return query

    def _captures(self, query: "Query", root: "Node", deadline: Deadline, span: tuple[int, int] | None) -> "Captures":
        cursor = self._tree_sitter.QueryCursor(query, match_limit=_MATCH_LIMIT)
        cursor.set_max_start_depth(_DEEPEST)
        if span is not None:
            cursor.set_byte_range(*span)
        found: Captures = cursor.captures(root)
        deadline.check()
        return found


@cache
def grammar_of(language: str) -> Grammar | None:
    """Returns the grammar of a language with its query, None where tree-sitter does not read it."""
    package = package_of(language)
    if package is None:
        return None
    from importlib import resources  # noqa: PLC0415 - 5 ms that nobody needs who only asks for a deadline

    query = resources.files("agentguard.analyzer.languages").joinpath(f"queries/{language}.scm").read_text("utf-8")
    return Grammar(package, query)


def _refuse_wide_errors(root: "Node", deadline: Deadline) -> None:
    stack = [root]
    while stack:
        node = stack.pop()
        if not node.has_error:
            continue
        if node.is_error and node.child_count > _WIDEST_ERROR:
            raise OutOfTimeError
        deadline.check()
        stack.extend(node.children)
