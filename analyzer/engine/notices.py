"""Words for what an agent is told of other work: short, bounded, and nobody else's prose."""

from collections.abc import Iterable, Sequence

from agentguard.analyzer.counts import number
from agentguard.analyzer.model.edits import Footing, MovedFile, OtherEdit, Standing
from agentguard.analyzer.model.symbols import SymbolChange
from agentguard.analyzer.model.value import replace
from agentguard.analyzer.printable import printable
from agentguard.analyzer.rules.paths import shell_word
from agentguard.analyzer.rules.sides import did

_LONGEST_NAME = 80
_NAMED = 2
_SHORT = 10
_FOOTINGS = {
    Footing.EDITS: "which this worktree edits",
    Footing.USES: "which this worktree uses",
    Footing.READ: "which this session read before",
}


def quoted(text: str) -> str:
    """Writes a name of unknown origin: one line, cut, in backquotes that it cannot close."""
    shown = printable(text).replace("`", "'")
    return f"`{shown[: _LONGEST_NAME - 3]}...`" if len(shown) > _LONGEST_NAME else f"`{shown}`"


def edit_line(edit: OtherEdit) -> str:
    """Says what somebody else did to a file that is about to be edited."""
    touched, rest = edit.changes[: edit.touched], edit.changes[edit.touched :]
    if edit.is_gone:
        what = "deleted or renamed it"
    elif edit.is_new:
        what = "added a file of this name"
    elif touched:
        more = f", and {number(len(rest), 'other symbol')} here" if rest else ""
        what = f"{_done(touched)}, which this edit touches{more}"
    else:
        what = _done(rest) if rest else "changed it"
        what += " on the very lines of this edit" if edit.is_close and not edit.changes else ""
    return f"{quoted(edit.path)}: {quoted(edit.who)} {what} ({_standing(edit)})"


def moved_line(moved: MovedFile, target: str) -> str:
    """Says what landed commits did to a file that a session has to do with."""
    what = "deleted or renamed it" if moved.is_gone else _done(moved.changes) if moved.changes else "changed it"
    by = f" ({moved.commit[:_SHORT]})" if moved.commit is not None else ""
    return f"{quoted(moved.path)}, {_FOOTINGS[moved.footing]}: {quoted(target)} {what}{by}"


def guard_line(path: str, what: str) -> str:
    """Says that a file guards the repository."""
    return f"{quoted(path)} guards this repository ({what}): an edit of it beside code is AG305; land it by itself"


def agent_line(path: str, host: str | None, seconds: int) -> str:
    """Says that another agent has edited a file in the same directory."""
    who = f"another agent ({printable(host)})" if host is not None else "another agent"
    return f"{quoted(path)}: {who} edited it in this directory {number(seconds // 60, 'minute')} ago, not committed"


def _standing(edit: OtherEdit) -> str:
    match edit.standing:
        case Standing.UNCOMMITTED:
            return "in its worktree, not committed"
        case Standing.UNLANDED:
            return "not landed"
        case Standing.LANDED:
            return f"landed after this worktree's base: `git rebase {shell_word(edit.who)}`"


def _done(changes: Sequence[SymbolChange]) -> str:
    said = [did(change) for change in _short(changes[:_NAMED])]
    return ", ".join(said) + (f" and {len(changes) - _NAMED:,} more" if len(changes) > _NAMED else "")


def _short(changes: Iterable[SymbolChange]) -> Iterable[SymbolChange]:
    """Cuts the names in changes as `quoted` does, which puts them into backquotes."""
    for change in changes:
        old_symbol = _bare(change.old_symbol) if change.old_symbol is not None else None
        yield replace(change, symbol=_bare(change.symbol), old_symbol=old_symbol, path=_bare(change.path))


def _bare(text: str) -> str:
    return quoted(text)[1:-1]
