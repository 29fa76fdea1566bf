"""Questions to nodes of a Python syntax tree."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tree_sitter import Node

from agentguard.analyzer.model.symbols import Call, Parameter, ParameterKind

PATTERNS = frozenset(
    {"pattern_list", "tuple_pattern", "list_pattern", "list_splat_pattern", "tuple", "list", "expression_list"}
)
_NO_PARAMETERS = frozenset({"comment", "ERROR"})
_HOLDER_LENGTH = 80


def text_of(node: Node | None) -> str:
    """Returns the source text of a node; nothing for none."""
    return (node.text or b"").decode("utf-8", "replace") if node is not None else ""


def line_of(node: Node) -> int:
    """Returns the line on which a node begins, 1-based."""
    return node.start_point[0] + 1


def plain_targets(node: Node | None) -> Iterator[Node]:
    """Yields the plain names that an assignment to this target binds."""
    yield from _leaves(node, PATTERNS)


def identifiers(node: Node | None) -> Iterator[Node]:
    """Yields every identifier below a node, in order."""
    yield from _leaves(node, None)


def _leaves(node: Node | None, through: frozenset[str] | None) -> Iterator[Node]:
    stack = [node] if node is not None else []
    while stack:
        one = stack.pop()
        if one.type == "identifier":
            yield one
        elif through is None or one.type in through:
            stack.extend(reversed(one.named_children))


def strings_below(node: Node | None) -> Iterator[str]:
    """Yields the values of the plain strings below a node, in order."""
    stack = [node] if node is not None else []
    while stack:
        one = stack.pop()
        if one.type == "string":
            text = plain_string(one)
            if text:
                yield text
        else:
            stack.extend(reversed(one.named_children))


def plain_string(node: Node) -> str | None:
    """Returns the content of a string, None for an f-string with fields."""
    if any(child.type == "interpolation" for child in node.children):
        return None
    return "".join(text_of(child) for child in node.children if child.type == "string_content")


def key_path(node: Node | None) -> tuple[str, list[str]]:
    """Splits `config["a"]["b"]` into its holder and its keys; there are no keys where one is not a plain string."""
    keys: list[str] = []
    while node is not None and node.type == "subscript":
        index = node.child_by_field_name("subscript")
        key = plain_string(index) if index is not None and index.type == "string" else None
        if key is None:
            return "", []
        keys.append(key)
        node = node.child_by_field_name("value")
    keys.reverse()
    is_name = node is not None and node.type in {"identifier", "attribute"}
    return text_of(node)[:_HOLDER_LENGTH] if is_name else "", keys


def dotted_chain(node: Node) -> str | None:
    """Returns `a.b.c` or `super().b` for an attribute of names, None where it starts from another expression."""
    parts: list[str] = []
    one: Node | None = node
    while one is not None and one.type == "attribute":
        parts.append(text_of(one.child_by_field_name("attribute")))
        one = one.child_by_field_name("object")
    if one is None:
        return None
    if one.type == "identifier":
        parts.append(text_of(one))
    elif one.type == "call" and (one.text or b"").startswith(b"super("):
        parts.append("super()")
    else:
        return None
    return ".".join(reversed(parts))


def call_shape(arguments: Node | None) -> Call:
    """Counts the arguments of a call."""
    if arguments is None or arguments.type != "argument_list":
        return Call(positional=1)
    positional, keywords, star = 0, [], False
    for child in arguments.named_children:
        match child.type:
            case "keyword_argument":
                keywords.append(text_of(child.child_by_field_name("name")))
            case "list_splat" | "dictionary_splat":
                star = True
            case "comment":
                pass
            case _:
                positional += 1
    return Call(positional=positional, keywords=tuple(keywords), star=star)


def read_parameters(node: Node | None) -> tuple[Parameter, ...]:
    """Returns the parameters of a function or lambda in order."""
    found: list[Parameter] = []
    keyword_only = False
    for child in node.named_children if node is not None else ():
        if child.type == "positional_separator":
            found = [replace(one, kind=ParameterKind.POSITIONAL_ONLY) for one in found]
        elif child.type == "keyword_separator":
            keyword_only = True
        elif child.type not in _NO_PARAMETERS:
            parameter = _parameter(child, keyword_only=keyword_only)
            keyword_only = keyword_only or parameter.kind is ParameterKind.VAR_POSITIONAL
            found.append(parameter)
    return tuple(found)


def _parameter(node: Node, *, keyword_only: bool) -> Parameter:
    default = node.child_by_field_name("value")
    annotation = node.child_by_field_name("type")
    pattern = node.child_by_field_name("name") or node
    if node.type == "typed_parameter" and node.named_children:
        pattern = node.named_children[0]
    kind = ParameterKind.KEYWORD_ONLY if keyword_only else ParameterKind.POSITIONAL_OR_KEYWORD
    if pattern.type == "list_splat_pattern":
        kind = ParameterKind.VAR_POSITIONAL
    elif pattern.type == "dictionary_splat_pattern":
        kind = ParameterKind.VAR_KEYWORD
    return Parameter(
        name=text_of(pattern).lstrip("*").strip(),
        kind=kind,
        default=text_of(default) if default is not None else None,
        annotation=text_of(annotation) if annotation is not None else None,
    )


def decorator_texts(decorators: Iterable[Node]) -> tuple[str, ...]:
    """Returns decorators as source text without `@`."""
    return tuple(text_of(one).lstrip("@").strip() for one in decorators)


def is_docstring(statement: Node) -> bool:
    """Tells whether an expression statement is the docstring of a module, class or function."""
    only = statement.named_children[0] if statement.named_child_count == 1 else None
    parent = statement.parent
    if only is None or only.type not in {"string", "concatenated_string"} or parent is None:
        return False
    if parent.type == "block":
        holder = parent.parent
        if holder is None or holder.type not in {"function_definition", "class_definition"}:
            return False
    elif parent.type != "module":
        return False
    first = next((child for child in parent.named_children if child.type != "comment"), None)
    return first is not None and first.id == statement.id
