"""Names that may belong to somebody outside of the repository, although only one definition in it has them."""

import ast
import builtins
import io
import logging
import pathlib
import re
import subprocess
import threading
from collections import OrderedDict, deque
from collections.abc import Collection, Iterator

from agentguard.analyzer.git.repository import Repository

_TYPES: tuple[object, ...] = (
    *vars(builtins).values(),
    io.TextIOWrapper,
    logging.Logger,
    pathlib.Path,
    re.Pattern,
    subprocess.Popen,
    threading.Thread,
    OrderedDict,
    deque,
)
_COMMON = frozenset({*dir(builtins), *(name for one in _TYPES for name in dir(one))})


def is_common(name: str) -> bool:
    """Tells whether an object of Python itself has the name."""
    return name in _COMMON


def has_foreign_use(tree: ast.Module, name: str, own_modules: Collection[str]) -> bool:
    """Tells whether a use of a name in a file leads out of the repository: it is imported, or reached, from there.

    Args:
        tree: the file.
        name: the name.
        own_modules: first parts of the names of modules that the repository has.
    """
    outside = set(_outside(tree, own_modules))
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=module, names=names, level=0):
                if any(one.name == name for one in names) and not _is_own(module or "", own_modules):
                    return True
            case ast.Attribute(attr=own) if own == name and _root(node) in outside:
                return True
    return False


def own_modules(repository: Repository, commit: str) -> frozenset[str]:
    """Returns the first parts of the names under which what is in a tree is imported."""
    paths = {path for path in repository.list_tree(repository.tree(commit)) if path.endswith(".py")}
    packages = {str(pathlib.PurePosixPath(path).parent) for path in paths if path.endswith("/__init__.py")}
    return frozenset(_first_part(pathlib.PurePosixPath(path), packages) for path in paths)


def _first_part(path: pathlib.PurePosixPath, packages: Collection[str]) -> str:
    top = path
    while str(top.parent) in packages:
        top = top.parent
    return top.stem


def _outside(tree: ast.Module, own: Collection[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                for one in names:
                    if not _is_own(one.name, own):
                        yield one.asname or one.name.partition(".")[0]
            case ast.ImportFrom(module=module, names=names, level=0) if not _is_own(module or "", own):
                yield from (one.asname or one.name for one in names)


def _is_own(module: str, own: Collection[str]) -> bool:
    return module.partition(".")[0] in own


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""
