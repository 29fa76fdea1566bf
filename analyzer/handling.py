"""Is a function still handled as it has to be: awaited or not, called or only read?"""

import re
from typing import Final

from agentguard.analyzer.model.symbols import Outcome, Signature
from agentguard.analyzer.model.value import dataclass

PROPERTIES: Final = frozenset({"cached_property", "property"})
# What is entered is not awaited, and what makes it can be either kind of function.
_ENTERED: Final = frozenset({"asynccontextmanager", "contextmanager"})
_AWAITABLE: Final = re.compile(r"Async|Awaitable|Coroutine|Future|Task|Generator\[")
_CALLABLE: Final = re.compile(r"Callable|Any|[Tt]ype\b|Protocol|Partial|Self")
_PLAIN: Final = frozenset({"None", "bool", "bytes", "dict", "float", "int", "list", "set", "str", "tuple"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mishandled:
    """Why a use does not do what it did.

    Attributes:
        why: in one clause.
        remedy: what to write instead.
        certain: whether it certainly goes wrong.
    """

    why: str
    remedy: str
    certain: bool


def mishandled(old: Signature, new: Signature, *, is_called: bool, outcome: Outcome | None) -> Mishandled | None:
    """Returns why a use of a function that became a property, a method or a coroutine, or ceased to be one, is wrong.

    Args:
        old: the function for which the use was written.
        new: what it meets.
        is_called: whether it is called there, and not only read.
        outcome: what becomes of the value of the call, None where that cannot be told.
    """
    if is_property(old) != is_property(new):
        return _of_property(new) if is_property(new) == is_called else None
    if old.is_async == new.is_async or is_property(old) or not is_called:
        return None
    if not _ENTERED.isdisjoint(_last_names(old) | _last_names(new)):
        return None
    return _unawaited(old, outcome) if new.is_async else _awaited(new, outcome)


def is_property(signature: Signature) -> bool:
    """Tells whether a method is read like a variable."""
    return not PROPERTIES.isdisjoint(_last_names(signature))


def _last_names(signature: Signature) -> frozenset[str]:
    return frozenset(one.partition("(")[0].strip().rpartition(".")[2] for one in signature.decorators)


def _of_property(new: Signature) -> Mishandled:
    if not is_property(new):
        return Mishandled(why="it is a method now, and is not called here", remedy="call it", certain=True)
    # A property can hold something that is called.
    certain = new.returns is not None and _CALLABLE.search(new.returns) is None
    return Mishandled(
        why="it is a property now, and its value is called here", remedy="leave the parentheses out", certain=certain
    )


def _unawaited(old: Signature, outcome: Outcome | None) -> Mishandled | None:
    if outcome not in {Outcome.DROPPED, Outcome.USED} or _AWAITABLE.search(old.returns or ""):
        return None
    is_dropped = outcome is Outcome.DROPPED
    why = "it is `async` now, and does nothing where it is not awaited" if is_dropped else "it is `async` now"
    return Mishandled(why=why, remedy="await it", certain=is_dropped)


def _awaited(new: Signature, outcome: Outcome | None) -> Mishandled | None:
    if outcome not in {Outcome.AWAITED, Outcome.USED} or _AWAITABLE.search(new.returns or ""):
        return None
    certain = outcome is Outcome.AWAITED and (new.returns or "").partition("[")[0].strip() in _PLAIN
    remedy = "leave `await` out" if outcome is Outcome.AWAITED else "do not treat what it returns as a coroutine"
    return Mishandled(why="it is not `async` any more", remedy=remedy, certain=certain)
