"""Tells by the journal which files a session edited, and which only others did."""

from agentguard.analyzer.model.journal import Deed, Journal, Session
from agentguard.analyzer.model.value import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    """Who edited what, seen from one session.

    Attributes:
        own: paths that only this session edited, its subagents included: which of them commits, nothing tells.
        foreign: paths that others edited who have not ended, and not this session.
        are_known: the journal tells what this session edits.
    """

    own: frozenset[str] = frozenset()
    foreign: frozenset[str] = frozenset()
    are_known: bool = False


def read_edits(session: Session | None, journal: Journal) -> Edits:
    """Reads the entries of a journal for a session; nothing is known of a person, or of a session without an id."""
    if session is None or not session.id:
        return Edits()
    editors: dict[str, set[str]] = {}
    ended: set[str] = set()
    for entry in journal.entries:
        if entry.deed is Deed.EDITED:
            editors.setdefault(entry.path, set()).add(entry.session.id)
            ended.discard(entry.session.id)
        elif entry.deed is Deed.ENDED and entry.session.subagent is None:
            ended.add(entry.session.id)
    return Edits(
        own=frozenset(path for path, ids in editors.items() if ids == {session.id}),
        foreign=frozenset(path for path, ids in editors.items() if session.id not in ids and ids - ended),
        are_known=any(session.id in ids for ids in editors.values()),
    )
