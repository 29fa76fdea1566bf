"""What groups other nodes; formatters may write the groups in other ways."""

from tree_sitter import Node

from agentguard.analyzer.symbols.python.nodes import is_docstring
from agentguard.analyzer.symbols.python.tokens import BLOCK, CLOSE, END, OPEN
from agentguard.analyzer.symbols.python.walk import Draft, Walk

# Below these, parentheses around a whole expression change nothing.
_PLAIN_PARENTS = frozenset(
    {
        "assert_statement", "assignment", "augmented_assignment", "argument_list", "default_parameter",
        "delete_statement", "elif_clause", "except_clause", "expression_list", "expression_statement",
        "for_in_clause", "for_statement", "if_clause", "if_statement", "interpolation", "keyword_argument", "lambda",
        "list", "match_statement", "named_expression", "pair", "parenthesized_expression", "raise_statement",
        "return_statement", "set", "subscript", "tuple", "type", "typed_default_parameter", "while_statement",
        "with_item",
    }
)  # fmt: skip
_ATOMS = frozenset({"identifier", "attribute", "call", "subscript"})


def on_parentheses(walk: Walk, node: Node, scope: str, owner: Draft, quiet: bool) -> None:
    """Reads a parenthesised expression; parentheses that change nothing are no tokens."""
    parent = node.parent
    inner = [child for child in node.named_children if child.type != "comment"]
    redundant = parent is not None and (
        parent.type in _PLAIN_PARENTS or (parent.type == "await" and all(child.type in _ATOMS for child in inner))
    )
    walk.visit(inner if redundant else node.children, scope, owner, quiet=quiet)


def on_sequence(walk: Walk, node: Node, scope: str, owner: Draft, quiet: bool) -> None:
    """Reads a tuple, which is the same with and without parentheses, and with a comma at its end."""
    owner.tokens.append(OPEN)
    walk.after(owner, CLOSE)
    walk.visit(node.named_children, scope, owner, quiet=quiet)


def on_block(walk: Walk, node: Node, scope: str, owner: Draft, quiet: bool) -> None:
    """Reads an indented block, also one that stands behind the colon."""
    del quiet
    owner.tokens.append(BLOCK)
    walk.after(owner, END)
    walk.visit(node.children, scope, owner)


def on_statement(walk: Walk, node: Node, scope: str, owner: Draft, quiet: bool) -> None:
    """Leaves docstrings out."""
    del quiet
    if not is_docstring(node):
        walk.visit(node.children, scope, owner)


def on_with(walk: Walk, node: Node, scope: str, owner: Draft, quiet: bool) -> None:
    """Reads the items of `with`, in parentheses or not."""
    del quiet
    walk.visit([child for child in node.named_children if child.type != "comment"], scope, owner)


def on_quiet_group(walk: Walk, node: Node, scope: str, owner: Draft, quiet: bool) -> None:
    """Hands on whether names are written to what a pattern holds."""
    walk.visit(node.children, scope, owner, quiet=quiet)


def on_error(walk: Walk, node: Node, scope: str, owner: Draft, quiet: bool) -> None:
    """Notes a syntax error and reads what can be had of it."""
    del quiet
    walk.mark_broken(node)
    walk.visit(node.children, scope, owner)
