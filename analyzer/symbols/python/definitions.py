"""Functions, classes, variables and what binds names."""

from collections.abc import Sequence
from zlib import crc32

from tree_sitter import Node

from agentguard.analyzer.model.symbols import Signature, SymbolKind
from agentguard.analyzer.symbols.python.nodes import (
    PATTERNS,
    decorator_texts,
    identifiers,
    plain_targets,
    read_parameters,
    strings_below,
    text_of,
)
from agentguard.analyzer.symbols.python.walk import FUNCTIONS, Draft, Walk

_TYPED = frozenset({"default_parameter", "typed_default_parameter", "typed_parameter"})
_SPLATS = frozenset({"list_splat_pattern", "dictionary_splat_pattern"})


def on_decorated(walk: Walk, node: Node, scope: str, owner: Draft, quiet: bool) -> None:
    """Reads a decorated definition; its lines begin at the first decorator."""
    definition = node.child_by_field_name("definition")
    decorators = [child for child in node.children if child.type == "decorator"]
    if definition is None or definition.child_by_field_name("name") is None:
        walk.visit(node.children, scope, owner, quiet=quiet)
    elif definition.type == "class_definition":
        _class(walk, definition, scope, decorators)
    else:
        _function(walk, definition, scope, decorators)


def on_function(walk: Walk, node: Node, scope: str, owner: Draft, quiet: bool) -> None:
    """Reads a function or method."""
    if node.child_by_field_name("name") is None:
        walk.visit(node.children, scope, owner, quiet=quiet)
    else:
        _function(walk, node, scope, ())


def on_class(walk: Walk, node: Node, scope: str, owner: Draft, quiet: bool) -> None:
    """Reads a class."""
    if node.child_by_field_name("name") is None:
        walk.visit(node.children, scope, owner, quiet=quiet)
    else:
        _class(walk, node, scope, ())


def _function(walk: Walk, node: Node, scope: str, decorators: Sequence[Node]) -> None:
    is_method = walk.by_name[scope].kind is SymbolKind.CLASS
    whole = node.parent if decorators and node.parent is not None else node
    kind = SymbolKind.METHOD if is_method else SymbolKind.FUNCTION
    draft = walk.define(scope, text_of(node.child_by_field_name("name")), kind, whole)
    returns = node.child_by_field_name("return_type")
    draft.signature = Signature(
        parameters=read_parameters(node.child_by_field_name("parameters")),
        returns=text_of(returns) if returns is not None else None,
        decorators=decorator_texts(decorators),
        is_async=bool(node.children) and node.children[0].type == "async",
    )
    walk.local_names.update((draft.name, parameter.name) for parameter in draft.signature.parameters)
    _visit_definition(walk, node, scope, draft, decorators)


def _class(walk: Walk, node: Node, scope: str, decorators: Sequence[Node]) -> None:
    whole = node.parent if decorators and node.parent is not None else node
    draft = walk.define(scope, text_of(node.child_by_field_name("name")), SymbolKind.CLASS, whole)
    bases = node.child_by_field_name("superclasses")
    arguments = bases.named_children if bases is not None else []
    draft.bases = tuple(text_of(one) for one in arguments if one.type not in {"keyword_argument", "comment"})
    draft.signature = Signature(decorators=decorator_texts(decorators))
    _visit_definition(walk, node, scope, draft, decorators)


def _visit_definition(walk: Walk, node: Node, scope: str, draft: Draft, decorators: Sequence[Node]) -> None:
    """Plans header and body: names of the header belong to the outer scope, those of the body to the inner one."""
    body = node.child_by_field_name("body")
    name = node.child_by_field_name("name")
    if body is not None:
        walk.visit([body], draft.name, draft)
    walk.after_header(draft)
    for child in reversed(node.children):
        if body is not None and child.id == body.id:
            continue
        if child.type == "parameters":
            visit_parameters(walk, child, scope, draft)
        elif child.type != "argument_list" or child.named_child_count:
            walk.visit([child], scope, draft, quiet=name is not None and child.id == name.id)
    walk.visit(decorators, scope, draft)


def visit_parameters(walk: Walk, node: Node, scope: str, owner: Draft) -> None:
    """Plans parameters: their names are no uses, their annotations and defaults are."""
    for child in reversed(node.children):
        if child.type not in _TYPED:
            walk.visit([child], scope, owner, quiet=True)
            continue
        for part in reversed(child.children):
            is_name = part.start_byte == child.start_byte or part.type in _SPLATS
            walk.visit([part], scope, owner, quiet=is_name)


def on_lambda(walk: Walk, node: Node, scope: str, owner: Draft, quiet: bool) -> None:
    """Reads a lambda; its parameters count as local to the function around it."""
    del quiet
    parameters = node.child_by_field_name("parameters")
    walk.local_names.update((scope, parameter.name) for parameter in read_parameters(parameters))
    for child in reversed(node.children):
        if parameters is not None and child.id == parameters.id:
            visit_parameters(walk, child, scope, owner)
        else:
            walk.visit([child], scope, owner)


