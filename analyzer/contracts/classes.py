"""What a class has, by its own body and by the classes above it."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from agentguard.analyzer.contracts.foreign import BUILTINS, METACLASSES, members_of
from agentguard.analyzer.contracts.values import Access, Class, Definition, Lack, Missing, Value
from agentguard.analyzer.model.symbols import Symbol, Target
from agentguard.analyzer.symbols.dialect import DOTTED

if TYPE_CHECKING:
    from agentguard.analyzer.contracts.lookup import Lookup

_MOST_ANCESTORS = 60
# Class decorators that add no name that a caller could miss, by their last name.
_HARMLESS = frozenset(
    {"attrs", "dataclass", "define", "final", "frozen", "runtime_checkable", "s", "total_ordering", "unique"}
)
_ABSTRACT = frozenset({"abstractmethod", "abstractproperty"})
_HOOKS = ("__getattr__", "__getattribute__")
_DYNAMIC = re.compile(rb"\bsetattr\(|\b__dict__\b")

Ancestor = Class | str


class Classes:
    """Orders classes as Python does, and finds members."""

    def __init__(self, lookup: "Lookup") -> None:
        self._lookup = lookup
        self._orders: dict[tuple[str, int], tuple[Ancestor, ...] | None] = {}

    def order(self, holder: Class) -> tuple[Ancestor, ...] | None:
        """Returns the method resolution order, None where there is none or it cannot be told.

        A foreign class stands by its qualified name, as written behind `?` where that is not known either; what is
        above it is left out.
        """
        key = (holder.file.source.path, holder.symbol.lines.first)
        if key not in self._orders:
            self._orders[key] = None
            self._orders[key] = self._linearized(holder)
        return self._orders[key]

    def member(self, holder: Class, name: str, access: Access, *, above: bool = False) -> Value | Missing | None:
        """Returns what an attribute of a class or of its objects is, None where that cannot be told.

        Args:
            holder: the class.
            name: of the attribute.
            access: whether it is reached through an object or through the class.
            above: begin behind the class, as `super()` does.
        """
        order = self.order(holder)
        if order is None:
            return None
        is_open = False
        for one in order[above:]:
            if isinstance(one, str):
                known = members_of(one)
                if known is not None and name in known:
                    return None
                is_open = is_open or known is None
                continue
            found = self._own(one, name, access, certain=not is_open)
            if found is not None:
                return found
        return self._missing(holder, name, order, is_open=is_open)

    def lacking(self, holder: Class) -> frozenset[Target]:
        """Returns the abstract methods that keep a class from being called."""
        order = self.order(holder) or ()
        if not any(one == "abc.ABC" or (isinstance(one, Class) and _has_abc(one)) for one in order):
            return frozenset()
        found = set()
        for one in order:
            for name in _abstract_methods(one) if isinstance(one, Class) else ():
                own = self.member(holder, name, Access.INSTANCE)
                if isinstance(own, Definition) and any(is_abstract(symbol) for symbol in own.symbols):
                    found.add(own.target)
        return frozenset(found)

    def _own(self, holder: Class, name: str, access: Access, *, certain: bool) -> Value | None:
        symbols = holder.file.definitions.get(f"{holder.symbol.name}.{name}", ())
        if not symbols:
            return None
        found = self._lookup.defined(holder.file, symbols)
        if isinstance(found, Definition):
            return Definition(file=holder.file, symbols=symbols, access=access, certain=certain)
        return found

    def _missing(self, holder: Class, name: str, order: Sequence[Ancestor], *, is_open: bool) -> Missing | None:
        classes = [one for one in order if isinstance(one, Class)]
        if any(_binds(one, name) for one in classes):
            return None
        is_open = is_open or any(self._may_have_more(one) for one in classes)
        return Missing(kind=Lack.MEMBER, holder=holder.target, name=name, certain=not is_open, is_open=is_open)

    def _may_have_more(self, holder: Class) -> bool:
        """Tells whether a class may have attributes that its body does not show."""
        file, own = holder.file, holder.symbol.name
        content = self._lookup.sources.content(file.source.path) or b""
        return (
            any(f"{own}.{hook}" in file.definitions for hook in _HOOKS)
            or _DYNAMIC.search(content) is not None
            or any(_last(one) not in _HARMLESS for one in _decorators(holder))
            or not self.is_usual(holder)
        )

    def is_usual(self, holder: Class) -> bool:
        """Tells whether a class has no metaclass but a known one."""
        options = dict(one.partition("=")[::2] for one in holder.file.reading.options(holder.symbol))
        return all(key.strip() != "metaclass" or _last(value) in METACLASSES for key, value in options.items())

    def _linearized(self, holder: Class) -> tuple[Ancestor, ...] | None:
        bases: list[Ancestor] = []
        rows: list[list[Ancestor]] = []
        for text in holder.symbol.bases:
            base = self._base(holder, text)
            above = self.order(base) if isinstance(base, Class) else (base,)
            if above is None:
                return None
            bases.append(above[0])
            rows.append(list(above))
        merged = _merged([*rows, bases])
        return None if merged is None else (holder, *merged)

    def _base(self, holder: Class, text: str) -> Ancestor:
        name = text.partition("[")[0].strip()
        if not DOTTED.fullmatch(name):
            return "?" + text
        scope = holder.symbol.name.rpartition(".")[0]
        found = self._lookup.within(holder.file, name.split("."), scope)
        if isinstance(found, Class):
            # The same object for the same class, so that orders can be merged.
            known = self.order(found)
            return known[0] if known else "?" + name
        return "?" + name if found is not None else self._foreign(holder, name)

    def _foreign(self, holder: Class, name: str) -> str:
        head, _, rest = name.partition(".")
        entries = holder.file.imports.get(("", head), ())
        if not entries:
            is_builtin = name in BUILTINS and not holder.file.definitions.get(name) and not holder.file.star_imports
            return f"builtins.{name}" if is_builtin else "?" + name
        entry = entries[0]
        if len(entries) > 1 or entry.level:
            return "?" + name
        return ".".join(filter(None, (entry.module, entry.name, rest)))


def _merged(rows: list[list[Ancestor]]) -> list[Ancestor] | None:
    """Merges orders by the algorithm C3, of which Python's is an instance; None where they contradict each other."""
    found: list[Ancestor] = []
    while any(rows):
        rows = [row for row in rows if row]
        head = next((row[0] for row in rows if not any(row[0] in other[1:] for other in rows)), None)
        if head is None or len(found) > _MOST_ANCESTORS:
            return None
        found.append(head)
        rows = [[one for one in row if one != head] for row in rows]
    return found


def _binds(holder: Class, name: str) -> bool:
    """Tells whether the body of a class binds a name in a way that is no definition, or cannot be read in full."""
    file, own = holder.file, holder.symbol.name
    is_bound = (own, name) in file.imports or any(one.name == name for one in file.bindings(own))
    return is_bound or bool(file.source.broken)


def is_abstract(symbol: Symbol) -> bool:
    """Tells whether a method must be defined below its class."""
    decorators = symbol.signature.decorators if symbol.signature is not None else ()
    return any(_last(one) in _ABSTRACT for one in decorators)


def _abstract_methods(holder: Class) -> Iterator[str]:
    for name, symbols in holder.file.definitions.items():
        above, _, last = name.rpartition(".")
        if above == holder.symbol.name and any(is_abstract(symbol) for symbol in symbols):
            yield last


def _has_abc(holder: Class) -> bool:
    return any(option.endswith("ABCMeta") for option in holder.file.reading.options(holder.symbol))


def _decorators(holder: Class) -> tuple[str, ...]:
    return holder.symbol.signature.decorators if holder.symbol.signature is not None else ()


def _last(text: str) -> str:
    return text.partition("(")[0].strip().rpartition(".")[2]
