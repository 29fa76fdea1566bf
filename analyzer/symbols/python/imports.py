"""What a file imports, and what it says that others may import from it."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from agentguard.analyzer.model.symbols import Import
from agentguard.analyzer.symbols.dialect import line_of, text_of
from agentguard.analyzer.symbols.python.strings import plain_string

if TYPE_CHECKING:
    from agentguard.analyzer.languages.grammar import Node


def read_imports(node: "Node", source: bytes) -> Iterator[Import]:
    """Yields what `import a.b as c` or `from .a import b as c, d` imports, without the scope."""
    if node.type == "import_statement":
        for child in node.named_children:
            if child.type in {"dotted_name", "aliased_import"}:
                name, alias = _aliased(child, source)
                yield Import(module=name, alias=alias or name.partition(".")[0], line=line_of(child))
        return
    module = node.child_by_field_name("module_name")
    written = _joined(module, source) if module is not None else "__future__"
    dotted = written.lstrip(".")
    level = len(written) - len(dotted)
    for child in node.named_children:
        if child.type == "wildcard_import":
            yield Import(module=dotted, level=level, name="*", alias="", line=line_of(child))
        elif child.type in {"dotted_name", "aliased_import"} and (module is None or child.id != module.id):
            name, alias = _aliased(child, source)
            yield Import(module=dotted, level=level, name=name, alias=alias or name, line=line_of(child))


def _aliased(node: "Node", source: bytes) -> tuple[str, str]:
    if node.type != "aliased_import":
        return _joined(node, source), ""
    return _joined(node.child_by_field_name("name"), source), _joined(node.child_by_field_name("alias"), source)


def _joined(node: "Node | None", source: bytes) -> str:
    return "".join(text_of(node, source).split()) if node is not None else ""


def read_exports(nodes: Iterable["Node"], source: bytes) -> tuple[str, ...] | None:
    """Reads `__all__ = [...]` and `__all__ += [...]`; None where there is none."""
    found: list[str] | None = None
    for node in nodes:
        left = node.child_by_field_name("left")
        if left is None or left.end_byte - left.start_byte != len("__all__") or text_of(left, source) != "__all__":
            continue
        found = found or []
        right = node.child_by_field_name("right")
        if right is not None:
            found += _strings(right, source)
    return None if found is None else tuple(found)


def _strings(node: "Node", source: bytes) -> Iterator[str]:
    stack = [node]
    while stack:
        one = stack.pop()
        if one.type == "string":
            text = plain_string(one, source)
            if text:
                yield text
        else:
            stack.extend(reversed(one.named_children))
