"""What should an agent know before it edits a file, and what moved under it since it last looked?"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from time import time_ns

from agentguard.analyzer.config import PYPROJECT
from agentguard.analyzer.gather.at_work import edits_in_progress
from agentguard.analyzer.gather.elsewhere import edited_elsewhere
from agentguard.analyzer.gather.settings import load_settings
from agentguard.analyzer.git.disk import read_on_disk
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.config import EditNotice
from agentguard.analyzer.model.edits import EditKnowledge, Moved, PlannedEdit
from agentguard.analyzer.model.journal import Journal, Session
from agentguard.analyzer.rules.guards import SETTINGS, guard

_MOST_LINES = 5
_MOST_FILES = 20
_MOST_BYTES = 1_000_000
_OWN_TABLE = "agentguard"


def before_edit(
    repository: Repository, edits: Sequence[PlannedEdit], session: Session | None, journal: Journal
) -> EditKnowledge:
    """Returns what is known of files that are about to be edited; nothing where the settings say so.

    Args:
        repository: opened in the worktree of the files.
        edits: what is about to be edited; of very many only the first are looked at.
        session: who edits, None where nobody knows.
        journal: that of the worktree.

    Raises:
        AgentguardError: the settings are wrong, or git failed.
    """
    settings = load_settings(repository)
    notice = settings.config.hooks.edits
    if notice is EditNotice.OFF or repository.root is None:
        return EditKnowledge(notice=notice)
    planned = edits[:_MOST_FILES]
    others = edited_elsewhere(repository, settings.target, planned)
    guards = [(edit.path, what) for edit in planned for what in _guarded(repository.root, edit)]
    agents = _of_agents(repository, planned, session, journal) if session is not None and journal.entries else []
    if not others and not guards and not agents:
        return EditKnowledge(notice=notice)
    from agentguard.analyzer.engine.notices import agent_line, edit_line, guard_line  # noqa: PLC0415 - mostly nothing

    told = [
        *(edit_line(one) for one in others if one.is_close),
        *(guard_line(path, what) for path, what in guards),
        *(agent_line(path, host, seconds) for path, host, seconds in agents),
        *(edit_line(one) for one in others if not one.is_close),
    ]
    is_close = bool(guards) or any(one.is_close for one in others)
    return EditKnowledge(lines=_bounded(told), notice=notice, is_close=is_close)


def what_moved(repository: Repository, journal: Journal, session: Session, since: str | None) -> Moved:
    """Returns what landed on the target and meets what a session edits, uses or has read.

    Args:
        repository: opened in the session's worktree.
        journal: that of the worktree.
        session: who is told.
        since: the tip of which it was told the last time; None = nothing yet.

    Raises:
        AgentguardError: the settings are wrong, or git failed.
    """
    settings = load_settings(repository)
    target = settings.target
    if target is None or repository.root is None or settings.config.hooks.edits is EditNotice.OFF:
        return Moved()
    if since == target.commit or not _is_behind(repository, target.commit):
        return Moved(tip=target.commit)
    from agentguard.analyzer.gather.moved import read_moved  # noqa: PLC0415 - mostly nothing landed

    files = read_moved(repository, target, settings.config, journal, session, since)
    if not files:
        return Moved(tip=target.commit)
    from agentguard.analyzer.engine.notices import moved_line  # noqa: PLC0415 - likewise

    return Moved(lines=_bounded([moved_line(one, target.name) for one in files]), tip=target.commit)


def _is_behind(repository: Repository, tip: str) -> bool:
    head = repository.find_commit("HEAD")
    return head is not None and repository.merge_base(tip, head) != tip


def _guarded(root: Path, edit: PlannedEdit) -> Iterator[str]:
    what = guard(edit.path)
    if what is None and edit.path == PYPROJECT:
        found = read_on_disk(root, PYPROJECT, most_bytes=_MOST_BYTES) if not edit.old else None
        text = edit.old or (found.content or b"" if found is not None else b"").decode("utf-8", "replace")
        what = SETTINGS if _OWN_TABLE in text else None
    if what is not None:
        yield what


def _of_agents(
    repository: Repository, edits: Sequence[PlannedEdit], session: Session, journal: Journal
) -> list[tuple[str, str | None, int]]:
    """Returns what other agents in the same directory are in the middle of: path, host, and how many seconds ago."""
    now = time_ns()
    working = edits_in_progress(journal, session, now)
    entries = [working[edit.path] for edit in edits if edit.path in working]
    head = repository.find_commit("HEAD") if entries else None
    found = []
    for entry in entries:
        committed = repository.trees.entry(head, entry.path) if head is not None else None
        if entry.blob != (committed.id if committed is not None else None):
            found.append((entry.path, entry.session.host, (now - entry.time) // 1_000_000_000))
    return found


def _bounded(lines: Sequence[str]) -> tuple[str, ...]:
    if len(lines) <= _MOST_LINES:
        return tuple(lines)
    return (*lines[: _MOST_LINES - 1], f"and {len(lines) - _MOST_LINES + 1:,} more of the kind")
