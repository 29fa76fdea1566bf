"""Tokens that a formatter leaves equal: what Black, Ruff and isort may write in another way counts once.

Each function reads one kind of node, with the kind of its parent; kinds that are not here are read child by child.
"""

from typing import TYPE_CHECKING, Final
from zlib import crc32

from agentguard.analyzer.symbols.dialect import Handler
from agentguard.analyzer.symbols.python.imports import read_imports
from agentguard.analyzer.symbols.python.strings import string_parts
from agentguard.analyzer.symbols.tokens import TokenWalk, hash_of

if TYPE_CHECKING:
    from agentguard.analyzer.languages.grammar import Node

_OPEN, _CLOSE, _BLOCK, _END, _ONE = (crc32(mark) for mark in (b"\1(", b"\1)", b"\1{", b"\1}", b"\1,"))
# In these, parentheses around a whole expression change nothing.
_PLAIN_PARENTS: Final = frozenset(
    {
        "argument_list", "as_pattern", "as_pattern_target", "assert_statement", "assignment", "augmented_assignment",
        "case_clause", "case_pattern", "default_parameter", "delete_statement", "dictionary_comprehension",
        "dictionary_splat", "elif_clause", "except_clause", "expression_list", "expression_statement",
        "for_in_clause", "for_statement", "function_definition", "generator_expression", "if_clause", "if_statement",
        "interpolation", "keyword_argument", "lambda", "list", "list_comprehension", "match_statement",
        "named_expression", "pair", "parenthesized_expression", "raise_statement", "return_statement", "set",
        "set_comprehension", "slice", "subscript", "tuple", "type", "type_alias_statement", "typed_default_parameter",
        "while_statement", "with_item", "yield",
    }
)  # fmt: skip
_ATOMS: Final = frozenset(
    {"identifier", "attribute", "call", "subscript", "string", "integer", "float", "list", "tuple"}
)
_DOCUMENTED: Final = frozenset({"function_definition", "class_definition"})
_COMMA: Final = hash_of(",")


def _skip(walk: TokenWalk, node: "Node", parent: str) -> None:
    """Leaves a node out."""
    del walk, node, parent


def _closer(walk: TokenWalk, node: "Node", parent: str) -> None:
    """Reads a closing bracket; a comma before it is none."""
    del parent
    if walk.tokens and walk.tokens[-1] == _COMMA:
        walk.tokens.pop()
    walk.tokens.append(hash_of(node.type))


def _arguments(walk: TokenWalk, node: "Node", parent: str) -> None:
    """Leaves out the empty brackets behind the name of a class."""
    if parent != "class_definition" or node.named_child_count:
        walk.visit(node.children, node.type)


def _subscript(walk: TokenWalk, node: "Node", parent: str) -> None:
    """Reads an index; the comma of `x[a,]` makes a tuple, that of `x[a, b,]` nothing."""
    del parent
    if sum(child.type == "," for child in node.children) == 1 and len(node.children_by_field_name("subscript")) == 1:
        walk.tokens.append(_ONE)
    walk.visit(node.children, node.type)


def _parentheses(walk: TokenWalk, node: "Node", parent: str) -> None:
    """Reads a parenthesised expression; parentheses that change nothing are no tokens."""
    inner = [child for child in node.named_children if not child.is_extra]
    if parent in _PLAIN_PARENTS or (parent == "await" and all(child.type in _ATOMS for child in inner)):
        walk.visit(inner, parent)
    else:
        walk.visit(node.children, node.type)


def _conditional(walk: TokenWalk, node: "Node", parent: str) -> None:
    """Reads `a if b else c`, where another one behind `else` needs no parentheses."""
    del parent
    *children, last = node.children
    inner = [child for child in last.named_children if not child.is_extra]
    if last.type == "parenthesized_expression" and inner and inner[0].type == node.type:
        last = inner[0]
    walk.visit([*children, last], node.type)


def _sequence(walk: TokenWalk, node: "Node", parent: str) -> None:
    """Reads a tuple, which is the same with and without parentheses, and with a comma at its end."""
    if node.type == "tuple_pattern" and not any(child.type == "," for child in node.children):
        walk.visit(node.named_children, parent)
        return
    walk.visit([_OPEN, *node.named_children, _CLOSE], "tuple")


def _statement(walk: TokenWalk, node: "Node", parent: str) -> None:
    """Reads an expression that stands alone; with a comma behind it, it is a tuple."""
    del parent
    is_tuple = any(child.type == "," for child in node.children)
    walk.visit([_OPEN, *node.named_children, _CLOSE] if is_tuple else node.children, node.type)


def _block(walk: TokenWalk, node: "Node", parent: str) -> None:
    """Reads an indented block, also one that stands behind the colon, without the docstring."""
    children = _undocumented(node) if parent in _DOCUMENTED else node.children
    walk.visit([_BLOCK, *children, _END], node.type)


def _module(walk: TokenWalk, node: "Node", parent: str) -> None:
    """Reads a file without its docstring."""
    del parent
    walk.visit(_undocumented(node), node.type)


def _undocumented(node: "Node") -> "list[Node]":
    children = [child for child in node.children if not child.is_extra]
    if children and children[0].type == "expression_statement":
        only = children[0].named_children
        if len(only) == 1 and only[0].type in {"string", "concatenated_string"}:
            return children[1:]
    return children


def _with(walk: TokenWalk, node: "Node", parent: str) -> None:
    """Reads the items of `with`, in parentheses or not."""
    del parent
    walk.visit(node.named_children, node.type)


def _string(walk: TokenWalk, node: "Node", parent: str) -> None:
    """Reads a string by its value."""
    del parent
    frames: list[Node | int] = []
    for part in string_parts(node, walk.source):
        match part:
            case str():
                frames.append(crc32(part.encode("utf-8", "surrogatepass"), 2))
            case bytes():
                frames.append(crc32(part, 1))
            case _:
                frames.append(part)
    walk.visit(frames, "string")


def _text(walk: TokenWalk, node: "Node", parent: str) -> None:
    """Reads what formats a field by its text."""
    del parent
    walk.tokens.append(crc32(walk.source[node.start_byte : node.end_byte]))


def _number(walk: TokenWalk, node: "Node", parent: str) -> None:
    """Reads a number in lower case, with a digit on both sides of its point."""
    del parent
    whole, point, rest = walk.source[node.start_byte : node.end_byte].lower().partition(b".")
    if point:
        whole, rest = whole or b"0", rest if rest[:1].isdigit() else b"0" + rest
    walk.tokens.append(crc32(whole + point + rest))


def _import(walk: TokenWalk, node: "Node", parent: str) -> None:
    """Reads an import name by name; neighbours may change places."""
    del parent
    for entry in read_imports(node, walk.source):
        walk.add_unordered(crc32(f"{entry.level}:{entry.module}:{entry.name}:{entry.alias}".encode()))


HANDLERS: Final[dict[str, Handler]] = {
    ")": _closer,
    ";": _skip,
    "]": _closer,
    "argument_list": _arguments,
    "block": _block,
    "concatenated_string": _string,
    "conditional_expression": _conditional,
    "expression_list": _sequence,
    "expression_statement": _statement,
    "float": _number,
    "format_specifier": _text,
    "future_import_statement": _import,
    "import_from_statement": _import,
    "import_statement": _import,
    "integer": _number,
    "line_continuation": _skip,
    "module": _module,
    "parenthesized_expression": _parentheses,
    "pattern_list": _sequence,
    "string": _string,
    "subscript": _subscript,
    "tuple": _sequence,
    "tuple_pattern": _sequence,
    "with_clause": _with,
    "}": _closer,
}
