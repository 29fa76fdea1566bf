"""Classes whose constructor is written by their fields: dataclasses, NamedTuple, attrs where it is plain."""

import re
from collections.abc import Iterator, Sequence

from agentguard.analyzer.contracts.foreign import BARE
from agentguard.analyzer.contracts.values import Class
from agentguard.analyzer.model.symbols import Binding, BindingKind, Parameter, ParameterKind

_DATACLASS = frozenset({"dataclass", "dataclasses.dataclass"})
_ATTRS = frozenset(
    {
        "attr.dataclass", "attr.define", "attr.frozen", "attr.mutable", "attrs.define", "attrs.frozen",
        "attrs.mutable", "define", "frozen",
    }
)  # fmt: skip
_OTHERS = frozenset({"final", "total_ordering", "unique", "runtime_checkable"})
_MODULES = frozenset({"attr", "attrs", "dataclasses"})
_NAMED_TUPLE = frozenset({"NamedTuple", "typing.NamedTuple", "typing_extensions.NamedTuple"})
_MAKERS = frozenset({"attr.ib", "attrs.field", "attr.field", "dataclasses.field", "field"})
_NO_FIELD = re.compile(r"[\"']?(?:\w+\.)*ClassVar\b")
_SENTINEL = re.compile(r"(?:\w+\.)*KW_ONLY")
_DEFAULT = re.compile(r"\b(?:default|default_factory|factory)\s*=")
_OPTION = re.compile(r"\b(init|kw_only)\s*=\s*(\w+)")
# The text of a longer value is cut.
_LONGEST = 400


def is_record(holder: Class) -> bool:
    """Tells whether the fields of a class write its constructor, and nothing else about it is unusual."""
    makers = [one for one in _decorators(holder) if _name(one) not in _OTHERS]
    if not makers:
        return any(base in _NAMED_TUPLE for base in holder.symbol.bases)
    maker = makers[0]
    is_known = len(makers) == 1 and _name(maker) in _DATACLASS | _ATTRS and _comes_from(holder, _name(maker))
    return is_known and ("init", "False") not in _options(maker)


def fields_of(holder: Class, order: Sequence[Class | str]) -> tuple[Parameter, ...] | None:
    """Returns the parameters that the fields of a class make, None where they cannot be told.

    Args:
        holder: for which `is_record` holds.
        order: its method resolution order.
    """
    if any(base in _NAMED_TUPLE for base in holder.symbol.bases):
        order = (holder,)
    found: dict[str, Parameter | None] = {}
    for one in reversed(order):
        if isinstance(one, str):
            if one not in BARE:
                return None
        elif is_record(one):
            if not _is_plain(one):
                return None
            found |= dict(_own_fields(one))
        elif _decorators(one):
            return None
    fields = [field for field in found.values() if field is not None]
    # The sort keeps the order of all others.
    return tuple(sorted(fields, key=lambda one: one.kind is ParameterKind.KEYWORD_ONLY))


def _is_plain(holder: Class) -> bool:
    """Tells whether all fields of a class are written in the usual way and in full."""
    bindings = holder.file.bindings(holder.symbol.name)
    if any(len(one.value or "") >= _LONGEST and one.made_by in _MAKERS for one in bindings):
        return False
    if not _is_attrs(holder):
        return True
    has_untyped = any(one.annotation is None and one.made_by in _MAKERS for one in bindings)
    return not has_untyped and not any(one.endswith(".default") for one in _decorators_of_methods(holder))


def _own_fields(holder: Class) -> Iterator[tuple[str, Parameter | None]]:
    """Yields the fields of one class in order, None for those that the constructor does not take."""
    makers = [one for one in _decorators(holder) if _name(one) not in _OTHERS]
    keyword_only = bool(makers) and ("kw_only", "True") in _options(makers[0])
    for binding in holder.file.bindings(holder.symbol.name):
        annotation = binding.annotation
        if binding.kind is not BindingKind.VALUE or annotation is None or _NO_FIELD.match(annotation):
            continue
        if _SENTINEL.fullmatch(annotation):
            keyword_only = True
            continue
        yield binding.name, _field(binding, keyword_only=keyword_only, is_attrs=_is_attrs(holder))


def _is_attrs(holder: Class) -> bool:
    return any(_name(one) in _ATTRS for one in _decorators(holder))


def _field(binding: Binding, *, keyword_only: bool, is_attrs: bool) -> Parameter | None:
    value = binding.value
    name = binding.name.lstrip("_") if is_attrs else binding.name
    if value is not None and binding.made_by in _MAKERS:
        options = _options(value)
        keyword_only = ("kw_only", "True") in options or (keyword_only and ("kw_only", "False") not in options)
        if ("init", "False") in options:
            return None
        value = "..." if _DEFAULT.search(value) else None
    kind = ParameterKind.KEYWORD_ONLY if keyword_only else ParameterKind.POSITIONAL_OR_KEYWORD
    return Parameter(name=name, kind=kind, default=value, annotation=binding.annotation)


def _decorators_of_methods(holder: Class) -> Iterator[str]:
    for name, symbols in holder.file.definitions.items():
        if name.rpartition(".")[0] == holder.symbol.name:
            for symbol in symbols:
                yield from symbol.signature.decorators if symbol.signature is not None else ()


def _comes_from(holder: Class, name: str) -> bool:
    """Tells whether a decorator is the one of the library, and not another one of that name."""
    entries = holder.file.imports.get(("", name.partition(".")[0]), ())
    return len(entries) == 1 and not entries[0].level and entries[0].module in _MODULES


def _decorators(holder: Class) -> tuple[str, ...]:
    return holder.symbol.signature.decorators if holder.symbol.signature is not None else ()


def _name(decorator: str) -> str:
    return decorator.partition("(")[0].strip()


def _options(text: str) -> frozenset[tuple[str, str]]:
    return frozenset(_OPTION.findall(text))
