"""What the variables of functions and the attributes of objects are instances of."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from agentguard.analyzer.contracts.values import Access, Class, Definition, Instance, Missing, Value
from agentguard.analyzer.footprint.scopes import FileScopes, outwards
from agentguard.analyzer.model.symbols import Binding, BindingKind, Symbol, SymbolKind
from agentguard.analyzer.model.value import replace
from agentguard.analyzer.symbols.dialect import DOTTED

if TYPE_CHECKING:
    from agentguard.analyzer.contracts.lookup import Lookup

_OPTIONAL = re.compile(r"(?:\w+\.)*Optional\[(.*)\]|(.*?)\s*\|\s*None|None\s*\|\s*(.*)", re.DOTALL)
_OF_CLASS = frozenset({"__new__", "__init_subclass__", "__class_getitem__"})
# Decorators under which the first parameter is still what its name says.
_PLAIN = frozenset(
    {"abstractmethod", "cache", "cached_property", "classmethod", "contextmanager", "asynccontextmanager", "deleter",
     "final", "getter", "lru_cache", "override", "property", "setter"}
)  # fmt: skip
_PROPERTIES = frozenset({"cached_property", "property"})
_SELF = frozenset({"Self", "typing.Self", "typing_extensions.Self"})


class Locals:
    """Follows a variable to the class that its one value is made of."""

    def __init__(self, lookup: "Lookup") -> None:
        self._lookup = lookup

    def bound(self, file: FileScopes, level: str, bindings: Sequence[Binding]) -> Value | None:
        """Returns what the bindings of one name in a function give it, None where that cannot be told."""
        first = self._first_parameter(file, level, bindings)
        if first is not None:
            return first
        if len(bindings) == 1:
            return self._value(file, level, bindings[0])
        # Whatever else it is given has the annotated type; overloads annotate it several times.
        annotated = {one.annotation: one for one in bindings if one.annotation is not None}
        return self._value(file, level, *annotated.values()) if len(annotated) == 1 else None

    def above(self, file: FileScopes, scope: str, rest: Sequence[str]) -> tuple[Value | Missing | None, Sequence[str]]:
        """Returns what `super().name` means in a scope, and what stands behind the name."""
        method = self._method(file, scope)
        holder = self._holder(file, method)
        if method is None or holder is None or not rest:
            return None, ()
        access = Access.CLASS if _is_of_class(method) else Access.INSTANCE
        return self._lookup.classes.member(holder, rest[0], access, above=True), rest[1:]

    def instance(self, variable: Definition) -> Instance | None:
        """Returns what a variable of a module, an attribute of a class or object or a property holds."""
        if not variable.is_variable:
            return self._of_property(variable)
        name = variable.symbols[0].name
        holder, _, last = name.rpartition(".")
        file = variable.file
        found = [(holder, one) for one in file.bindings(holder) if one.name == last]
        if holder:
            for method in _methods(file, holder):
                found += [(method, one) for one in file.bindings(method) if one.name == f"self.{last}"]
        # A class-level annotation says it for all; `None` is no value of a class.
        annotated = [pair for pair in found if pair[1].annotation is not None]
        valued = [pair for pair in found if pair[1].value not in {None, "None"}]
        chosen = annotated if annotated else valued
        if len(chosen) != 1:
            return None
        value = self._value(file, *chosen[0])
        is_certain = len(found) == 1
        return replace(value, certain=value.certain and is_certain) if isinstance(value, Instance) else None

    def made(self, file: FileScopes, scope: str, made_by: str) -> Instance | None:
        """Returns the object that a call of a dotted name returns, None where that cannot be told."""
        maker = self._lookup.within(file, made_by.split("."), scope)
        if isinstance(maker, Class):
            return Instance(of=maker, certain=maker.certain)
        if not isinstance(maker, Definition) or len(maker.symbols) != 1:
            return None
        signature = maker.symbols[0].signature
        if signature is None or signature.is_async or signature.returns is None:
            return None
        if any(_last(one) not in {"staticmethod", "classmethod", "cache", "lru_cache"} for one in signature.decorators):
            return None
        return self._annotated(maker.file, maker.symbols[0].name.rpartition(".")[0], signature.returns)

    def _of_property(self, getter: Definition) -> Instance | None:
        signature = getter.symbols[0].signature
        if signature is None or signature.returns is None or signature.is_async:
            return None
        if not any(_last(one) in _PROPERTIES for one in signature.decorators):
            return None
        return self._annotated(getter.file, getter.symbols[0].name.rpartition(".")[0], signature.returns)

    def _first_parameter(self, file: FileScopes, level: str, bindings: Sequence[Binding]) -> Value | None:
        method = file.symbols.get(level)
        holder = self._holder(file, method)
        if method is None or holder is None or any(one.kind is not BindingKind.PARAMETER for one in bindings):
            return None
        is_plain = True
        for symbol in file.definitions[level]:
            signature = symbol.signature
            if signature is None or not signature.parameters or signature.parameters[0].name != bindings[0].name:
                return None
            is_plain = is_plain and all(_last(one) in _PLAIN for one in signature.decorators)
        if not is_plain:
            # Whatever the decorator does, what is called `self` is an object of the class, mostly.
            return Instance(of=holder, certain=False) if bindings[0].name == "self" else None
        return holder if _is_of_class(method) else Instance(of=holder)

    def _method(self, file: FileScopes, scope: str) -> Symbol | None:
        """Returns the method whose body holds a scope."""
        return next(
            (one for level in outwards(scope) if (one := file.symbols.get(level)) and one.kind is SymbolKind.METHOD),
            None,
        )

    def _holder(self, file: FileScopes, method: Symbol | None) -> Class | None:
        if method is None or method.kind is not SymbolKind.METHOD:
            return None
        symbols = file.definitions.get(method.name.rpartition(".")[0], ())
        is_class = len(symbols) == 1 and symbols[0].kind is SymbolKind.CLASS
        return Class(file=file, symbol=symbols[0]) if is_class else None

    def _value(self, file: FileScopes, scope: str, binding: Binding) -> Value | None:
        if binding.kind is BindingKind.OTHER:
            return None
        if binding.annotation is not None:
            return self._annotated(file, scope, binding.annotation)
        if binding.kind is BindingKind.PARAMETER:
            return None
        if binding.made_by:
            made = self.made(file, scope, binding.made_by)
            return self._entered(made) if binding.kind is BindingKind.WITH else made
        return self._passed_on(file, scope, binding)

    def _passed_on(self, file: FileScopes, scope: str, binding: Binding) -> Value | None:
        """Follows `self.client = client` to the annotation of the parameter."""
        value = binding.value or ""
        if binding.kind is not BindingKind.VALUE or not value.isidentifier() or value == binding.name or not scope:
            return None
        sources = [one for one in file.bindings(scope) if one.name == value]
        is_parameter = len(sources) == 1 and sources[0].kind is BindingKind.PARAMETER
        return self._value(file, scope, sources[0]) if is_parameter else None

    def _entered(self, made: Instance | None) -> Instance | None:
        """Returns what `with` binds: mostly the object itself, if its `__enter__` says so."""
        enter = self._lookup.classes.member(made.of, "__enter__", Access.INSTANCE) if made is not None else None
        if made is None or not isinstance(enter, Definition) or len(enter.symbols) != 1:
            return None
        signature = enter.symbols[0].signature
        returns = (signature.returns or "").strip("\"'") if signature is not None else ""
        is_itself = returns in _SELF or returns == made.of.symbol.name
        return replace(made, certain=False) if is_itself else None

    def _annotated(self, file: FileScopes, scope: str, annotation: str) -> Instance | None:
        text = annotation.strip().strip("\"'").strip()
        optional = _OPTIONAL.fullmatch(text)
        if optional is not None:
            text = next(filter(None, optional.groups()), "").strip()
        if not DOTTED.fullmatch(text):
            return None
        found = self._lookup.within(file, text.split("."), scope)
        return Instance(of=found, certain=False) if isinstance(found, Class) else None


def _methods(file: FileScopes, holder: str) -> Iterator[str]:
    for name, symbols in file.definitions.items():
        if name.rpartition(".")[0] == holder and any(one.kind is SymbolKind.METHOD for one in symbols):
            yield name


def _is_of_class(method: Symbol) -> bool:
    decorators = method.signature.decorators if method.signature is not None else ()
    return method.name.rpartition(".")[2] in _OF_CLASS or any(_last(one) == "classmethod" for one in decorators)


def _last(text: str) -> str:
    return text.partition("(")[0].strip().rpartition(".")[2]
