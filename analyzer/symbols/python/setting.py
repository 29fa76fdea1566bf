"""What stands around a use of a name: whether anything catches its failure, and whether it runs at all."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from agentguard.analyzer.model.symbols import Outcome, Setting
from agentguard.analyzer.symbols.dialect import DOTTED, text_of

if TYPE_CHECKING:
    from agentguard.analyzer.languages.grammar import Node

_LONGEST: Final = 1_000
_FUNCTIONS: Final = frozenset({"function_definition", "lambda"})
_OUTCOMES: Final = {"await": Outcome.AWAITED, "expression_statement": Outcome.DROPPED}
_PASSED_THROUGH: Final = frozenset({"for_in_clause", "for_statement", "with_statement"})
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
    outcomes = {_outcome(node) for node in nodes}
    outcome = outcomes.pop() if len(outcomes) == 1 else None
    return Setting(caught=frozenset(caught), typing=typing, annotation=annotation, outcome=outcome)


def _nodes_on(root: "Node", source: bytes, row: int, text: str) -> Iterator["Node"]:
    """Yields the largest nodes that are a dotted name, or an attribute of a call, and end on a row."""
    stack = [root]
    while stack:
        node = stack.pop()
        if node.start_point[0] > row or node.end_point[0] < row:
            continue
        if node.end_point[0] == row and _is_written(node, source, text):
            yield node
        else:
            stack.extend(reversed(node.named_children))


def _is_written(node: "Node", source: bytes, text: str) -> bool:
    if text.startswith("."):
        last = node.child_by_field_name("attribute")
        return last is not None and node.children[0].type == "call" and text_of(last, source) == text[1:]
    is_small = node.end_byte - node.start_byte <= len(text.encode("utf-8", "replace")) + _LONGEST
    return is_small and "".join(text_of(node, source).split()) == text


def _first_on(root: "Node", source: bytes, row: int) -> "Node":
    lines = source.split(b"\n", row + 1)
    line = lines[row] if row < len(lines) else b""
    column = len(line) - len(line.lstrip())
    return root.descendant_for_point_range((row, column), (row, column)) or root


def _outcome(node: "Node") -> Outcome | None:
    """Returns what becomes of the value that a call of a name has, None where it is not called."""
    call = node.parent
    function = call.child_by_field_name("function") if call is not None and call.type == "call" else None
    if call is None or function is None or function.id != node.id:
        return None
    around = next((parent for _, parent in _upwards(call) if parent.type != "parenthesized_expression"), call)
    # What is entered or gone through asynchronously is no matter of `await`.
    holder = around.parent if around.type in {"with_item", "as_pattern"} else around
    while holder is not None and holder.type in {"with_item", "with_clause", "as_pattern"}:
        holder = holder.parent
    if holder is not None and holder.type in _PASSED_THROUGH and holder.children[0].type == "async":
        return None
    return _OUTCOMES.get(around.type, Outcome.USED)


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
