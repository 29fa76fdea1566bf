"""Whether a decorated function is still called as it is written."""

from collections.abc import Set
from typing import TYPE_CHECKING

from agentguard.analyzer.contracts.values import Definition
from agentguard.analyzer.footprint.scopes import FileScopes
from agentguard.analyzer.model.symbols import ParameterKind, Symbol, SymbolKind
from agentguard.analyzer.symbols.dialect import DOTTED

if TYPE_CHECKING:
    from agentguard.analyzer.contracts.lookup import Lookup

# Those of Python's own library, by their last name.
_HARMLESS = frozenset(
    {
        "abstractmethod", "asynccontextmanager", "cache", "classmethod", "contextmanager", "deprecated", "final",
        "lru_cache", "no_type_check", "overload", "override", "staticmethod",
    }
)  # fmt: skip
_ANYTHING = (ParameterKind.VAR_POSITIONAL, ParameterKind.VAR_KEYWORD)


def keeps_signature(
    lookup: "Lookup", file: FileScopes, symbol: Symbol, *, besides: Set[str] = frozenset()
) -> bool | None:
    """Tells whether the decorators of a function leave its signature alone, None where they only probably do.

    A decorator of the project does if it returns a function that takes anything and says by `wraps` that it stands for
    the decorated one.

    Args:
        lookup: the tree.
        file: where the function is.
        symbol: the function.
        besides: the last names of decorators that do not count.
    """
    written = symbol.signature.decorators if symbol.signature is not None else ()
    decorators = [one for one in written if last_name(one) not in besides]
    found = [_keeps(lookup, file, symbol, decorator) for decorator in decorators]
    if False in found:
        return False
    return None if None in found else True


def last_name(decorator: str) -> str:
    """Returns the last part of a decorator's name, without its arguments."""
    return decorator.partition("(")[0].strip().rpartition(".")[2]


def _keeps(lookup: "Lookup", file: FileScopes, symbol: Symbol, decorator: str) -> bool | None:
    name = "".join(decorator.partition("(")[0].split())
    scope = symbol.name.rpartition(".")[0]
    found = lookup.within(file, name.split("."), scope) if DOTTED.fullmatch(name) else None
    if isinstance(found, Definition) and not found.is_variable:
        return None if _wraps(found) else False
    return found is None and last_name(decorator) in _HARMLESS


def _wraps(decorator: Definition) -> bool:
    prefix = decorator.target.symbol + "."
    inner = (one for one in decorator.file.source.symbols if one.name.startswith(prefix))
    return any(_is_wrapper(one) for one in inner if one.kind is SymbolKind.FUNCTION)


def _is_wrapper(symbol: Symbol) -> bool:
    signature = symbol.signature
    return (
        signature is not None
        and any(last_name(one) == "wraps" for one in signature.decorators)
        and tuple(one.kind for one in signature.parameters) == _ANYTHING
    )
