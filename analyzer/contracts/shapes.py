"""How what was found is called: the parameters that a caller fills."""

from typing import TYPE_CHECKING

from agentguard.analyzer.calls import Misfit, misfit
from agentguard.analyzer.contracts.decorators import keeps_signature, last_name
from agentguard.analyzer.contracts.fields import fields_of, is_record
from agentguard.analyzer.contracts.foreign import BARE
from agentguard.analyzer.contracts.values import Access, Class, Definition, Value
from agentguard.analyzer.handling import PROPERTIES, is_property
from agentguard.analyzer.model.symbols import Call, Parameter, ParameterKind, Signature, Symbol, Target
from agentguard.analyzer.model.value import dataclass, replace

if TYPE_CHECKING:
    from agentguard.analyzer.contracts.lookup import Lookup

_HARMLESS_TO_CLASSES = frozenset({"final", "runtime_checkable", "total_ordering", "unique"})
# They write a constructor where a class has none.
_MAKERS = frozenset({"dataclass", "define", "frozen", "mutable"})
_OPEN = frozenset({ParameterKind.VAR_POSITIONAL, ParameterKind.VAR_KEYWORD})
_CONSTRUCTORS = ("__new__", "__init__")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The signatures that something can be called with.

    Attributes:
        signatures: a call fits if it fits one of them.
        origins: the definitions that say so, such as the `__init__` of a base class.
        certain: no decorator stands between that only probably leaves them alone.
    """

    signatures: tuple[tuple[Parameter, ...], ...]
    origins: tuple[Target, ...]
    certain: bool = True

    def misfit(self, call: Call) -> Misfit | None:
        """Returns why a call fits none of the signatures, None where it fits one."""
        found = [misfit(call, signature) for signature in self.signatures]
        return None if None in found or not found else found[-1]


def shape_of(lookup: "Lookup", value: Value) -> Shape | None:
    """Returns how a value is called, None where that cannot be told."""
    match value:
        case Definition():
            return _of_definition(lookup, value)
        case Class():
            return _of_class(lookup, value)
        case _:
            return None


def handled_as(lookup: "Lookup", value: Value) -> Signature | None:
    """Returns the signature that says whether a function is awaited, called or read, None where that cannot be told.

    Of a property, which may stand there with its setter, it is that of the getter.
    """
    if not isinstance(value, Definition) or value.is_variable:
        return None
    signatures = [one.signature for one in value.symbols if one.signature is not None]
    found = next((one for one in signatures if is_property(one)), signatures[0] if len(value.symbols) == 1 else None)
    is_plain = keeps_signature(lookup, value.file, value.symbols[0], besides=PROPERTIES)
    return found if is_plain else None


def _of_definition(lookup: "Lookup", found: Definition) -> Shape | None:
    known = [keeps_signature(lookup, found.file, symbol) for symbol in found.symbols]
    signatures = [_signature(symbol, found.access) for symbol in found.symbols]
    if False in known or None in signatures:
        return None
    plain = tuple(one for one in signatures if one is not None)
    return Shape(signatures=plain, origins=(found.target,), certain=None not in known)


def _signature(symbol: Symbol, access: Access) -> tuple[Parameter, ...] | None:
    """Returns the parameters of one definition without those that Python fills."""
    signature = symbol.signature
    if signature is None:
        return None
    decorators = {last_name(one) for one in signature.decorators}
    parameters = signature.parameters
    if access is Access.PLAIN or "staticmethod" in decorators or symbol.name.endswith(".__new__"):
        return parameters
    if access is Access.CLASS and "classmethod" not in decorators:
        return parameters
    return _bound(parameters)


def _bound(parameters: tuple[Parameter, ...]) -> tuple[Parameter, ...] | None:
    """Returns parameters without the first one; None where there is none to fill."""
    if not parameters or parameters[0].kind is ParameterKind.KEYWORD_ONLY:
        return None
    return parameters if parameters[0].kind in _OPEN else parameters[1:]


def _of_class(lookup: "Lookup", found: Class) -> Shape | None:
    order = lookup.classes.order(found)
    if order is None or not all(lookup.classes.is_usual(one) for one in order if isinstance(one, Class)):
        return None
    for one in order:
        if isinstance(one, str):
            if one in BARE:
                continue
            return None
        own = [name for name in _CONSTRUCTORS if f"{one.symbol.name}.{name}" in one.file.definitions]
        if own:
            return _constructor(lookup, one, own[0]) if len(own) == 1 else None
        if is_record(one):
            parameters = fields_of(one, order)
            origins = tuple(other.target for other in order if isinstance(other, Class))
            return None if parameters is None else Shape(signatures=(parameters,), origins=origins)
        if not _is_plain(one, _HARMLESS_TO_CLASSES):
            return None
    return Shape(signatures=((),), origins=tuple(other.target for other in order if isinstance(other, Class)))


def _constructor(lookup: "Lookup", holder: Class, name: str) -> Shape | None:
    symbols = holder.file.definitions[f"{holder.symbol.name}.{name}"]
    shape = _of_definition(lookup, Definition(file=holder.file, symbols=symbols))
    parameters = [_bound(signature) for signature in shape.signatures] if shape is not None else []
    if shape is None or None in parameters or not _is_plain(holder, _HARMLESS_TO_CLASSES | _MAKERS):
        return None
    plain = tuple(one for one in parameters if one is not None)
    return replace(shape, signatures=plain, origins=(*shape.origins, holder.target))


def _is_plain(holder: Class, harmless: frozenset[str]) -> bool:
    """Tells whether the decorators of a class leave its constructor alone."""
    decorators = holder.symbol.signature.decorators if holder.symbol.signature is not None else ()
    return all(last_name(one) in harmless for one in decorators)
