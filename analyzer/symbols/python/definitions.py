"""Functions, classes, variables: what they are called, and what their headers say."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from agentguard.analyzer.model.symbols import Parameter, ParameterKind, Signature, SymbolKind
from agentguard.analyzer.model.value import replace
from agentguard.analyzer.symbols.dialect import Defined, Description, text_of

if TYPE_CHECKING:
    from agentguard.analyzer.languages.grammar import Node

_PATTERNS: Final = frozenset({"pattern_list", "tuple_pattern", "list_pattern", "list_splat_pattern"})
_NO_PARAMETERS: Final = frozenset({"comment", "ERROR"})
_NO_BASES: Final = frozenset({"comment", "keyword_argument"})
_LONGEST_MEMBER: Final = 200


def define_variables(node: "Node", source: bytes) -> Iterator[Defined]:
    """Yields the names that an assignment or a type alias defines; one that is bound to a lambda is a function."""
    left = _unwrapped(node.child_by_field_name("left"))
    if left is None:
        return
    if left.type == "identifier":
        function = _lambda(node)
        kind = SymbolKind.VARIABLE if function is None else SymbolKind.FUNCTION
        body = function.child_by_field_name("body") if function is not None else None
        yield Defined(name=text_of(left, source), kind=kind, body=body)
    else:
        for target in _targets(left):
            yield Defined(name=text_of(target, source), kind=SymbolKind.VARIABLE)


def _unwrapped(left: "Node | None") -> "Node | None":
    """Returns a target without the parentheses that a formatter may put around it."""
    while left is not None and left.type == "tuple_pattern" and left.child_count == 3 and left.named_child_count == 1:
        left = left.named_children[0]
    return left


def member(node: "Node", source: bytes) -> str | None:
    """Returns the attribute that an assignment gives to `self`."""
    left = node.child_by_field_name("left")
    if left is None or left.type == "identifier":
        return None
    left = _unwrapped(left)
    if left is None or left.type != "attribute" or left.end_byte - left.start_byte > _LONGEST_MEMBER:
        return None
    head, _, name = text_of(left, source).partition(".")
    return name if head == "self" and name.isidentifier() else None


def _lambda(node: "Node") -> "Node | None":
    """Returns the lambda that an assignment binds to its name."""
    right = node.child_by_field_name("right")
    while right is not None and right.type == "parenthesized_expression" and right.named_child_count == 1:
        right = right.named_children[0]
    return right if right is not None and right.type == "lambda" else None


def _targets(left: "Node") -> Iterator["Node"]:
    """Yields the plain names that an assignment or a type alias binds."""
    if left.type == "type":
        stack = left.named_children[:1]
        while stack and stack[0].type != "identifier":
            stack = stack[0].named_children[:1]
        yield from stack
        return
    stack = [left]
    while stack:
        node = stack.pop()
        if node.type == "identifier":
            yield node
        elif node.type in _PATTERNS:
            stack.extend(reversed(node.named_children))


def describe(defined: Defined, node: "Node", whole: "Node", source: bytes) -> Description:
    """Reads signature, decorators and bases."""
    if defined.kind is SymbolKind.VARIABLE:
        return Description()
    decorators: tuple[str, ...] = ()
    if whole.id != node.id:
        texts = (text_of(child, source) for child in whole.children if child.type == "decorator")
        decorators = tuple(text.lstrip("@").strip() for text in texts)
    if defined.kind is SymbolKind.CLASS:
        bases = node.child_by_field_name("superclasses")
        arguments = bases.named_children if bases is not None else ()
        return Description(
            signature=Signature(decorators=decorators),
            bases=tuple(text_of(one, source) for one in arguments if one.type not in _NO_BASES),
        )
    if node.type == "assignment":
        return Description(signature=Signature(parameters=_parameters(_lambda(node), source)))
    returns = node.child_by_field_name("return_type")
    signature = Signature(
        parameters=_parameters(node, source),
        returns=text_of(returns, source) if returns is not None else None,
        decorators=decorators,
        is_async=node.children[0].type == "async",
    )
    return Description(signature=signature)


def read_options(node: "Node", source: bytes) -> Iterator[str]:
    """Yields the keyword arguments in the header of a class as source text."""
    arguments = node.child_by_field_name("superclasses")
    for argument in arguments.named_children if arguments is not None else ():
        if argument.type == "keyword_argument":
            yield text_of(argument, source)


def _parameters(function: "Node | None", source: bytes) -> tuple[Parameter, ...]:
    """Returns the parameters of a function or lambda in order."""
    node = function.child_by_field_name("parameters") if function is not None else None
    found: list[Parameter] = []
    keyword_only = False
    for child in node.named_children if node is not None else ():
        if child.type == "positional_separator":
            found = [replace(one, kind=ParameterKind.POSITIONAL_ONLY) for one in found]
        elif child.type == "keyword_separator":
            keyword_only = True
        elif child.type not in _NO_PARAMETERS:
            parameter = _parameter(child, source, keyword_only=keyword_only)
            keyword_only = keyword_only or parameter.kind is ParameterKind.VAR_POSITIONAL
            found.append(parameter)
    return tuple(found)


def _parameter(node: "Node", source: bytes, *, keyword_only: bool) -> Parameter:
    kind = ParameterKind.KEYWORD_ONLY if keyword_only else ParameterKind.POSITIONAL_OR_KEYWORD
    if node.type == "identifier":
        return Parameter(name=text_of(node, source), kind=kind)
    default = node.child_by_field_name("value")
    annotation = node.child_by_field_name("type")
    pattern = node.child_by_field_name("name") or node
    if node.type == "typed_parameter" and node.named_children:
        pattern = node.named_children[0]
    if pattern.type == "list_splat_pattern":
        kind = ParameterKind.VAR_POSITIONAL
    elif pattern.type == "dictionary_splat_pattern":
        kind = ParameterKind.VAR_KEYWORD
    return Parameter(
        name=text_of(pattern, source).lstrip("*").strip(),
        kind=kind,
        default=text_of(default, source) if default is not None else None,
        annotation=text_of(annotation, source) if annotation is not None else None,
    )
