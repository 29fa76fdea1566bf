"""What stands around a use of a name: whether anything catches its failure, and whether it runs at all."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from agentguard.analyzer.model.symbols import Setting
from agentguard.analyzer.symbols.dialect import DOTTED, text_of

if TYPE_CHECKING:
    from agentguard.analyzer.languages.grammar import Node

_LONGEST: Final = 1_000
_FUNCTIONS: Final = frozenset({"function_definition", "lambda"})
# Calls in whose `with` block an exception is expected.
_CATCHERS: Final = frozenset({"suppress", "raises", "assertRaises", "assertRaisesRegex"})


def read_setting(root: "Node", source: bytes, line: int, text: str) -> Setting:
    """Returns what stands around the name `text` that ends on a line, or around the first word there if it is not."""
    nodes = list(_nodes_on(root, source, line - 1, text))
    first = nodes[0] if nodes else _first_on(root, source, line - 1)
    caught: set[str] = set()
    typing = inside_function = False
    for child, parent in _upwards(first):
        inside_function = inside_function or child.type in _FUNCTIONS
        if not inside_function:
            caught.update(_caught(child, parent, source))
        typing = typing or (parent.type == "if_statement" and "TYPE_CHECKING" in _condition(parent, source))
    annotation = any("type" in {node.type, *(parent.type for _, parent in _upwards(node))} for node in nodes)
    return Setting(caught=frozenset(caught), typing=typing, annotation=annotation)


def _nodes_on(root: "Node", source: bytes, row: int, text: str) -> Iterator["Node"]:
    """Yields the largest nodes that are a dotted name and end on a row."""
    size = len(text.encode("utf-8", "replace"))
    stack = [root]
    while stack:
        node = stack.pop()
        if node.start_point[0] > row or node.end_point[0] < row:
            continue
        is_small = node.end_byte - node.start_byte <= size + _LONGEST
        if is_small and node.end_point[0] == row and "".join(text_of(node, source).split()) == text:
            yield node
        else:
            stack.extend(reversed(node.named_children))


def _first_on(root: "Node", source: bytes, row: int) -> "Node":
    lines = source.split(b"\n", row + 1)
    line = lines[row] if row < len(lines) else b""
    column = len(line) - len(line.lstrip())
    return root.descendant_for_point_range((row, column), (row, column)) or root


def _upwards(node: "Node") -> Iterator[tuple["Node", "Node"]]:
    """Yields each ancestor with the child of it that holds the node."""
    child, parent = node, node.parent
    while parent is not None:
        yield child, parent
        child, parent = parent, parent.parent


def _caught(child: "Node", parent: "Node", source: bytes) -> Iterator[str]:
    match parent.type:
        case "try_statement":
            yield from _handled(parent, source)
        case "with_statement" if child.type == "block":
            for word in _words(parent.named_children[0], source):
                yield from ("",) if word in _CATCHERS else ()
        case "if_statement" | "conditional_expression" if "hasattr(" in _condition(parent, source):
            yield "AttributeError"
        case _:
            pass


def _handled(statement: "Node", source: bytes) -> Iterator[str]:
    """Yields what a `try` catches; what stands in a handler is a way out itself, and counts as caught too."""
    for clause in statement.named_children:
        if clause.type in {"except_clause", "except_group_clause"}:
            # The last child is the block of the handler.
            values = clause.named_children[:-1]
            yield from [word for value in values for word in _words(value, source)] if values else [""]


def _words(node: "Node", source: bytes) -> Iterator[str]:
    text = source[node.start_byte : min(node.end_byte, node.start_byte + _LONGEST)].decode("utf-8", "replace")
    for dotted in DOTTED.findall(text):
        yield dotted.rpartition(".")[2]


def _condition(node: "Node", source: bytes) -> str:
    """Returns the text of a condition; that of `a if b else c` is somewhere in it."""
    condition = node.child_by_field_name("condition") or node
    return source[condition.start_byte : min(condition.end_byte, condition.start_byte + _LONGEST)].decode(
        "utf-8", "replace"
    )
