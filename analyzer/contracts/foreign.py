"""The classes of Python itself that project classes are often made of, and what they have."""

import abc
import builtins
import enum
import typing
from functools import cache
from typing import Final

# Enum's members are made by its metaclass, so that `dir` does not name them on every version.
_ENUM: Final = frozenset({"name", "value", "_name_", "_value_", "__members__", "_missing_", "_ignore_", "_order_"})
ENUMS: Final = frozenset(f"enum.{name}" for name in ("Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "ReprEnum"))
# These add nothing to a class that a caller sees.
BARE: Final = frozenset(
    {"builtins.object", "abc.ABC", "typing.Generic", "typing.Protocol", "typing_extensions.Protocol"}
)
NAMED_TUPLES: Final = frozenset({"typing.NamedTuple", "typing_extensions.NamedTuple"})
_MODULES: Final = {"abc": abc, "builtins": builtins, "enum": enum, "typing": typing, "typing_extensions": typing}
# Change neither how a class is called nor what it has.
METACLASSES: Final = frozenset({"ABCMeta", "EnumMeta", "EnumType"})
BUILTINS: Final = frozenset(dir(builtins)) | {"__file__", "__path__", "__builtins__", "__annotations__", "reveal_type"}
MODULE_NAMES: Final = frozenset(
    {
        "__all__", "__annotations__", "__builtins__", "__cached__", "__dict__", "__doc__", "__file__", "__loader__",
        "__name__", "__package__", "__path__", "__spec__",
    }
)  # fmt: skip


@cache
def members_of(name: str) -> frozenset[str] | None:
    """Returns the attributes of a class by its qualified name (`enum.Enum`), None where it is not one of these."""
    if name in BARE:
        return frozenset(dir(abc.ABC)) | {"__class_getitem__"}
    if name in NAMED_TUPLES:
        return frozenset(dir(tuple)) | {"_asdict", "_field_defaults", "_fields", "_make", "_replace"}
    module, _, last = name.rpartition(".")
    found = getattr(_MODULES.get(module), last, None) if module in {"builtins", "enum"} else None
    if not isinstance(found, type):
        return None
    return frozenset(dir(found)) | (_ENUM if name in ENUMS else frozenset())
