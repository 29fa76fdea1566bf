"""The names that a statement gives a value to, and those whose value it takes."""

from collections.abc import Iterator, Set
from typing import TYPE_CHECKING, Final

from agentguard.analyzer.symbols.dialect import text_of
from agentguard.analyzer.symbols.python.imports import read_imports
from agentguard.analyzer.symbols.python.strings import plain_string

if TYPE_CHECKING:
    from agentguard.analyzer.languages.grammar import Node

_SELF: Final = frozenset({"self", "cls"})
# Which field of a node holds what it binds.
_TARGETS: Final = {
    "assignment": "left",
    "augmented_assignment": "left",
    "for_statement": "left",
    "named_expression": "name",
    "type_alias_statement": "left",
}
_IMPORTS: Final = frozenset({"import_statement", "import_from_statement", "future_import_statement"})
_DEFINITIONS: Final = frozenset({"function_definition", "class_definition"})
_OWN_SCOPES: Final = frozenset({"for_in_clause", "lambda_parameters"})
_PARAMETERS: Final = frozenset({"parameters", "lambda_parameters"})
_PLACES: Final = frozenset({"attribute", "subscript"})
_DEEPEST_PLACE: Final = 8


def bound_names(node: "Node", left_out: Set[int], source: bytes) -> Iterator[str]:
    """Yields what a statement binds or deletes: names, attributes (`self.x`), items under a plain key (`d[k]`).

    Args:
        node: the statement.
        left_out: ids of nodes below it that are not looked at.
        source: the text of the file.
    """
    for one in _below(node, left_out):
        field = _TARGETS.get(one.type)
        if field is not None:
            yield from _targets(one.child_by_field_name(field), source)
        elif one.type in {"as_pattern_target", "delete_statement"}:
            for child in one.named_children:
                yield from _targets(child, source)
        elif one.type in _IMPORTS:
            yield from (entry.alias for entry in read_imports(one, source) if entry.alias)
        elif one.type in _DEFINITIONS:
            yield from _targets(one.child_by_field_name("name"), source)
        elif one.type == "parameters":
            yield from (name for child in one.named_children for name in _parameter(child, source))


def used_names(node: "Node", left_out: Set[int], source: bytes) -> Iterator[str]:
    """Yields the names whose values a statement takes, each dotted one with what it begins with.

    Those that a comprehension or lambda in it binds for itself are left out, and so is a bare `self`.
    """
    silent = _labels(node, left_out)
    own = {
        name
        for one in _below(node, left_out)
        if one.type in _OWN_SCOPES
        for name in _targets(one.child_by_field_name("left") or one, source)
    }
    for one in _below(node, left_out):
        if one.id not in silent and (one.type == "identifier" or one.type in _PLACES):
            name = _place(one, source)
            if name is not None and name not in _SELF and name.partition(".")[0] not in own:
                yield name


def _labels(node: "Node", left_out: Set[int]) -> set[int]:
    """Returns ids of identifiers and places that are no use: what is bound, and names behind a dot or before a `=`."""
    found: set[int] = set()
    for one in _below(node, left_out):
        if one.type in _IMPORTS:
            found |= {child.id for child in _below(one, frozenset())}
        elif one.type == "attribute":
            found |= _id_of(one.child_by_field_name("attribute"))
        elif one.type in {"keyword_argument", "default_parameter", "typed_default_parameter", *_DEFINITIONS}:
            found |= _id_of(one.child_by_field_name("name"))
        elif one.type in _PARAMETERS:
            found |= {child.id for child in one.named_children if child.type == "identifier"}
        elif one.type in _TARGETS and one.type != "augmented_assignment":
            found |= {target.id for target in _leaves(one.child_by_field_name(_TARGETS[one.type]))}
        elif one.type in {"as_pattern_target", "list_splat_pattern", "dictionary_splat_pattern"}:
            found |= {target.id for child in one.named_children for target in _leaves(child)}
    return found


def _id_of(node: "Node | None") -> set[int]:
    return {node.id} if node is not None else set()


def _parameter(node: "Node", source: bytes) -> Iterator[str]:
    name = node if node.type == "identifier" else node.child_by_field_name("name")
    if name is None and node.named_children:
        name = node.named_children[0]
    yield from _targets(name, source)


def _targets(node: "Node | None", source: bytes) -> Iterator[str]:
    for leaf in _leaves(node):
        name = _place(leaf, source)
        if name is not None:
            yield name


def _leaves(node: "Node | None") -> Iterator["Node"]:
    """Yields the names and places in a target."""
    stack = [node] if node is not None else []
    while stack:
        one = stack.pop()
        if one.type == "identifier" or one.type in _PLACES:
            yield one
        elif one.type != "type":
            stack.extend(reversed(one.named_children))


def _place(node: "Node", source: bytes) -> str | None:
    """Writes a name, an attribute or an item under a plain key; None where it is more than that, such as a call's."""
    parts: list[str] = []
    one: Node | None = node
    while one is not None and one.type in _PLACES and len(parts) < _DEEPEST_PLACE:
        if one.type == "attribute":
            name = one.child_by_field_name("attribute")
            parts.append(f".{text_of(name, source)}" if name is not None else "")
            one = one.child_by_field_name("object")
        else:
            index = one.child_by_field_name("subscript")
            key = plain_string(index, source) if index is not None and index.type == "string" else None
            if key is None:
                return None
            parts.append(f"[{key}]")
            one = one.child_by_field_name("value")
    if one is None or one.type != "identifier":
        return None
    return text_of(one, source) + "".join(reversed(parts))


def _below(node: "Node", left_out: Set[int]) -> Iterator["Node"]:
    """Yields a node and all below it, in order."""
    stack = [node]
    while stack:
        one = stack.pop()
        if one.id not in left_out:
            yield one
            stack.extend(reversed(one.named_children))
