"""Words for two pieces of work and what each did."""

from agentguard.analyzer.model.findings import Location, Related, Sibling, Side
from agentguard.analyzer.model.overlap import Overlap, Participant
from agentguard.analyzer.model.symbols import SymbolChange, SymbolChangeKind, SymbolKind
from agentguard.analyzer.printable import printable


def participant(overlap: Overlap, side: Side) -> Participant:
    """Returns the first or the second of two pieces of work."""
    return overlap.a if side is Side.A else overlap.b


def sibling(overlap: Overlap, other: Participant) -> Sibling:
    """Returns who a finding is about: in `check` never the change that is judged."""
    found = overlap.b if overlap.a.side is Side.HEAD else other
    return Sibling(name=found.name, commit=found.head)


def named(one: Participant) -> str:
    """Writes the name of a piece of work; the one that `check` judges has many, or none."""
    return "this change" if one.side is Side.HEAD else f"`{printable(one.name)}`"


def called(change: SymbolChange, *, before: bool = False) -> str:
    """Writes the name of what changed; `before` the one that it had."""
    symbol, path = change.symbol, change.path
    if before:
        symbol = change.symbol if change.old_symbol is None else change.old_symbol
        path = change.old_path or path
    if not symbol:
        return f"`{printable(path)}`"
    return f"the section `{printable(symbol)}`" if change.kind is SymbolKind.SECTION else f"`{printable(symbol)}`"


def did(change: SymbolChange) -> str:
    """Says what was done to a symbol, to be read behind the name of who did it."""
    was, now = called(change, before=True), called(change)
    match change.change:
        case SymbolChangeKind.REMOVED:
            return f"removed {now}"
        case SymbolChangeKind.RENAMED:
            return f"renamed {was} to {now}"
        case SymbolChangeKind.MOVED:
            to = f"`{printable(change.path)}`" if change.old_path else "another place"
            return f"moved {was} to {to}" + (f" as {now}" if change.old_symbol and change.symbol else "")
        case SymbolChangeKind.SIGNATURE:
            what = "the header of" if change.kind is SymbolKind.CLASS else "the signature of"
            return f"changed {what} {now}"
        case SymbolChangeKind.ADDED:
            return f"added {now}"
        case SymbolChangeKind.BODY | SymbolChangeKind.COSMETIC:
            return f"changed {_inside(change)}{now}"


def _inside(change: SymbolChange) -> str:
    if not change.symbol:
        return "the top level of " if change.path.endswith((".py", ".pyi")) else ""
    return "the body of " if change.kind in {SymbolKind.FUNCTION, SymbolKind.METHOD} else ""


def place(change: SymbolChange, side: Side) -> Location:
    """Returns where a change stands in the tree of its side; a removed symbol stands in none."""
    is_gone = change.change is SymbolChangeKind.REMOVED or change.lines is None
    lines = None if is_gone else change.lines
    return Location(
        path=change.path,
        side=side,
        line=lines.first if lines else None,
        end_line=lines.last if lines else None,
        symbol=change.symbol or None,
    )


def related(change: SymbolChange, one: Participant) -> Related:
    """Returns the place of a change with what was done there."""
    where = place(change, one.side)
    return Related(path=where.path, note=f"{named(one)} {did(change)}", side=one.side, line=where.line)
