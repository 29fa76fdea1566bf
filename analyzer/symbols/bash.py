"""Bash as a dialect: its functions; white space and comments between commands do not count, all within one does."""

from typing import TYPE_CHECKING
from zlib import crc32

from agentguard.analyzer.symbols.dialect import Dialect
from agentguard.analyzer.symbols.tokens import TokenWalk

if TYPE_CHECKING:
    from agentguard.analyzer.languages.grammar import Node

# The grammar leaves text of strings and here-documents to no node of its own, and `a=b` has the leaves of `a = b`.
_READ_AS_TEXT = (
    "command",
    "declaration_command",
    "redirected_statement",
    "string",
    "test_command",
    "unset_command",
    "variable_assignment",
)


def _add_text(walk: TokenWalk, node: "Node", parent: str) -> None:
    del parent
    walk.tokens.append(crc32(walk.source[node.start_byte : node.end_byte]))


class Bash(Dialect):
    """Reads Bash."""

    handlers = dict.fromkeys(_READ_AS_TEXT, _add_text)
