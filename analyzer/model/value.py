"""Makes frozen classes as `dataclasses` does, for a tenth of what that costs at every start.

The standard decorator compiles six methods for each class, half a millisecond: with more than a hundred classes that
was a third of the time to start. Here one method is compiled, when the first value is made; the others are shared.
The standard module is imported only for who asks its functions: with `inspect` it takes as long as Python's own start.
"""

import sys
from collections.abc import Callable, Mapping
from operator import attrgetter, ge, gt, le, lt
from typing import TYPE_CHECKING, Any, NoReturn, cast

__all__ = ["dataclass", "field", "replace"]

_UNSET = object()
_OF_PLAIN_CLASSES = frozenset({"__dict__", "__weakref__"})


def _value_class(plain: type, *, kw_only: bool, eq: bool, order: bool) -> type:
    """Returns a class with slots that has the annotations of a plain one as its fields."""
    names = tuple(plain.__annotations__)
    defaults = {name: _own(vars(plain)[name]) for name in names if name in vars(plain)}
    kept = {name: one for name, one in vars(plain).items() if name not in defaults and name not in _OF_PLAIN_CLASSES}
    shared = {
        "__slots__": names,
        "__match_args__": () if kw_only else names,
        "__dataclass_fields__": _Fields(defaults, kw_only=kw_only),
        "_agentguard_init": tuple(name for name in names if _is_given(defaults.get(name))),
        "__init__": _first_init(names, defaults, kw_only=kw_only),
        "__setattr__": _refuse_to_set,
        "__delattr__": _refuse_to_delete,
        **_text_and_state(names, defaults),
        **(_comparison(names) if eq else {}),
        **(_ordering(names) if order else {}),
    }
    made: type = type(plain.__name__, plain.__bases__, {**shared, **kept})
    made.__qualname__ = plain.__qualname__
    return made


class _Field:
    """What `field` says of one."""

    __slots__ = ("default", "default_factory", "init", "repr")

    def __init__(self, default: object, default_factory: object, *, init: bool, repr: bool) -> None:  # noqa: A002
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr

    def arguments(self) -> dict[str, Any]:
        """Returns what makes a standard field of it."""
        given = {"default": self.default, "default_factory": self.default_factory}
        return {"init": self.init, "repr": self.repr, **{key: one for key, one in given.items() if one is not _UNSET}}


def _own(default: object) -> object:
    """Takes a field of the standard module for one of ours."""
    standard = sys.modules.get("dataclasses")
    if standard is None or not isinstance(default, standard.Field):
        return default
    values = (_UNSET if one is standard.MISSING else one for one in (default.default, default.default_factory))
    return _Field(*values, init=default.init, repr=default.repr)


def _is_given(default: object) -> bool:
    return not isinstance(default, _Field) or default.init


class _Fields:
    """What the functions of `dataclasses` ask for: made when one of them does, by that module itself."""

    def __init__(self, defaults: Mapping[str, object], *, kw_only: bool) -> None:
        self._defaults = defaults
        self._kw_only = kw_only

    def __get__(self, instance: object, owner: type) -> object:
        del instance
        names = {"__annotations__": owner.__annotations__, "__module__": owner.__module__, "__doc__": owner.__doc__}
        import dataclasses  # noqa: PLC0415 - as long as Python's own start

        defaults = {
            name: dataclasses.field(**one.arguments()) if isinstance(one, _Field) else one
            for name, one in self._defaults.items()
        }
        plain = type(owner.__name__, (), {**names, **defaults})
        made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, kw_only=self._kw_only)(plain)
        found = made.__dataclass_fields__
        owner.__dataclass_fields__ = found  # type: ignore[attr-defined]  # takes the place of this descriptor
        return found


def _first_init(names: tuple[str, ...], defaults: Mapping[str, object], *, kw_only: bool) -> Callable[..., None]:
    """Returns an `__init__` that puts the real one into its place when the first value is made."""

    def __init__(self: object, *args: object, **kwargs: object) -> None:  # noqa: N807 - shown in error messages
        owner = type(self)
        made = _compiled_init(owner, names, defaults, kw_only=kw_only)
        setattr(owner, "__init__", made)  # noqa: B010 - to a checker it is a method, which nobody replaces
        made(self, *args, **kwargs)

    return __init__


