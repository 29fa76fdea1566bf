"""Methods and classes of one side that stand below a class of which the other side changed a method."""

from collections.abc import Iterator, Sequence

from agentguard.analyzer.contracts.lookup import Lookup
from agentguard.analyzer.contracts.meeting import Meeting
from agentguard.analyzer.contracts.shapes import Shape, handled_as, shape_of
from agentguard.analyzer.contracts.side import Method
from agentguard.analyzer.contracts.values import Access, Class, Definition, Missing, Value
from agentguard.analyzer.model.overlap import BreachKind, BrokenContract
from agentguard.analyzer.model.symbols import (
    Call,
    Parameter,
    ParameterKind,
    SymbolChange,
    SymbolChangeKind,
    Target,
)

_GONE = frozenset({SymbolChangeKind.REMOVED, SymbolChangeKind.RENAMED, SymbolChangeKind.MOVED})
_BY_POSITION = frozenset({ParameterKind.POSITIONAL_ONLY, ParameterKind.POSITIONAL_OR_KEYWORD})


class Overrides:
    """Holds what one side defines below others' classes against the merged tree."""

    def __init__(self, meeting: Meeting) -> None:
        self._meeting = meeting

    def all(self) -> Iterator[BrokenContract]:
        """Yields overrides whose base method changed, and classes that lack a method which has become abstract."""
        methods = self._meeting.user.methods
        for word in sorted(methods.keys() & self._meeting.causes.words):
            for method in methods[word]:
                yield from self._of_method(method)
        abstract = self._meeting.causes.abstract
        if abstract:
            for path, name in self._meeting.user.classes:
                for change in abstract:
                    yield from self._of_class(path, name, change)

    def _of_method(self, method: Method) -> Iterator[BrokenContract]:
        holder = self._meeting.user.lookup.found_class(method.path, method.holder)
        base = _above(self._meeting.user.lookup, holder, method.name)
        if holder is None or not isinstance(base, Definition) or base.is_variable:
            return
        cause = self._meeting.causes.of([self._meeting.at_base(base.target)])
        path = self._meeting.merged_path(method.path)
        after = self._meeting.merged.found_class(path, method.holder)
        line = self._meeting.merged_line(method.path, method.line)
        if cause is None or after is None or line is None or self._has_lost_a_base(holder, after):
            return
        told = self._told(after, method, base, cause)
        if told is not None:
            why, remedy = told
            yield BrokenContract(
                kind=BreachKind.OVERRIDE,
                user=self._meeting.name,
                path=path,
                line=line,
                symbol=f"{method.holder}.{method.name}",
                name=f"{method.holder}.{method.name}",
                why=why,
                remedy=remedy,
                cause=cause,
                certain=False,
            )

    def _has_lost_a_base(self, before: Class, after: Class) -> bool:
        """Tells whether the name of a base class means nothing any more, which is told where that name stands."""
        orders = self._meeting.user.lookup.classes.order(before), self._meeting.merged.classes.order(after)
        known, found = ({one for one in order or () if isinstance(one, str)} for order in orders)
        return any(name.startswith("?") for name in found - known)

    def _told(
        self, holder: Class, method: Method, base: Definition, cause: SymbolChange
    ) -> tuple[str, str | None] | None:
        """Returns why an override does not fit what it overrides any more, and what to write."""
        above = _above(self._meeting.merged, holder, method.name)
        own = self._meeting.merged.classes.member(holder, method.name, Access.INSTANCE)
        old_name = base.target.symbol
        if above is None or not isinstance(own, Definition):
            return None
        if isinstance(above, Missing):
            if cause.change not in _GONE or (above.is_open and cause.change is SymbolChangeKind.REMOVED):
                return None
            new = cause.symbol.rpartition(".")[2]
            is_renamed = cause.change is SymbolChangeKind.RENAMED and new != method.name
            return f"it overrides nothing: `{old_name}` is gone", f"name it `{new}`" if is_renamed else None
        return self._unmet(own, base, above)

    def _unmet(self, own: Definition, base: Definition, above: Value) -> tuple[str, str | None] | None:
        """Returns in what an override is called otherwise than what it overrides."""
        signatures = [handled_as(self._meeting.merged, one) for one in (own, above)]
        before = handled_as(self._meeting.user.lookup, base)
        mine, after = (one.is_async if one is not None else None for one in signatures)
        if before is not None and None not in {mine, after} and mine == before.is_async != after:
            name = base.target.symbol
            if after:
                return f"`{name}` is `async` now, which this override is not", "make it `async`"
            return f"`{name}` is not `async` any more, which this override is", "make it a plain function"
        return self._ill_fitting(own, base, above)

    def _ill_fitting(self, own: Definition, base: Definition, above: Value) -> tuple[str, str | None] | None:
        before = shape_of(self._meeting.user.lookup, base)
        after, mine = shape_of(self._meeting.merged, above), shape_of(self._meeting.merged, own)
        if before is None or after is None or mine is None or len(before.signatures) != 1 or len(after.signatures) != 1:
            return None
        old, new = before.signatures[0], after.signatures[0]
        if mine.misfit(_least(old)) is not None:
            return None
        fresh = [one.name for one in new if one.name not in {other.name for other in old}]
        name = base.target.symbol
        if mine.misfit(_least(new)) is None:
            return self._called_anew(mine, after, name)
        if not fresh:
            return f"what `{name}` must be called with does not fit this override", None
        shown = ", ".join(f"`{one}`" for one in fresh)
        return f"`{name}` takes {shown} now, which this override does not", f"take {shown} as well"

    def _called_anew(self, mine: Shape, after: Shape, name: str) -> tuple[str, str | None] | None:
        """Looks for a call that the other side wrote, which fits the new base method and not the override."""
        last = name.rpartition(".")[2]
        for reference in self._meeting.definer.references.get(last, ()):
            call = reference.call
            if call is None or not reference.name.endswith(f".{last}") or after.misfit(call) is not None:
                continue
            found = mine.misfit(call)
            if found is not None:
                shown = f"`{reference.name}` is called in {reference.path}:{reference.line} as this override cannot be"
                return f"{shown}: {found.why}", f"take `{found.parameter}` as well" if found.parameter else None
        return None

    def _of_class(self, path: str, name: str, change: SymbolChange) -> Iterator[BrokenContract]:
        lookup, merged = self._meeting.user.lookup, self._meeting.merged
        merged_path = self._meeting.merged_path(path)
        before, after = lookup.found_class(path, name), merged.found_class(merged_path, name)
        lacking = merged.classes.lacking(after) if after is not None else frozenset()
        target = Target(path=change.path, symbol=change.symbol)
        if before is None or after is None or target not in lacking or lookup.classes.lacking(before):
            return
        holder, _, method = change.symbol.rpartition(".")
        yield BrokenContract(
            kind=BreachKind.OVERRIDE,
            user=self._meeting.name,
            path=merged_path,
            line=after.symbol.lines.first,
            symbol=name,
            name=f"class {name}",
            why=f"`{holder}` has an abstract method `{method}` now, which `{name}` does not define",
            remedy=f"define `{method}` in `{name}`",
            cause=change,
            certain=any(one.call is not None for one in self._meeting.user.references.get(name, ())),
        )


def _above(lookup: Lookup, holder: Class | None, name: str) -> Value | Missing | None:
    return lookup.classes.member(holder, name, Access.INSTANCE, above=True) if holder is not None else None


def _least(parameters: Sequence[Parameter]) -> Call:
    """Returns the shortest call that fits."""
    needed = [one for one in parameters if one.default is None]
    return Call(
        positional=sum(one.kind in _BY_POSITION for one in needed),
        keywords=tuple(one.name for one in needed if one.kind is ParameterKind.KEYWORD_ONLY),
    )
