"""What a Python file defines and calls, read by Python's own parser: the truth must not come from what is measured."""

import ast
import warnings
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A function, method, class or module-level name; `arguments` as written, None unless it is a function."""

    name: str
    qualified: str
    first: int
    last: int
    arguments: str | None
    node: ast.stmt


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One parsed file."""

    tree: ast.Module
    definitions: tuple[Definition, ...]

    def innermost(self, line: int) -> Definition | None:
        """Returns the smallest definition that holds a line, None where it stands outside of all."""
        holders = [one for one in self.definitions if one.first <= line <= one.last]
        return min(holders, key=lambda one: one.last - one.first, default=None)


def read_module(content: bytes | None) -> Module | None:
    """Parses a file; None where there is none, or this Python cannot read it."""
    if content is None:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(content)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return Module(tree=tree, definitions=tuple(_definitions(tree, "")))


def _definitions(holder: ast.AST, prefix: str) -> Iterator[Definition]:
    for node in ast.iter_child_nodes(holder):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield from _definition(node, prefix)
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                yield Definition(
                    name=name,
                    qualified=prefix + name,
                    first=node.lineno,
                    last=node.end_lineno or node.lineno,
                    arguments=None,
                    node=node,
                )
            case ast.If() | ast.Try() | ast.With():
                yield from _definitions(node, prefix)


def _definition(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, prefix: str) -> Iterator[Definition]:
    decorators = [one.lineno for one in node.decorator_list]
    is_class = isinstance(node, ast.ClassDef)
    yield Definition(
        name=node.name,
        qualified=prefix + node.name,
        first=min([node.lineno, *decorators]),
        last=node.end_lineno or node.lineno,
        arguments=None if isinstance(node, ast.ClassDef) else ast.unparse(node.args),
        node=node,
    )
    # What a function defines inside of itself is its own affair.
    if is_class:
        yield from _definitions(node, f"{prefix}{node.name}.")


def called_name(call: ast.Call) -> str | None:
    """Returns the last part of what is called, None where that is no name."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return None
