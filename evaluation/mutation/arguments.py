"""Does a call fit a function, and how does each look in other forms?"""

import ast
import copy
import tokenize
from collections.abc import Sequence
from io import BytesIO

from evaluation.mutation.edits import Edit, replacing

Function = ast.FunctionDef | ast.AsyncFunctionDef


def positional(function: Function, *, is_method: bool) -> list[str]:
    """Returns the parameters that take positional arguments, without the one that a method is bound to."""
    names = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
    return names[bound(function, is_method=is_method) :]


def bound(function: Function, *, is_method: bool) -> int:
    """Returns how many parameters a call through an object fills by itself."""
    static = any(isinstance(one, ast.Name) and one.id == "staticmethod" for one in function.decorator_list)
    return 1 if is_method and not static else 0


def is_plain(function: Function) -> bool:
    """Tells whether no decorator can change how it is called."""
    plain = {"staticmethod", "classmethod"}
    return all(isinstance(one, ast.Name) and one.id in plain for one in function.decorator_list)


def is_open(call: ast.Call) -> bool:
    """Tells whether `*` or `**` hides what a call passes."""
    return any(isinstance(one, ast.Starred) for one in call.args) or any(one.arg is None for one in call.keywords)


def fits(call: ast.Call, function: Function, *, is_method: bool) -> bool:
    """Tells whether a call passes what a function needs and takes, as Python would decide it at run time."""
    names = positional(function, is_method=is_method)
    only = [one.arg for one in function.args.kwonlyargs]
    if len(call.args) > len(names) and function.args.vararg is None:
        return False
    filled = set(names[: len(call.args)])
    passed = {one.arg for one in call.keywords if one.arg is not None}
    unknown = passed - {*names, *only}
    if passed & filled or (unknown and function.args.kwarg is None):
        return False
    optional = names[len(names) - len(function.args.defaults) :] if function.args.defaults else []
    free = {name for name, value in zip(only, function.args.kw_defaults, strict=True) if value is not None}
    return {*names, *only} - {*optional, *free} <= filled | passed


def with_arguments(content: bytes, function: Function, arguments: ast.arguments) -> Edit | None:
    """Rewrites the parameters of a function; None where its parentheses cannot be found."""
    opened: list[tuple[int, int]] = []
    for token in tokenize.tokenize(BytesIO(content).readline):
        if token.start < (function.lineno, 0) or token.type != tokenize.OP:
            continue
        if token.string in "([{":
            opened.append(token.end)
        elif token.string in ")]}" and opened:
            start = opened.pop()
            if not opened:
                lines = content.decode("utf-8").split("\n")
                first, last = (_bytes(lines, place) for place in (start, token.start))
                text = ast.unparse(arguments)
                return Edit(line=first[0], column=first[1], end_line=last[0], end_column=last[1], text=text)
    return None


def with_keyword(call: ast.Call, name: str) -> Edit:
    """Passes None under one more name."""
    changed = copy.deepcopy(call)
    changed.keywords.append(ast.keyword(arg=name, value=ast.Constant(value=None)))
    return replacing(call, ast.unparse(changed))


def without_keyword(call: ast.Call, name: str) -> Edit:
    """Passes one argument less."""
    changed = copy.deepcopy(call)
    changed.keywords = [one for one in changed.keywords if one.arg != name]
    return replacing(call, ast.unparse(changed))


def with_renamed_keyword(call: ast.Call, old: str, new: str) -> Edit:
    """Passes an argument under another name."""
    changed = copy.deepcopy(call)
    for one in changed.keywords:
        one.arg = new if one.arg == old else one.arg
    return replacing(call, ast.unparse(changed))


def with_keywords_from(call: ast.Call, names: Sequence[str], first: int) -> Edit:
    """Passes the positional arguments from one on by their names; `first` counts from 0."""
    changed = copy.deepcopy(call)
    extra = [
        ast.keyword(arg=name, value=value) for name, value in zip(names[first:], changed.args[first:], strict=False)
    ]
    changed.args = changed.args[:first]
    changed.keywords = [*extra, *changed.keywords]
    return replacing(call, ast.unparse(changed))


def _bytes(lines: Sequence[str], place: tuple[int, int]) -> tuple[int, int]:
    """Turns a column in characters, as the tokenizer tells it, into one in bytes."""
    line, column = place
    return line, len(lines[line - 1][:column].encode())
