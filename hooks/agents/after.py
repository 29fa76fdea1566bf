"""What is noted after a call: files that were edited and read, and that an agent has come to its end.

Nobody waits for it: the front has let the host go on.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import time_ns

from agentguard.analyzer.gather.put_aside import NO_BLOB, put_aside_since
from agentguard.analyzer.gather.settings import load_settings
from agentguard.analyzer.git.blobs import worktree_blobs
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.git.status import dirty
from agentguard.analyzer.model.journal import Deed, JournalEntry, Session
from agentguard.coordinator.journal import note, read_journal, switch
from agentguard.coordinator.remembered import begun
from agentguard.hooks.agents.payload import Call
from agentguard.hooks.agents.table import Kind
from agentguard.hooks.agents.trees import worktree_of, worktree_of_files

_MOST_FILES = 200
_STATUS_SECONDS = 20.0
# A `cd` in front of all else, to a folder that is written out.
_FIRST = re.compile(r"""\s*cd\s+(?P<folder>'[^'\n]*'|"[^"$`\\\n]*"|[^\s'"$`\\;&|<>()~*?\[]+)\s*(?:&&|;|\n)""")


def note_call(call: Call) -> None:
    """Notes in the journal what a call has done.

    Raises:
        AgentguardError: git failed, or the settings are wrong.
        OSError: the journal cannot be written.
    """
    if call.session is None:
        return
    match call.kind:
        case Kind.SHELL | Kind.FOREIGN_SHELL:
            _note_command(call, call.session)
        case Kind.EDITOR | Kind.PATCHER:
            _note_files(call, call.session, Deed.EDITED)
        case Kind.READER:
            _note_files(call, call.session, Deed.READ)
        case _:
            return


def note_end(call: Call) -> None:
    """Notes that a subagent, or a session, has come to its end.

    Raises:
        AgentguardError: git failed, or the settings are wrong.
        OSError: the journal cannot be written.
    """
    with worktree_of(call.folder) as repository:
        if repository is not None and call.session is not None:
            _note(repository, [JournalEntry(deed=Deed.ENDED, session=call.session, time=time_ns(), path="")])


def _note_files(call: Call, session: Session, deed: Deed) -> None:
    now = time_ns()
    with worktree_of_files(call.edits) as found:
        if found is not None:
            repository, files = found
            paths = list(dict.fromkeys(file.path for file in files))[:_MOST_FILES]
            _note(repository, _entries(repository, paths, deed, session, now))


def _note_command(call: Call, session: Session) -> None:
    """Notes the files that were changed since the command began, where it ran and where it went first."""
    since = begun(call.id)
    if since is None:
        return
    noted: set[Path] = set()
    for folder in _folders(call):
        with worktree_of(folder) as repository:
            if repository is not None and repository.root is not None and repository.root not in noted:
                noted.add(repository.root)
                _note_changes(repository, repository.root, session, since)


def _folders(call: Call) -> Iterator[Path]:
    if call.command_folder is not None:
        yield call.command_folder
        first = _FIRST.match(call.command)
        if first is not None:
            yield call.command_folder / first["folder"].strip("'\"")


def _note_changes(repository: Repository, root: Path, session: Session, since: int) -> None:
    """Notes what is dirty, and was written since."""
    changed = (one.path for one in dirty(repository.git, seconds=_STATUS_SECONDS) if one.is_changed or one.is_staged)
    paths = _some([path for path in changed if _written_since(root / path, since)])
    foreign = _left_by_others(repository, session, since)
    brought_back = put_aside_since(since)
    entries = [
        entry
        for entry in _entries(repository, paths, Deed.EDITED, session, time_ns())
        if (entry.path, entry.blob) not in foreign and not (entry.blob or NO_BLOB).startswith(brought_back)
    ]
    _note(repository, entries)


def _some(paths: list[str]) -> list[str]:
    """Returns as many as are noted, of each folder as many as of the others."""
    if len(paths) <= _MOST_FILES:
        return paths
    seen: Counter[str] = Counter()
    places = []
    for path in paths:
        folder = path.rpartition("/")[0]
        seen[folder] += 1
        places.append((seen[folder], path))
    return [path for _, path in sorted(places)[:_MOST_FILES]]


def _written_since(path: Path, since: int) -> bool:
    """Tells whether a file was written, moved or removed since; of one that is gone, its folder tells."""
    for one in (path, *path.parents):
        try:
            return one.lstat().st_ctime_ns >= since
        except OSError:
            continue
    return False


def _left_by_others(repository: Repository, session: Session, since: int) -> frozenset[tuple[str, str | None]]:
    """Returns path and content of what others are known to have edited since."""
    return frozenset(
        (entry.path, entry.blob)
        for entry in read_journal(repository.place).entries
        if entry.deed is Deed.EDITED and entry.time >= since and entry.session != session
    )


def _entries(
    repository: Repository, paths: list[str], deed: Deed, session: Session, now: int
) -> Iterator[JournalEntry]:
    if repository.root is None:
        return
    for path, blob in worktree_blobs(repository.git, repository.root, paths).items():
        yield JournalEntry(deed=deed, session=session, time=now, path=path, blob=blob)


def _note(repository: Repository, entries: Iterable[JournalEntry]) -> None:
    on = load_settings(repository).config.hooks.journal
    switch(repository.place, on=on)
    if on:
        note(repository.place, entries)
