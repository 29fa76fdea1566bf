"""All names of one Python file, found in one walk."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from evaluation.pairs.definitions import Module, read_module

_REMEMBERED = 600

Use = ast.Name | ast.Attribute | ast.alias


@dataclass(slots=True, kw_only=True)
class Index:
    """The names of a file.

    Attributes:
        module: the file.
        uses: by name: names and attributes that are read, and what is imported from modules.
        calls: by the last part of what is called.
        other: names that stand for something else as well: a parameter, a keyword, a variable, a module, a nested
            function.
        exports: the strings in `__all__`.
    """

    module: Module
    uses: dict[str, list[Use]] = field(default_factory=lambda: defaultdict(list))
    calls: dict[str, list[ast.Call]] = field(default_factory=lambda: defaultdict(list))
    other: set[str] = field(default_factory=set)
    exports: list[ast.Constant] = field(default_factory=list)


@lru_cache(maxsize=_REMEMBERED)
def index_of(content: bytes) -> Index | None:
    """Reads a file; None where this Python cannot parse it."""
    module = read_module(content)
    if module is None:
        return None
    index = Index(module=module)
    for node, nested in _walk(module.tree):
        _take_use(index, node)
        index.other.update(_other_meanings(node))
        if nested and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            index.other.add(node.name)
    index.exports.extend(_exports(module.tree))
    return index


def _walk(tree: ast.AST) -> Iterator[tuple[ast.AST, bool]]:
    """Yields all nodes, and whether each is inside of a function."""
    waiting = [(tree, False)]
    while waiting:
        node, nested = waiting.pop()
        yield node, nested
        inside = nested or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        waiting += [(child, inside) for child in ast.iter_child_nodes(node)]


def _take_use(index: Index, node: ast.AST) -> None:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            index.uses[name].append(node)
        case ast.ImportFrom(names=names):
            for one in names:
                index.uses[one.name].append(one)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            index.calls[name].append(node)


def _other_meanings(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.arg(arg=name) | ast.keyword(arg=str(name)) | ast.ExceptHandler(name=str(name)):
            yield name
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.Attribute(attr=name, ctx=ast.Store() | ast.Del()):
            yield name
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            yield from names
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            for alias in aliases:
                yield from alias.name.split(".")[1:]
                if alias.asname is not None:
                    yield from (alias.name, alias.asname)
            yield from (getattr(node, "module", None) or "").split(".")


def _exports(tree: ast.Module) -> Iterator[ast.Constant]:
    for node in tree.body:
        match node:
            case (
                ast.Assign(targets=[ast.Name(id="__all__")], value=value)
                | ast.AugAssign(target=ast.Name(id="__all__"), value=value)
            ):
                yield from (one for one in ast.walk(value) if isinstance(one, ast.Constant))
