"""How the names of one scope get their values."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from agentguard.analyzer.languages import Deadline
from agentguard.analyzer.model.symbols import Binding, BindingKind
from agentguard.analyzer.symbols.dialect import DOTTED, line_of, text_of

if TYPE_CHECKING:
    from agentguard.analyzer.languages.grammar import Node

_LONGEST: Final = 400
_NODES_BETWEEN_CHECKS: Final = 256
_NAMED: Final = frozenset({"identifier", "attribute"})
# What opens a scope of its own. A comprehension does too, but a name that it binds is not told apart from the others.
_OTHER_SCOPES: Final = frozenset({"function_definition", "class_definition", "decorated_definition"})
_EXPRESSIONS: Final = frozenset({"attribute", "subscript", "call"})
# Which children of a node hold the names that it binds; all of them where it says none.
_BINDERS: Final = {
    "augmented_assignment": "left",
    "for_statement": "left",
    "for_in_clause": "left",
    "type_alias_statement": "left",
    "as_pattern_target": "",
    "delete_statement": "",
    "global_statement": "",
    "nonlocal_statement": "",
    "lambda_parameters": "",
    "case_pattern": "",
    "splat_pattern": "",
}


def read_bindings(node: "Node", source: bytes, deadline: Deadline) -> Iterator[Binding]:
    """Yields the bindings of a function, a class or a module in order, without those of scopes in it.

    Raises:
        OutOfTimeError: the deadline passed.
    """
    parameters = node.child_by_field_name("parameters")
    if parameters is not None:
        for child in parameters.named_children:
            yield from _parameter(child, source)
    body = node if node.type == "module" else node.child_by_field_name("body")
    stack = list(reversed(body.named_children)) if body is not None else []
    count = 0
    while stack:
        one = stack.pop()
        count += 1
        if not count % _NODES_BETWEEN_CHECKS:
            deadline.check()
        if one.type not in _OTHER_SCOPES:
            yield from _bindings_at(one, source)
            stack.extend(reversed(one.named_children))


def _bindings_at(node: "Node", source: bytes) -> Iterator[Binding]:
    match node.type:
        case "assignment":
            yield from _assignment(node, source)
        case "named_expression":
            name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
            if name is not None:
                yield _valued(name, value, None, BindingKind.VALUE, source)
        case "with_item":
            yield from _with(node, source)
        case kind if kind in _BINDERS:
            field = _BINDERS[kind]
            if not _is_of_with(node):
                yield from _others(node.child_by_field_name(field) if field else node, source)
        case _:
            pass


def _is_of_with(target: "Node") -> bool:
    """Tells whether it is what `with` binds, which is told with its value."""
    pattern = target.parent if target.type == "as_pattern_target" else None
    item = pattern.parent if pattern is not None else None
    return item is not None and item.type == "with_item"


def _assignment(node: "Node", source: bytes) -> Iterator[Binding]:
    left, value = node.child_by_field_name("left"), node.child_by_field_name("right")
    while value is not None and value.type == "assignment":
        value = value.child_by_field_name("right")
    if left is None:
        return
    if left.type not in _NAMED or left.end_byte - left.start_byte > _LONGEST:
        yield from _others(left, source)
    else:
        yield _valued(left, value, node.child_by_field_name("type"), BindingKind.VALUE, source)


def _with(node: "Node", source: bytes) -> Iterator[Binding]:
    pattern = node.child_by_field_name("value")
    target = pattern.child_by_field_name("alias") if pattern is not None and pattern.type == "as_pattern" else None
    if pattern is None or target is None:
        return
    names = target.named_children
    if len(names) == 1 and names[0].type == "identifier":
        yield _valued(names[0], pattern.named_children[0], None, BindingKind.WITH, source)
    else:
        yield from _others(target, source)


def _parameter(node: "Node", source: bytes) -> Iterator[Binding]:
    name = node.child_by_field_name("name") or (node.named_children[0] if node.type == "typed_parameter" else node)
    annotation, default = node.child_by_field_name("type"), node.child_by_field_name("value")
    if name.type == "identifier":
        yield _valued(name, default, annotation, BindingKind.PARAMETER, source)
    else:
        # `*args` is a tuple of what is annotated.
        yield from _others(name, source)


def _valued(name: "Node", value: "Node | None", annotation: "Node | None", kind: BindingKind, source: bytes) -> Binding:
    function = value.child_by_field_name("function") if value is not None and value.type == "call" else None
    made_by = _short(function, source) if function is not None else None
    return Binding(
        name=text_of(name, source),
        line=line_of(name),
        kind=kind,
        annotation=_short(annotation, source),
        value=_short(value, source),
        made_by=made_by if made_by and DOTTED.fullmatch(made_by) else "",
    )


def _short(node: "Node | None", source: bytes) -> str | None:
    if node is None:
        return None
    return source[node.start_byte : min(node.end_byte, node.start_byte + _LONGEST)].decode("utf-8", "replace")


def _others(node: "Node | None", source: bytes) -> Iterator[Binding]:
    """Yields the plain names in a pattern."""
    stack = [node] if node is not None else []
    while stack:
        one = stack.pop()
        if one.type == "identifier":
            yield Binding(name=text_of(one, source), line=line_of(one), kind=BindingKind.OTHER)
        elif one.type not in _EXPRESSIONS:
            stack.extend(reversed(one.named_children))
