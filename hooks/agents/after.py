"""What is noted after a call: files that were edited and read, and that an agent has come to its end.

Nobody waits for it: the front has let the host go on.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import time_ns

from agentguard.analyzer.gather.deeds import deeds_of, edits_since
from agentguard.analyzer.gather.settings import load_settings
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.journal import Deed, JournalEntry, Session
from agentguard.coordinator.journal import note, read_journal, switch
from agentguard.coordinator.remembered import begun
from agentguard.hooks.agents.payload import Call
from agentguard.hooks.agents.table import Kind
from agentguard.hooks.agents.trees import worktree_of, worktree_of_files

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
    with worktree_of_files(call.edits) as found:
        if found is not None:
            repository, files = found
            _note(repository, deeds_of(repository, [file.path for file in files], deed, session))


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
                _note(repository, edits_since(repository, session, since, read_journal(repository.place)))


def _folders(call: Call) -> Iterator[Path]:
    if call.command_folder is not None:
        yield call.command_folder
        first = _FIRST.match(call.command)
        if first is not None:
            yield call.command_folder / first["folder"].strip("'\"")


def _note(repository: Repository, entries: Sequence[JournalEntry]) -> None:
    on = load_settings(repository).config.hooks.journal
    switch(repository.place, on=on)
    if on:
        note(repository.place, entries)
