"""The statements of a definition: what each binds, uses, and decides."""

from collections.abc import Set
from typing import TYPE_CHECKING, Final

from agentguard.analyzer.languages import Deadline
from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.model.flow import Step, Trait
from agentguard.analyzer.symbols.dialect import last_line_of, line_of
from agentguard.analyzer.symbols.python.formatting import HANDLERS
from agentguard.analyzer.symbols.python.values import bound_names, used_names
from agentguard.analyzer.symbols.tokens import TokenWalk

if TYPE_CHECKING:
    from agentguard.analyzer.languages.grammar import Node

_CLAUSES: Final = frozenset(
    {"elif_clause", "else_clause", "except_clause", "except_group_clause", "finally_clause", "case_clause"}
)
_HEADERS: Final = frozenset({"function_definition", "class_definition", "lambda"})
_IMPORTS: Final = frozenset({"import_statement", "import_from_statement", "future_import_statement"})
_TRAITS: Final[dict[str, frozenset[Trait]]] = {
    "if_statement": frozenset({Trait.CONDITION}),
    "while_statement": frozenset({Trait.CONDITION, Trait.LOOP}),
    "for_statement": frozenset({Trait.CONDITION, Trait.LOOP}),
    "match_statement": frozenset({Trait.CONDITION}),
    "elif_clause": frozenset({Trait.CONDITION, Trait.BRANCH}),
    "case_clause": frozenset({Trait.CONDITION, Trait.BRANCH}),
    "except_clause": frozenset({Trait.CONDITION, Trait.BRANCH}),
    "except_group_clause": frozenset({Trait.CONDITION, Trait.BRANCH}),
    "else_clause": frozenset({Trait.BRANCH}),
    "finally_clause": frozenset({Trait.BRANCH}),
    "return_statement": frozenset({Trait.LEAVES}),
    "raise_statement": frozenset({Trait.LEAVES}),
    "break_statement": frozenset({Trait.LEAVES}),
    "continue_statement": frozenset({Trait.LEAVES}),
} | dict.fromkeys(_IMPORTS, frozenset({Trait.IMPORT}))


def read_steps(node: "Node", nested: Set[int], source: bytes, deadline: Deadline) -> tuple[Step, ...]:
    """Returns the statements of a function, class or module, each header before what it holds; none of a variable.

    Args:
        node: the definition, with its decorators.
        nested: ids of the definitions in it that are symbols by themselves; they are left out.
        source: the text of the file.
        deadline: when to give up.

    Raises:
        OutOfTimeError: the deadline passed.
    """
    steps: list[Step] = []
    stack: list[tuple[Node, int]] = [(child, -1) for child in reversed(_first(node))]
    while stack:
        one, parent = stack.pop()
        if one.is_extra or _is_one_of(one, nested):
            continue
        deadline.check()
        inner = _inner(one)
        if one.type != "block":
            steps.append(_step(one, parent, inner, source, deadline))
            parent = len(steps) - 1
        stack.extend((child, parent) for child in reversed(inner))
    return tuple(steps)


def _is_one_of(node: "Node", nested: Set[int]) -> bool:
    """Tells whether a statement is a definition by itself; an assignment stands in a node of its own."""
    only = node.named_children if node.type == "expression_statement" else []
    return node.id in nested or (len(only) == 1 and only[0].id in nested)


def _first(node: "Node") -> list["Node"]:
    if node.type == "module":
        return _undocumented(node)
    return [node] if node.type in _HEADERS or node.type == "decorated_definition" else []


def _inner(node: "Node") -> list["Node"]:
    """Returns the blocks and clauses in a statement; of a block the statements."""
    if node.type == "block":
        return _undocumented(node)
    inner = node
    if node.type == "decorated_definition":
        inner = node.child_by_field_name("definition") or node
    return [child for child in inner.named_children if child.type == "block" or child.type in _CLAUSES]


def _undocumented(node: "Node") -> list["Node"]:
    """Returns statements but those that are only a string, such as a docstring."""
    return [child for child in node.named_children if not _is_text(child)]


def _is_text(node: "Node") -> bool:
    only = node.named_children if node.type == "expression_statement" else []
    return len(only) == 1 and only[0].type in {"string", "concatenated_string"}


def _step(node: "Node", parent: int, inner: list["Node"], source: bytes, deadline: Deadline) -> Step:
    """Reads a statement without what stands in it."""
    left_out = frozenset(child.id for child in inner)
    tokens = TokenWalk(source, HANDLERS, left_out).read(node, deadline)
    last = last_line_of(node) if not inner else max(line_of(inner[0]) - 1, line_of(node))
    is_header = node.type in _HEADERS or node.type == "decorated_definition"
    return Step(
        lines=Lines(first=line_of(node), last=last),
        parent=parent,
        tokens=(*tokens.header, *tokens.body),
        binds=frozenset(bound_names(node, left_out, source)),
        uses=frozenset(used_names(node, left_out, source)),
        traits=frozenset({Trait.HEADER}) if is_header else _TRAITS.get(node.type, frozenset()),
    )
