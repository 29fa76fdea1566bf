"""Tells by a journal which agents are in the middle of an edit."""

from collections.abc import Mapping

from agentguard.analyzer.model.journal import Deed, Journal, JournalEntry, Session

# Hosts do not always tell that an agent has ended. One that writes nothing for so long has, or is stuck.
AT_WORK_SECONDS = 1_800


def edits_in_progress(journal: Journal, own: Session, now: int) -> dict[str, JournalEntry]:
    """Returns by path the last edit, where another agent made it that is still at work.

    Args:
        journal: that of a worktree.
        own: the agent that asks.
        now: nanoseconds since the epoch.
    """
    last: dict[str, JournalEntry] = {}
    ended: dict[tuple[str, str | None], int] = {}
    for entry in journal.entries:
        if entry.deed is Deed.EDITED:
            last[entry.path] = entry
        elif entry.deed is Deed.ENDED:
            ended[_who(entry.session)] = entry.time
    return {path: entry for path, entry in last.items() if _is_at_work(entry, own, ended, now)}


def _is_at_work(entry: JournalEntry, own: Session, ended: Mapping[tuple[str, str | None], int], now: int) -> bool:
    who, whole_session = _who(entry.session), (entry.session.id, None)
    end = max(ended.get(who, 0), ended.get(whole_session, 0))
    return who != _who(own) and end < entry.time and now - entry.time < AT_WORK_SECONDS * 1_000_000_000


def _who(session: Session) -> tuple[str, str | None]:
    return session.id, session.subagent
