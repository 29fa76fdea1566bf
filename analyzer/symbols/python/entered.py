"""The calls that `with` makes without writing them."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from agentguard.analyzer.languages import Deadline
from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.model.symbols import Call, Name
from agentguard.analyzer.symbols.dialect import DOTTED, line_of, text_of

if TYPE_CHECKING:
    from agentguard.analyzer.languages.grammar import Node

# The arguments that they get: none, and the exception with its type and traceback.
_CALLS: Final = {"enter": Call(positional=0), "exit": Call(positional=3)}
_LONGEST: Final = 400
# What can hold a statement; `with` is none of an expression's parts.
_HOLDERS: Final = frozenset(
    {
        "block", "case_clause", "class_definition", "decorated_definition", "elif_clause", "else_clause",
        "except_clause", "except_group_clause", "finally_clause", "for_statement", "function_definition",
        "if_statement", "match_statement", "module", "try_statement", "while_statement", "with_statement",
    }
)  # fmt: skip
_NODES_BETWEEN_CHECKS: Final = 256


def read_entered(
    root: "Node", source: bytes, ranges: Sequence[Lines], scope_at: Callable[[int], str], deadline: Deadline
) -> Iterator[Name]:
    """Yields what `with` calls of each value on some lines, as if it were written there: `x.__enter__()`.

    Args:
        root: of the file.
        source: its text.
        ranges: where to look, in order.
        scope_at: returns the qualified name of the symbol around a byte.
        deadline: when to give up, by an `OutOfTimeError`.
    """
    stack = [root]
    count = 0
    while stack:
        node = stack.pop()
        count += 1
        if not count % _NODES_BETWEEN_CHECKS:
            deadline.check()
        if node.type not in _HOLDERS or not _meets(node, ranges):
            continue
        if node.type == "with_statement":
            yield from _of_statement(node, source, ranges, scope_at)
        stack.extend(reversed(node.named_children))


def _of_statement(
    node: "Node", source: bytes, ranges: Sequence[Lines], scope_at: Callable[[int], str]
) -> Iterator[Name]:
    kind = "a" if node.children[0].type == "async" else ""
    for clause in node.named_children:
        for item in clause.named_children if clause.type == "with_clause" else ():
            value = item.child_by_field_name("value") if _meets(item, ranges) else None
            if value is not None and value.type == "as_pattern":
                value = value.named_children[0]
            holder, text = _entered(value, source) if value is not None else ("", "")
            for what, call in _CALLS.items() if holder or text else ():
                line = line_of(item)
                scope = scope_at(item.start_byte)
                name = f"{text}.__{kind}{what}__"
                yield Name(text=name, line=line, end_line=line, scope=scope, call=call, holder=holder)


def _entered(value: "Node", source: bytes) -> tuple[str, str]:
    """Returns the dotted name whose call is entered, and that of what is entered as it is; one of them is empty."""
    function = value.child_by_field_name("function") if value.type == "call" else value
    if function is None or function.end_byte - function.start_byte > _LONGEST:
        return "", ""
    text = "".join(text_of(function, source).split())
    if DOTTED.fullmatch(text) is None:
        return "", ""
    return (text, "") if value.type == "call" else ("", text)


def _meets(node: "Node", ranges: Sequence[Lines]) -> bool:
    first, last = node.start_point[0] + 1, node.end_point[0] + 1
    return any(lines.first <= last and first <= lines.last for lines in ranges)
