"""Mutations of what a definition is called and where it is: renamed, removed, moved."""

import ast
import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from evaluation.mutation.edits import Edit, apply_edits, inserting_line, replacing, replacing_end
from evaluation.mutation.index import Use
from evaluation.mutation.places import Place, Subject

Files = Mapping[str, bytes]


def edited(subject: Subject, edits: Mapping[str, list[Edit]]) -> dict[str, bytes] | None:
    """Applies edits by path; None where they overlap, or what comes out is no Python."""
    files = {}
    for path, own in edits.items():
        content = apply_edits(subject.places[path].content, own)
        if content is None or not _parses(content):
            return None
        if own:
            files[path] = content
    return files


def rename(subject: Subject) -> Files | None:
    """Gives a definition another name, everywhere."""
    new = renamed(subject.name)
    edits = {path: [_renaming(use, subject.name, new) for use in place.uses] for path, place in subject.places.items()}
    for path, place in subject.places.items():
        edits[path] += [replacing(one, repr(new)) for one in place.exports]
    edits[subject.path].append(_renaming_definition(subject, new))
    return edited(subject, edits)


def renamed(name: str) -> str:
    """Returns the new name: one more word in front, in the style of the old one."""
    bare = name.lstrip("_")
    lead = name[: len(name) - len(bare)]
    return f"{lead}Revised{bare}" if bare[:1].isupper() else f"{lead}revised_{bare}"


def remove(subject: Subject) -> Files | None:
    """Takes a definition out; calls of it become None, imports and exports of it go."""
    edits = {path: _without(place) for path, place in subject.places.items()}
    found = {path: own for path, own in edits.items() if own is not None}
    if len(found) != len(edits):
        return None
    found[subject.path].append(_taking_out(subject))
    return edited(subject, found)


def move(subject: Subject) -> Files | None:
    """Moves a function or class of a module's top level into a new module beside it, and mends all imports."""
    stem = PurePosixPath(subject.path).stem
    own = subject.places[subject.path]
    if subject.is_method or own.uses or own.exports or stem == "__init__":
        return None
    edits: dict[str, list[Edit]] = {subject.path: [_taking_out(subject)]}
    for path, place in subject.places.items():
        if path != subject.path:
            moved = _moved_imports(place, subject.name, stem)
            if moved is None:
                return None
            edits[path] = moved
    files = edited(subject, edits)
    if files is None:
        return None
    target = str(PurePosixPath(subject.path).with_name(f"{stem}_parts.py"))
    return {**files, target: _new_module(subject, own, stem)}


def _renaming(use: Use, old: str, new: str) -> Edit:
    if isinstance(use, ast.Attribute):
        return replacing_end(use, len(old.encode()), new)
    return replacing(use, new)


def _renaming_definition(subject: Subject, new: str) -> Edit:
    node = subject.definition.node
    line = subject.places[subject.path].content.split(b"\n")[node.lineno - 1]
    match = re.search(rb"\b%s\b" % subject.name.encode(), line[node.col_offset :])
    column = node.col_offset + (match.start() if match else 0)
    return Edit(
        line=node.lineno,
        column=column,
        end_line=node.lineno,
        end_column=column + len(subject.name.encode()),
        text=new,
    )


def _without(place: Place) -> list[Edit] | None:
    """Returns the edits that take all uses out of a file; None where one is neither a call nor an import."""
    edits = [replacing(call, "None") for call in place.calls]
    called = {id(call.func) for call in place.calls}
    imports = {id(one) for one in place.uses if isinstance(one, ast.alias)}
    if place.exports or any(id(use) not in called | imports for use in place.uses):
        return None
    importing = (node for node in ast.walk(place.module.tree) if isinstance(node, ast.ImportFrom))
    held = (node for node in importing if imports & {id(one) for one in node.names})
    return [*edits, *(replacing(node, _import_without(node, imports) or "pass") for node in held)]


def _import_without(node: ast.ImportFrom, left_out: set[int]) -> str:
    kept = [one for one in node.names if id(one) not in left_out]
    return ast.unparse(ast.ImportFrom(module=node.module, names=kept, level=node.level)) if kept else ""


def _taking_out(subject: Subject) -> Edit:
    definition = subject.definition
    left = f"{' ' * definition.node.col_offset}pass\n" if _is_alone(subject) else ""
    return Edit(line=definition.first, column=0, end_line=definition.last + 1, end_column=0, text=left)


def _is_alone(subject: Subject) -> bool:
    """Tells whether nothing would be left of the block that holds the definition."""
    node = subject.definition.node
    blocks = (
        getattr(holder, field, None)
        for holder in ast.walk(subject.places[subject.path].module.tree)
        for field in ("body", "orelse", "handlers", "finalbody")
    )
    return any(block == [node] for block in blocks)


def _moved_imports(place: Place, name: str, stem: str) -> list[Edit] | None:
    edits = []
    imports = {id(one) for one in place.uses if isinstance(one, ast.alias)}
    if not imports or any(isinstance(use, ast.Attribute) for use in place.uses):
        return None
    for node in ast.walk(place.module.tree):
        if not isinstance(node, ast.ImportFrom) or not imports & {id(one) for one in node.names}:
            continue
        if (node.module or "").rpartition(".")[2] != stem:
            return None
        rest = _import_without(node, imports)
        moved = ast.unparse(
            ast.ImportFrom(module=f"{node.module}_parts", names=[ast.alias(name=name)], level=node.level)
        )
        indent = "\n" + " " * node.col_offset
        edits.append(replacing(node, f"{rest}{indent}{moved}" if rest else moved))
    return edits


def _new_module(subject: Subject, own: Place, stem: str) -> bytes:
    used = {node.id for node in ast.walk(subject.definition.node) if isinstance(node, ast.Name)}
    bound = {one.qualified for one in own.module.definitions if "." not in one.qualified}
    for node in own.module.tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            bound |= {one.asname or one.name.partition(".")[0] for one in node.names}
    needed = sorted((used & bound) - {subject.name, "annotations"})
    lines = own.content.split(b"\n")[subject.definition.first - 1 : subject.definition.last]
    head = f"from .{stem} import {', '.join(needed)}\n\n\n" if needed else ""
    return head.encode() + b"\n".join(lines) + b"\n"


def _parses(content: bytes) -> bool:
    try:
        ast.parse(content)
    except (SyntaxError, ValueError):
        return False
    return True


def body_line(subject: Subject, text: str) -> Edit:
    """Puts a statement at the start of a function's body, behind its docstring."""
    node = subject.definition.node
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        msg = "only functions have a body"
        raise TypeError(msg)
    first = node.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    line = (first.end_lineno or first.lineno) + 1 if documented else first.lineno
    return inserting_line(line, f"{' ' * first.col_offset}{text}\n")
