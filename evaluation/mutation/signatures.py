"""Mutations of how a function is called, and two that break nothing."""

import ast
import copy
from collections.abc import Callable, Iterator

from evaluation.mutation.arguments import (
    Function,
    bound,
    is_open,
    is_plain,
    positional,
    with_arguments,
    with_keyword,
    with_keywords_from,
    with_renamed_keyword,
    without_keyword,
)
from evaluation.mutation.edits import Edit
from evaluation.mutation.names import Files, body_line, edited
from evaluation.mutation.places import Subject

_NEW = "revision"
_Change = Callable[[ast.Call], Edit | None]


def require_argument(subject: Subject, _call: ast.Call) -> Files | None:
    """Adds a keyword that every call must give, and gives it in all calls."""
    return _resign(subject, lambda arguments: _add_keyword(arguments, None), lambda call: with_keyword(call, _NEW))


def add_optional(subject: Subject, _call: ast.Call) -> Files | None:
    """Adds a keyword that may be left out: nothing breaks."""
    return _resign(subject, lambda arguments: _add_keyword(arguments, ast.Constant(value=None)), lambda _: None)


def edit_body(subject: Subject, _call: ast.Call) -> Files | None:
    """Changes the body of a function and nothing else: nothing breaks."""
    if not isinstance(subject.definition.node, Function):
        return None
    return edited(subject, {subject.path: [body_line(subject, f"{_NEW} = 1")]})


def remove_argument(subject: Subject, call: ast.Call) -> Files | None:
    """Takes a parameter out that a call passes by its name, and out of all calls."""
    name = _passed_by_name(subject, call)
    if name is None:
        return None
    return _resign(
        subject,
        lambda arguments: _drop(arguments, name),
        lambda one: without_keyword(one, name) if _passes(one, name) else None,
        f"{name} = None",
    )


def rename_argument(subject: Subject, call: ast.Call) -> Files | None:
    """Gives a parameter that a call passes by its name another one, also in all calls."""
    name = _passed_by_name(subject, call)
    if name is None:
        return None
    new = f"{_NEW}_{name}"
    return _resign(
        subject,
        lambda arguments: _rename(arguments, name, new),
        lambda one: with_renamed_keyword(one, name, new) if _passes(one, name) else None,
        f"{name} = {new}",
    )


def close_positions(subject: Subject, call: ast.Call) -> Files | None:
    """Lets the last argument that a call passes by position be passed by its name alone, and does so in all calls."""
    node = subject.definition.node
    if not isinstance(node, Function) or node.args.vararg is not None or node.args.posonlyargs:
        return None
    names = positional(node, is_method=subject.is_method)
    first = len(call.args) - 1
    if not 0 <= first < len(names):
        return None
    skipped = bound(node, is_method=subject.is_method)
    return _resign(
        subject,
        lambda arguments: _close(arguments, skipped + first),
        lambda one: with_keywords_from(one, names, first) if len(one.args) > first else None,
    )


def _resign(
    subject: Subject, change: Callable[[ast.arguments], None], mend: _Change, line: str | None = None
) -> Files | None:
    """Changes the parameters, all calls, and puts a line into the body.

    None where a use is no plain call, since nobody could mend it.
    """
    node = subject.definition.node
    if not isinstance(node, Function) or not is_plain(node) or not _are_plain(subject):
        return None
    arguments = copy.deepcopy(node.args)
    change(arguments)
    header = with_arguments(subject.places[subject.path].content, node, arguments)
    if header is None:
        return None
    edits = {
        path: [edit for call in place.calls if (edit := mend(call)) is not None]
        for path, place in subject.places.items()
    }
    edits[subject.path] += [header, *([body_line(subject, line)] if line else [])]
    return edited(subject, edits)


def _are_plain(subject: Subject) -> bool:
    for place in subject.places.values():
        called = {id(call.func) for call in place.calls}
        if any(is_open(call) or _is_generated(call) for call in place.calls):
            return False
        if any(not isinstance(use, ast.alias) and id(use) not in called for use in place.uses):
            return False
    return True


def _is_generated(call: ast.Call) -> bool:
    return any(isinstance(one, ast.GeneratorExp) for one in call.args)


def _passed_by_name(subject: Subject, call: ast.Call) -> str | None:
    """Returns a parameter that the call passes by name, and no call of the tree by position."""
    node = subject.definition.node
    if not isinstance(node, Function):
        return None
    names = positional(node, is_method=subject.is_method)
    most = max((len(one.args) for place in subject.places.values() for one in place.calls), default=0)
    usable = {*names[max(most, len(call.args)) :], *(one.arg for one in node.args.kwonlyargs)}
    return next((one.arg for one in call.keywords if one.arg in usable), None)


def _passes(call: ast.Call, name: str) -> bool:
    return any(one.arg == name for one in call.keywords)


def _add_keyword(arguments: ast.arguments, default: ast.expr | None) -> None:
    arguments.kwonlyargs.append(ast.arg(arg=_NEW))
    arguments.kw_defaults.append(default)


def _rename(arguments: ast.arguments, old: str, new: str) -> None:
    for one in _all(arguments):
        one.arg = new if one.arg == old else one.arg


def _drop(arguments: ast.arguments, name: str) -> None:
    for number, one in enumerate(arguments.kwonlyargs):
        if one.arg == name:
            del arguments.kwonlyargs[number], arguments.kw_defaults[number]
            return
    names = [one.arg for one in arguments.args]
    number = names.index(name)
    from_end = len(names) - number
    if from_end <= len(arguments.defaults):
        del arguments.defaults[len(arguments.defaults) - from_end]
    del arguments.args[number]


def _close(arguments: ast.arguments, first: int) -> None:
    closed = arguments.args[first:]
    missing = len(arguments.args) - len(arguments.defaults)
    defaults: list[ast.expr | None] = [
        arguments.defaults[number - missing] if number >= missing else None
        for number in range(first, len(arguments.args))
    ]
    arguments.args = arguments.args[:first]
    arguments.defaults = arguments.defaults[: max(0, first - missing)]
    arguments.kwonlyargs = [*closed, *arguments.kwonlyargs]
    arguments.kw_defaults = [*defaults, *arguments.kw_defaults]


def _all(arguments: ast.arguments) -> Iterator[ast.arg]:
    yield from (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
