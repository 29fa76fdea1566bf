"""Symbols that two pieces of work both change, and how near the two changes come to each other."""

from agentguard.analyzer.categories import category
from agentguard.analyzer.footprint.work import Work
from agentguard.analyzer.model.changes import Category, Lines
from agentguard.analyzer.model.flow import Step
from agentguard.analyzer.model.overlap import Closeness, SharedSymbol
from agentguard.analyzer.model.symbols import SymbolChange, SymbolChangeKind, SymbolKind, Target
from agentguard.analyzer.model.value import dataclass
from agentguard.analyzer.overlap.definitions import Definitions
from agentguard.analyzer.overlap.edits import Version, versions
from agentguard.analyzer.overlap.entries import add_entries, only_adds
from agentguard.analyzer.overlap.identity import by_origin
from agentguard.analyzer.overlap.ties import LOOSE, Tie, TieKind, ties

_CALLED = frozenset({SymbolKind.FUNCTION, SymbolKind.METHOD})
# A value that is one token, behind the key itself.
_SCALAR = 2


def shared_symbols(a: Work, b: Work) -> tuple[SharedSymbol, ...]:
    """Returns the symbols that both sides change more than cosmetically, by path and name in the tree before.

    Args:
        a: one side.
        b: the other.
    """
    ours, theirs = by_origin(a.writes), by_origin(b.writes)
    both = sorted(ours.keys() & theirs.keys(), key=lambda target: (target.path, target.symbol))
    return tuple(
        _shared(_Side(a, target, ours[target]), _Side(b, target, theirs[target]))
        for target in both
        if category(target.path) is not Category.LOCK
    )


class _Side:
    """One side's two versions of a symbol."""

    def __init__(self, work: Work, origin: Target, change: SymbolChange) -> None:
        self.work = work
        self.change = change
        self.is_removed = change.change is SymbolChangeKind.REMOVED
        self._definitions = work.beside(Definitions)
        self._before = origin
        self._after = Target(path=change.path, symbol=change.symbol)

    @property
    def is_one_line(self) -> bool:
        """Whether it is a setting on one line: in a text of many lines both may have changed their own."""
        lines = self.change.lines
        return self.change.kind is SymbolKind.KEY and lines is not None and lines.first == lines.last

    def tokens(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Returns the tokens before and after; none where it is gone or stands in a file that is not parsed."""
        before, after = self._definitions.old, self._definitions.new
        return before.tokens(self._before), () if self.is_removed else after.tokens(self._after)

    def steps(self) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
        """Returns the statements before and after."""
        before, after = self._definitions.old, self._definitions.new
        return before.steps(self._before), () if self.is_removed else after.steps(self._after)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judgement:
    closeness: Closeness
    why: str = ""
    a_lines: Lines | None = None
    b_lines: Lines | None = None


def _shared(a: _Side, b: _Side) -> SharedSymbol:
    found = _judge(a, b)
    return SharedSymbol(
        a=a.change, b=b.change, closeness=found.closeness, why=found.why, a_lines=found.a_lines, b_lines=found.b_lines
    )


def _judge(a: _Side, b: _Side) -> _Judgement:
    if a.is_removed or b.is_removed:
        both = a.is_removed and b.is_removed
        return (
            _Judgement(closeness=Closeness.APART, why="both remove it")
            if both
            else _Judgement(closeness=Closeness.SAME)
        )
    (a_old, a_new), (b_old, b_new) = a.tokens(), b.tokens()
    if a_new == b_new and (a.change.path, a.change.symbol) == (b.change.path, b.change.symbol) and a_new:
        return _Judgement(closeness=Closeness.APART, why="both make the same change")
    if a.is_one_line and b.is_one_line and len(a_new) == len(b_new) == _SCALAR:
        return _Judgement(closeness=Closeness.TIED, why="both give it another value")
    aligned = versions(a.steps(), b.steps())
    if aligned is not None and (aligned[0].edits or aligned[1].edits):
        return _of_statements(a, b, *aligned)
    is_list = a.change.kind not in _CALLED and bool(a_new)
    is_addition = is_list and only_adds(a_old, a_new) and only_adds(b_old, b_new)
    return _Judgement(closeness=Closeness.ENTRIES if is_addition else _by_kind(a, b))


def _by_kind(a: _Side, b: _Side) -> Closeness:
    in_place = a.change.change is b.change.change is SymbolChangeKind.BODY
    return Closeness.APART if in_place else Closeness.SAME


def _of_statements(a: _Side, b: _Side, a_version: Version, b_version: Version) -> _Judgement:
    """Judges by the worst tie; the order of the sides makes no difference."""
    found = [
        *((tie, a, b, True) for tie in ties(a_version, b_version)),
        *((tie, b, a, False) for tie in ties(b_version, a_version)),
    ]
    told = sorted(
        (
            (tie.kind, _why(tie, cause.work.name, effect.work.name), tie.cause or 0, tie.effect, from_a, tie)
            for tie, cause, effect, from_a in found
        ),
        key=lambda row: row[:4],
    )
    if not told:
        is_addition = add_entries(a_version, b_version)
        return _Judgement(closeness=Closeness.ENTRIES if is_addition else _by_kind(a, b))
    kind, why, _, _, from_a, tie = told[0]
    cause, effect = (a_version, b_version) if from_a else (b_version, a_version)
    of_cause = cause.new[tie.cause].lines if tie.cause is not None else None
    of_effect = effect.new[tie.effect].lines
    return _Judgement(
        closeness=Closeness.TIED if kind < LOOSE else _by_kind(a, b),
        why=why,
        a_lines=of_cause if from_a else of_effect,
        b_lines=of_effect if from_a else of_cause,
    )


def _why(tie: Tie, cause: str, effect: str) -> str:
    match tie.kind:
        case TieKind.GONE:
            return f"`{cause}` takes `{tie.name}` away, which new lines of `{effect}` use"
        case TieKind.STATEMENT:
            return "both change the same statement"
        case TieKind.BOTH_BIND:
            return f"both begin to set `{tie.name}`"
        case TieKind.VALUE | TieKind.OLD_VALUE:
            return f"`{cause}` sets `{tie.name}`, which changed lines of `{effect}` use"
        case TieKind.CONDITION:
            return f"`{cause}` changes a condition around changed lines of `{effect}`"
        case TieKind.WAY_OUT:
            return f"`{cause}` leaves before changed lines of `{effect}` are reached"
