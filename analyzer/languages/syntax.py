"""Syntax trees and the captures of a language's query, both with a deadline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module, resources
from time import monotonic
from typing import TYPE_CHECKING, Final

from agentguard.analyzer.languages.table import grammar_of

if TYPE_CHECKING:
    import tree_sitter
    from tree_sitter import Node, Point, Tree

# Half a megabyte that is read through the callback costs the parser nothing; small chunks cost it a third of its speed.
_CHUNK_BYTES: Final = 1 << 19
# A query that keeps more than this many half-finished matches is one that hostile input has blown up.
_MATCH_LIMIT: Final = 1 << 16


class OutOfTimeError(Exception):
    """Tells that a deadline passed before a file was read."""


class Deadline:
    """A point in time that the work on one file must not pass."""

    def __init__(self, seconds: float) -> None:
        self._end = monotonic() + seconds

    def has_passed(self) -> bool:
        """Tells whether the time is up."""
        return monotonic() > self._end

    def check(self) -> None:
        """Raises `OutOfTimeError` where the time is up."""
        if self.has_passed():
            raise OutOfTimeError


@dataclass(frozen=True, slots=True, kw_only=True)
class Syntax:
    """The tree of one file, and the nodes that its language's query captures, each list in order of position."""

    source: bytes
    tree: "Tree"
    captures: Mapping[str, Sequence["Node"]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grammar:
    parser: "tree_sitter.Parser"
    query: "tree_sitter.Query"
    language: "tree_sitter.Language"


def read_syntax(language: str, source: bytes, deadline: Deadline) -> Syntax:
    """Parses a file and runs its language's query.

    Raises:
        OutOfTimeError: the deadline passed.
        LookupError: the table has no grammar for the language.
    """
    grammar = _load_grammar(language)
    tree = _parse(grammar, source, deadline)
    return Syntax(source=source, tree=tree, captures=_captures(grammar, tree, deadline))


def kind_names(language: str) -> Mapping[int, tuple[str, bool]]:
    """Returns each kind of node of a grammar by its number: its name, and whether it is named."""
    grammar = _load_grammar(language).language
    return {
        kind: (grammar.node_kind_for_id(kind) or "", grammar.node_kind_is_named(kind))
        for kind in range(grammar.node_kind_count)
    }


@cache
def _load_grammar(language: str) -> _Grammar:
    package = grammar_of(language)
    if package is None:
        raise LookupError(f"no grammar for `{language}`")
    tree_sitter = import_module("tree_sitter")
    grammar = tree_sitter.Language(import_module(package).language())
    text = resources.files("agentguard.analyzer.languages").joinpath(f"queries/{language}.scm").read_text("utf-8")
    return _Grammar(parser=tree_sitter.Parser(grammar), query=tree_sitter.Query(grammar, text), language=grammar)


def _parse(grammar: _Grammar, source: bytes, deadline: Deadline) -> "Tree":
    def read(offset: int, _: "Point") -> bytes:
        return source[offset : offset + _CHUNK_BYTES]

    def progress(_offset: int, _has_error: bool) -> bool:  # noqa: FBT001
        return deadline.has_passed()

    try:
        tree: Tree | None = grammar.parser.parse(read, encoding="utf8", progress_callback=progress)
    except ValueError:
        tree = None
    if tree is None:
        grammar.parser.reset()
        raise OutOfTimeError
    return tree


def _captures(grammar: _Grammar, tree: "Tree", deadline: Deadline) -> Mapping[str, Sequence["Node"]]:
    from tree_sitter import QueryCursor  # noqa: PLC0415

    cursor = QueryCursor(grammar.query, match_limit=_MATCH_LIMIT)
    found = cursor.captures(tree.root_node, _holds, lambda _: deadline.has_passed())
    deadline.check()
    return found


def _holds(_name: str, _arguments: object, _pattern: int, _captures: object) -> bool:
    """Stands for custom predicates, of which no query has any; the cursor takes no progress callback without it."""
    return True
