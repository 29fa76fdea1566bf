"""Names, attributes, calls, keys and imports."""

import re
from zlib import crc32

from tree_sitter import Node

from agentguard.analyzer.model.symbols import Call, Import, Name, NameKind
from agentguard.analyzer.symbols.python.nodes import (
    call_shape,
    dotted_chain,
    key_path,
    line_of,
    plain_string,
    text_of,
)
from agentguard.analyzer.symbols.python.tokens import string_token
from agentguard.analyzer.symbols.python.walk import Draft, Walk

_ENVIRONMENT_CALLS = frozenset(
    {"os.getenv", "getenv"}
    | {f"{holder}.{verb}" for holder in ("os.environ", "environ") for verb in ("get", "pop", "setdefault")}
)
_ENVIRONMENTS = frozenset({"os.environ", "environ"})
_KEY_CALLS = frozenset({"get", "pop", "setdefault"})
_DOTTED = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")


def on_identifier(walk: Walk, node: Node, scope: str, owner: Draft, quiet: bool) -> None:
    """Reads a plain name."""
    owner.tokens.append(crc32(node.text or b""))
    if not quiet:
        walk.use(node, text_of(node), scope)


def on_attribute(walk: Walk, node: Node, scope: str, owner: Draft, quiet: bool) -> None:
    """Reads `a.b.c` as one dotted name; `f().b` as `.b`, whose object nobody knows."""
    _attribute(walk, node, scope, owner, quiet=quiet, call=None)


def _attribute(walk: Walk, node: Node, scope: str, owner: Draft, *, quiet: bool, call: Call | None) -> None:
    chain = dotted_chain(node)
    last = node.child_by_field_name("attribute")
    if not quiet:
        walk.use(last or node, chain if chain is not None else f".{text_of(last)}", scope, call)
    for child in reversed(node.children):
        named = chain is not None or (last is not None and child.id == last.id)
        walk.visit([child], scope, owner, quiet=named)


def on_call(walk: Walk, node: Node, scope: str, owner: Draft, quiet: bool) -> None:
    """Reads a call: the name gets the shape of its arguments."""
    function = node.child_by_field_name("function")
    arguments = node.child_by_field_name("arguments")
    if function is None or arguments is None:
        walk.visit(node.children, scope, owner)
        return
    _key_of_call(walk, function, arguments, scope)
    walk.visit([arguments], scope, owner)
    shape = call_shape(arguments)
    if function.type == "attribute":
        _attribute(walk, function, scope, owner, quiet=quiet, call=shape)
    elif function.type == "identifier":
        owner.tokens.append(crc32(function.text or b""))
        if not quiet:
            walk.use(function, text_of(function), scope, shape)
    else:
        walk.visit([function], scope, owner)


def _key_of_call(walk: Walk, function: Node, arguments: Node, scope: str) -> None:
    """Adds the key of `config.get("a")` and the variable of `os.getenv("A")`."""
    first = arguments.named_children[0] if arguments.named_child_count else None
    key = plain_string(first) if first is not None and first.type == "string" else None
    if first is None or not key:
        return
    text = text_of(function)
    if text in _ENVIRONMENT_CALLS:
        walk.use(first, key, scope, kind=NameKind.ENVIRONMENT)
    elif function.type == "attribute" and text.rpartition(".")[2] in _KEY_CALLS:
        holder, keys = key_path(function.child_by_field_name("object"))
        _add_key(walk, first, ".".join((*keys, key)), scope, holder)


def on_subscript(walk: Walk, node: Node, scope: str, owner: Draft, quiet: bool) -> None:
    """Reads `config["a"]["b"]` once, at its outermost bracket."""
    parent = node.parent
    value = parent.child_by_field_name("value") if parent is not None and parent.type == "subscript" else None
    if value is None or value.id != node.id:
        holder, keys = key_path(node)
        if keys and holder in _ENVIRONMENTS:
            walk.use(node, keys[0], scope, kind=NameKind.ENVIRONMENT)
        elif keys:
            _add_key(walk, node, ".".join(keys), scope, holder)
    walk.visit(node.children, scope, owner, quiet=quiet)


def _add_key(walk: Walk, node: Node, path: str, scope: str, holder: str) -> None:
    walk.names.append(Name(text=path, line=line_of(node), kind=NameKind.KEY, scope=scope, holder=holder))


def on_keyword(walk: Walk, node: Node, scope: str, owner: Draft, quiet: bool) -> None:
    """Reads `name=value` in a call or a pattern; the name is no use."""
    del quiet
    walk.visit_but(node, node.children[0] if node.children else None, scope, owner)


def on_dotted_name(walk: Walk, node: Node, scope: str, owner: Draft, quiet: bool) -> None:
    """Reads the dotted name of a pattern."""
    if not quiet:
        walk.use(node, text_of(node), scope)
    walk.visit(node.children, scope, owner, quiet=True)


def on_string(walk: Walk, node: Node, scope: str, owner: Draft, quiet: bool) -> None:
    """Reads a string by its value; a quoted annotation has names, an f-string has expressions."""
    del quiet
    if node.parent is not None and node.parent.type == "type":
        for name in _DOTTED.findall(plain_string(node) or ""):
            walk.use(node, name, scope)
    token = string_token(node)
    if token is not None:
        owner.tokens.append(token)
        return
    for child in reversed(node.children):
        if child.type == "string_start":
            walk.after(owner, crc32((child.text or b"").lower().rstrip(b"\"'")))
        elif child.type != "string_end":
            walk.visit([child], scope, owner)


def on_import(walk: Walk, node: Node, scope: str, owner: Draft, quiet: bool) -> None:
    """Reads `import a.b as c`."""
    del quiet
    for child in node.named_children:
        name, alias = _aliased(child)
        bound = alias or name.partition(".")[0]
        found = Import(module=name, alias=bound, line=line_of(child), scope=scope)
        _add_import(walk, child, owner, found, alias or name)


def on_from_import(walk: Walk, node: Node, scope: str, owner: Draft, quiet: bool) -> None:
    """Reads `from .a import b as c, d`."""
    del quiet
    module = node.child_by_field_name("module_name")
    written = text_of(module) if module is not None else "__future__"
    dotted = written.lstrip(".")
    for child in node.named_children:
        if child.type == "comment" or (module is not None and child.id == module.id):
            continue
        name, alias = _aliased(child)
        star = child.type == "wildcard_import"
        found = Import(
            module=dotted.strip(),
            level=len(written) - len(dotted),
            name="*" if star else name,
            alias="" if star else alias or name,
            line=line_of(child),
            scope=scope,
        )
        _add_import(walk, child, owner, found, found.alias)


def _aliased(node: Node) -> tuple[str, str]:
    if node.type != "aliased_import":
        return text_of(node), ""
    return text_of(node.child_by_field_name("name")), text_of(node.child_by_field_name("alias"))


def _add_import(walk: Walk, node: Node, owner: Draft, found: Import, use: str) -> None:
    walk.imports.append(found)
    if use:
        walk.use(node, use, found.scope, kind=NameKind.IMPORT)
    token = crc32(f"{found.level}:{found.module}:{found.name}:{found.alias}".encode())
    (owner.imports if owner is walk.module else owner.tokens).append(token)