def _compiled_init(
    owner: type, names: tuple[str, ...], defaults: Mapping[str, object], *, kw_only: bool
) -> Callable[..., None]:
    """Compiles the real one; it sets slots by their descriptors, which is faster than `object.__setattr__`."""
    known: dict[str, Any] = {"_UNSET": _UNSET}
    parameters, lines = [], []
    for name in names:
        default = defaults.get(name, _UNSET)
        known[f"_set_{name}"] = vars(owner)[name].__set__
        value = name
        has_default = default is not _UNSET
        if isinstance(default, _Field):
            if not default.init:
                continue
            has_default = default.default_factory is not _UNSET or default.default is not _UNSET
            if default.default_factory is not _UNSET:
                known[f"_make_{name}"] = default.default_factory
                value = f"_make_{name}() if {name} is _UNSET else {name}"
            default = default.default
        known[f"_default_{name}"] = default
        parameters.append(f"{name}=_default_{name}" if has_default else name)
        lines.append(f" _set_{name}(self, {value})")
    if hasattr(owner, "__post_init__"):
        lines.append(" self.__post_init__()")
    star = ["*"] if kw_only and parameters else []
    head = f"def __init__({', '.join(['self', *star, *parameters])}):\n"
    exec(head + "\n".join(lines or [" pass"]), known)  # noqa: S102 - names of our own fields
    made = cast("Callable[..., None]", known["__init__"])
    made.__qualname__ = f"{owner.__qualname__}.__init__"
    return made


def _comparison(names: tuple[str, ...]) -> dict[str, Callable[..., Any]]:
    values = _values_of(names)

    def __eq__(self: object, other: object) -> Any:  # noqa: N807
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def __hash__(self: object) -> int:  # noqa: N807
        return hash(values(self))

    return {"__eq__": __eq__, "__hash__": __hash__}


def _ordering(names: tuple[str, ...]) -> dict[str, Callable[..., Any]]:
    values = _values_of(names)

    def ordered(compare: Callable[[Any, Any], bool]) -> Callable[[object, object], Any]:
        return lambda one, other: (
            compare(values(one), values(other)) if other.__class__ is one.__class__ else NotImplemented
        )

    return {f"__{compare.__name__}__": ordered(compare) for compare in (lt, le, gt, ge)}


def _text_and_state(names: tuple[str, ...], defaults: Mapping[str, object]) -> dict[str, Callable[..., Any]]:
    values = _values_of(names)
    hidden = {name for name, default in defaults.items() if isinstance(default, _Field) and not default.repr}

    def __repr__(self: object) -> str:  # noqa: N807
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in names if name not in hidden)
        return f"{type(self).__qualname__}({shown})"

    def __getstate__(self: object) -> list[object]:  # noqa: N807
        return list(values(self))

    def __setstate__(self: object, state: list[object]) -> None:  # noqa: N807
        for name, value in zip(names, state, strict=True):
            object.__setattr__(self, name, value)

    return {"__repr__": __repr__, "__getstate__": __getstate__, "__setstate__": __setstate__}


def _values_of(names: tuple[str, ...]) -> Callable[[object], tuple[object, ...]]:
    """Returns what reads the fields of a value; of one field alone `attrgetter` would make no tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _refuse_to_set(self: object, name: str, value: object) -> NoReturn:
    from dataclasses import FrozenInstanceError  # noqa: PLC0415 - needed only now

    del self, value
    msg = f"cannot assign to field {name!r}"
    raise FrozenInstanceError(msg)


def _refuse_to_delete(self: object, name: str) -> NoReturn:
    from dataclasses import FrozenInstanceError  # noqa: PLC0415 - needed only now

    del self
    msg = f"cannot delete field {name!r}"
    raise FrozenInstanceError(msg)


if TYPE_CHECKING:  # checkers know the standard ones, and these do the same
    from dataclasses import dataclass, field, replace
else:

    def field(*, default=_UNSET, default_factory=_UNSET, init=True, repr=True) -> _Field:  # noqa: A002
        """Does what `dataclasses.field` does with these arguments."""
        return _Field(default, default_factory, init=init, repr=repr)

    def replace(value, /, **changes):
        """Does what `dataclasses.replace` does."""
        kept = getattr(type(value), "_agentguard_init", None)
        if kept is None:
            import dataclasses  # noqa: PLC0415 - only for what the standard decorator made

            return dataclasses.replace(value, **changes)
        return type(value)(**{name: getattr(value, name) for name in kept if name not in changes}, **changes)

    def dataclass(
        *, frozen: bool, slots: bool, kw_only: bool = False, eq: bool = True, order: bool = False
    ) -> Callable[[type], type]:
        """Does what `dataclasses.dataclass` does with these arguments, for classes without bases.

        Args:
            frozen: True.
            slots: True.
            kw_only: fields are given by name only.
            eq: values are compared by their fields.
            order: which is less is told by them, too.
        """
        if not (frozen and slots):
            msg = "only for frozen classes with slots; dataclasses.dataclass makes the others"
            raise TypeError(msg)
        return lambda plain: _value_class(plain, kw_only=kw_only, eq=eq, order=order)
