"""The shape of calls, and the keys and environment variables that expressions read."""

from typing import TYPE_CHECKING, Final

from agentguard.analyzer.model.symbols import Call, NameKind
from agentguard.analyzer.symbols.dialect import Key, text_of
from agentguard.analyzer.symbols.python.strings import plain_string

if TYPE_CHECKING:
    from agentguard.analyzer.languages.grammar import Node

_ENVIRONMENTS: Final = frozenset({"os.environ", "environ"})
_GETENV: Final = frozenset({"os.getenv", "getenv"})
_VERBS: Final = frozenset({"get", "pop", "setdefault"})
_LONGEST_HOLDER: Final = 80


def read_call(arguments: "Node", source: bytes) -> Call:
    """Counts the arguments of a call."""
    if arguments.type != "argument_list":
        return Call(positional=1)
    positional, keywords, star = 0, [], False
    for child in arguments.named_children:
        match child.type:
            case "keyword_argument":
                name = child.child_by_field_name("name")
                keywords.append(text_of(name, source) if name is not None else "")
            case "list_splat" | "dictionary_splat":
                star = True
            case "comment":
                pass
            case _:
                positional += 1
    return Call(positional=positional, keywords=tuple(keywords), star=star)


def read_key(node: "Node", source: bytes) -> Key | None:
    """Reads `config["a"]["b"]`, `config.get("a")`, `os.environ["A"]` and `os.getenv("A")`."""
    if node.type == "subscript":
        return _key(*_path(node, source))
    function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    first = arguments.named_children[0] if arguments is not None and arguments.named_child_count else None
    if function is None or first is None or first.type != "string":
        return None
    key = plain_string(first, source)
    if not key:
        return None
    if function.end_byte - function.start_byte < _LONGEST_HOLDER and text_of(function, source) in _GETENV:
        return Key(path=key, kind=NameKind.ENVIRONMENT)
    verb, holder = function.child_by_field_name("attribute"), function.child_by_field_name("object")
    if verb is None or holder is None or text_of(verb, source) not in _VERBS:
        return None
    expression, keys = _path(holder, source)
    return _key(expression, [*keys, key]) if expression else None


def _key(holder: str, keys: list[str]) -> Key | None:
    if not keys:
        return None
    if holder in _ENVIRONMENTS:
        return Key(path=keys[0], kind=NameKind.ENVIRONMENT)
    return Key(path=".".join(keys), kind=NameKind.KEY, holder=holder)


def _path(node: "Node | None", source: bytes) -> tuple[str, list[str]]:
    """Splits `config["a"]["b"]` into its holder and its keys; there are no keys where one is not a plain string."""
    keys: list[str] = []
    while node is not None and node.type == "subscript":
        index = node.child_by_field_name("subscript")
        key = plain_string(index, source) if index is not None and index.type == "string" else None
        if key is None:
            return "", []
        keys.append(key)
        node = node.child_by_field_name("value")
    is_name = node is not None and node.type in {"identifier", "attribute"}
    return (text_of(node, source)[:_LONGEST_HOLDER] if node is not None and is_name else ""), keys[::-1]
