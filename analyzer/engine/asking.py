"""Who asks before it acts, and what is known of it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from agentguard.analyzer.model.journal import Deed, Journal, Session
from agentguard.analyzer.model.value import dataclass

if TYPE_CHECKING:
    from agentguard.analyzer.git.place import Place


def no_journal(place: "Place") -> Journal:
    """Returns the journal of who keeps none."""
    del place
    return Journal()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Whoever is about to run a command.

    Attributes:
        folder: where the command runs; None where nobody knows.
        session: whose command it is; None where nobody knows.
        journal: reads the journal of a worktree.
    """

    folder: Path | None
    session: Session | None = None
    journal: "Callable[[Place], Journal]" = no_journal


@dataclass(frozen=True, slots=True, kw_only=True)
class Editors:
    """Who edited which paths of a worktree.

    Attributes:
        own: those that the session itself edited.
        others: those that another session edited last, which has not come to its end, and this one never did.
    """

    own: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()


def editors(journal: Journal, session: Session | None) -> Editors:
    """Tells the session's edits from those of others; a session's subagents edit for themselves."""
    if session is None:
        return Editors()
    own: set[str] = set()
    last: dict[str, Session] = {}
    for entry in journal.entries:
        if entry.deed is Deed.ENDED:
            # With a session its subagents end. What they left uncommitted is nobody's work any more.
            last = {path: editor for path, editor in last.items() if not _ends(entry.session, editor)}
        elif entry.deed is Deed.EDITED:
            last[entry.path] = entry.session
            if (entry.session.id, entry.session.subagent) == (session.id, session.subagent):
                own.add(entry.path)
    return Editors(own=frozenset(own), others=frozenset(path for path in last if path not in own))


def _ends(ended: Session, editor: Session) -> bool:
    return ended.id == editor.id and ended.subagent in {None, editor.subagent}
