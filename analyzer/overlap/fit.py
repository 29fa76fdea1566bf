"""Whether a use still has what it uses after the other side's change."""

from agentguard.analyzer.calls import misfit
from agentguard.analyzer.footprint.resolve import Resolver
from agentguard.analyzer.footprint.work import Work
from agentguard.analyzer.handling import PROPERTIES, is_property, mishandled
from agentguard.analyzer.model.overlap import Fit
from agentguard.analyzer.model.symbols import (
    Call,
    Name,
    Parameter,
    Reference,
    Signature,
    SymbolChange,
    SymbolChangeKind,
    SymbolKind,
    Target,
)
from agentguard.analyzer.model.value import dataclass
from agentguard.analyzer.overlap.definitions import Definitions
from agentguard.analyzer.overlap.entries import only_adds

_TAKEN_AWAY = frozenset({SymbolChangeKind.REMOVED, SymbolChangeKind.RENAMED, SymbolChangeKind.MOVED})
_OF_CODE = frozenset({SymbolKind.FUNCTION, SymbolKind.CLASS, SymbolKind.METHOD, SymbolKind.VARIABLE})
_VALUES = frozenset({SymbolKind.VARIABLE, SymbolKind.KEY})
# Under these a function is called as it is written, or read.
_PLAIN = PROPERTIES | {
    "staticmethod", "classmethod", "abstractmethod", "abc.abstractmethod", "override", "final",
    "functools.cached_property",
}  # fmt: skip
_FUNCTIONS = frozenset({SymbolKind.FUNCTION, SymbolKind.METHOD})


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is left of a use, and in one clause what does not fit."""

    fit: Fit
    why: str = ""


class Aftermath:
    """What a piece of work left of what it changed."""

    def __init__(self, work: Work) -> None:
        self._definitions = work.beside(Definitions)
        self._resolver = Resolver(work.new)
        self._known: dict[Target, bool] = {}
        self._values: dict[Target, Fit] = {}

    def judge(self, user: Work, use: Reference, before: Target, change: SymbolChange) -> Verdict:
        """Tells whether a use of another side still fits.

        Args:
            user: the other side.
            use: in the tree after its work.
            before: what it means, in the tree before the work.
            change: what the work did to that.
        """
        if change.change in _TAKEN_AWAY:
            return Verdict(fit=Fit.FITS if self._is_there(before, change.kind) else Fit.GONE)
        if change.change is SymbolChangeKind.SIGNATURE and change.kind in _FUNCTIONS:
            return of_function(user, use, change)
        return Verdict(fit=self._of_value(before, change) if change.kind in _VALUES else Fit.CHANGED)

    def _of_value(self, before: Target, change: SymbolChange) -> Fit:
        """Tells whether a constant or setting has another value.

        A list that only grew has what it had, and of a table of many lines nobody can tell which part is used.
        """
        if before not in self._values:
            old = self._definitions.old.tokens(before)
            new = self._definitions.new.tokens(Target(path=change.path, symbol=change.symbol))
            is_one_line = change.lines is not None and change.lines.first == change.lines.last
            changed = Fit.VALUE if is_one_line else Fit.CHANGED
            self._values[before] = Fit.FITS if only_adds(old, new) else changed
        return self._values[before]

    def _is_there(self, before: Target, kind: SymbolKind) -> bool:
        """Tells whether a name still means something where it was defined: by an import, a base class, a new value."""
        if before not in self._known:
            self._known[before] = kind in _OF_CODE and self._finds(before)
        return self._known[before]

    def _finds(self, before: Target) -> bool:
        name = Name(text=before.symbol, line=1, end_line=1)
        found = self._resolver.resolve(before.path, name)
        if found is not None:
            # What is no member of a class is told to be the class itself.
            return found.symbol.rpartition(".")[2] == before.symbol.rpartition(".")[2] or "." not in before.symbol
        scopes = self._resolver.scopes(before.path)
        return scopes is not None and scopes.imported(before.symbol) is not None


def of_function(user: Work, use: Reference, change: SymbolChange) -> Verdict:
    """Tells whether a use of a function of which another side changed the signature still fits.

    Args:
        user: the side that uses it.
        use: in the tree after its work.
        change: what the other side did to the function.
    """
    old, new = change.old_signature, change.signature
    if old is None or new is None or not {*old.decorators, *new.decorators} <= _PLAIN:
        return Verdict(fit=Fit.CHANGED)
    reading = user.new.reading(use.path) if old.is_async != new.is_async else None
    outcome = reading.setting(use.line, use.name).outcome if reading is not None else None
    wrong = mishandled(old, new, is_called=use.call is not None, outcome=outcome)
    if wrong is not None:
        return Verdict(fit=Fit.MISFIT, why=wrong.why)
    if use.call is None or is_property(old) or is_property(new):
        return Verdict(fit=Fit.CHANGED)
    return _of_call(use.call, old, new, change.kind)


def _of_call(call: Call, old: Signature, new: Signature, kind: SymbolKind) -> Verdict:
    wrong = misfit(call, _filled(new, kind))
    if wrong is None or misfit(call, _filled(old, kind)) is not None:
        return Verdict(fit=Fit.CHANGED if old.decorators != new.decorators else Fit.FITS)
    return Verdict(fit=Fit.MISFIT, why=wrong.why)


def _filled(signature: Signature, kind: SymbolKind) -> tuple[Parameter, ...]:
    """Returns the parameters that a caller fills."""
    is_bound = kind is SymbolKind.METHOD and "staticmethod" not in signature.decorators
    return signature.parameters[1:] if is_bound else signature.parameters