def on_assignment(walk: Walk, node: Node, scope: str, owner: Draft, quiet: bool) -> None:
    """Reads an assignment: a variable of a module or class, a local of a function, or an attribute of `self`."""
    del quiet
    left = node.child_by_field_name("left")
    names = [text_of(target) for target in plain_targets(left)]
    if walk.by_name[scope].kind in FUNCTIONS:
        walk.bind(scope, plain_targets(left))
        _instance_attribute(walk, node, left, scope)
    elif names:
        owner = _variables(walk, node, names, scope)
    written = left if left is not None and (left.type == "identifier" or left.type in PATTERNS) else None
    walk.visit_but(node, written, scope, owner)


def _variables(walk: Walk, node: Node, names: Sequence[str], scope: str) -> Draft:
    """Defines the variables; those of one statement share its tokens."""
    right = node.child_by_field_name("right")
    is_function = right is not None and right.type == "lambda" and len(names) == 1
    kind = SymbolKind.FUNCTION if is_function else SymbolKind.VARIABLE
    drafts = [walk.define(scope, name, kind, node) for name in names]
    for draft in drafts[1:]:
        draft.tokens = drafts[0].tokens
    if is_function and right is not None:
        drafts[0].signature = Signature(parameters=read_parameters(right.child_by_field_name("parameters")))
    if names == ["__all__"] and not scope:
        walk.exports = list(strings_below(right))
    return drafts[0]


def _instance_attribute(walk: Walk, node: Node, left: Node | None, scope: str) -> None:
    """Defines `Class.x` where a method first assigns to `self.x`; its tokens stay the method's."""
    method = walk.by_name[scope]
    if left is None or left.type != "attribute" or method.kind is not SymbolKind.METHOD or not method.signature:
        return
    head, _, attribute = text_of(left).partition(".")
    receiver = method.signature.parameters[0].name if method.signature.parameters else None
    holder = scope.rpartition(".")[0]
    if head == receiver and attribute.isidentifier() and f"{holder}.{attribute}" not in walk.by_name:
        walk.define(holder, attribute, SymbolKind.VARIABLE, node).tokens = [crc32(attribute.encode())]


def on_augmented(walk: Walk, node: Node, scope: str, owner: Draft, quiet: bool) -> None:
    """Reads `x += ...`, which belongs to the variable that it changes."""
    del quiet
    left = node.child_by_field_name("left")
    if left is not None and left.type == "identifier":
        name = text_of(left)
        if walk.by_name[scope].kind in FUNCTIONS:
            walk.bind(scope, [left])
        else:
            owner = walk.by_name.get(f"{scope}.{name}" if scope else name, owner)
        if name == "__all__" and not scope:
            walk.exports = [*(walk.exports or []), *strings_below(node.child_by_field_name("right"))]
    walk.visit(node.children, scope, owner)


def on_type_alias(walk: Walk, node: Node, scope: str, owner: Draft, quiet: bool) -> None:
    """Reads `type X = ...`."""
    del quiet
    left = node.child_by_field_name("left")
    name = next(identifiers(left), None)
    draft = walk.define(scope, text_of(name), SymbolKind.VARIABLE, node) if name is not None else owner
    for child in reversed(node.children):
        if left is not None and child.id == left.id:
            walk.visit(identifiers(left), scope, draft, quiet=True)
        else:
            walk.visit([child], scope, draft)


def on_binding(walk: Walk, node: Node, scope: str, owner: Draft, quiet: bool) -> None:
    """Reads `for x in` and `x := `."""
    del quiet
    left = node.child_by_field_name("left") or node.child_by_field_name("name")
    walk.bind(scope, plain_targets(left))
    written = left if left is not None and (left.type == "identifier" or left.type in PATTERNS) else None
    walk.visit_but(node, written, scope, owner)


def on_as_target(walk: Walk, node: Node, scope: str, owner: Draft, quiet: bool) -> None:
    """Reads the name behind `as`."""
    del quiet
    walk.bind(scope, identifiers(node))
    walk.visit(node.children, scope, owner, quiet=True)


def on_outer_names(walk: Walk, node: Node, scope: str, owner: Draft, quiet: bool) -> None:
    """Reads `global` and `nonlocal`."""
    del quiet
    walk.outer_names.update((scope, text_of(child)) for child in node.named_children)
    walk.visit(node.children, scope, owner, quiet=True)


def on_case_pattern(walk: Walk, node: Node, scope: str, owner: Draft, quiet: bool) -> None:
    """Reads a pattern of `match`: a bare name binds, a dotted one is a use."""
    del quiet
    children = node.children
    if len(children) == 1 and children[0].type == "dotted_name" and children[0].child_count == 1:
        walk.bind(scope, identifiers(children[0]))
        walk.visit(children[0].children, scope, owner, quiet=True)
    else:
        walk.visit(children, scope, owner)
