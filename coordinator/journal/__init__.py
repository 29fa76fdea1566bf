"""Keeps the journal of a worktree: who wrote its index with which command, and who edited and read which files.

It lies in the worktree's own git directory, `agentguard/journal`, and goes with it. Only its owner can read it. It is
an aid to memory and no proof: whoever can commit can edit it, too. What cannot be read is left out and counted, and
nothing in it leads out of the git directory.
"""

from agentguard.analyzer.git.place import Place
from agentguard.analyzer.model.journal import Journal
from agentguard.coordinator.journal.deeds import note, read_deeds
from agentguard.coordinator.journal.folder import is_off, journal_folder, switch
from agentguard.coordinator.journal.writes import read_writes

__all__ = ["is_off", "note", "read_journal", "switch"]


def read_journal(place: Place) -> Journal:
    """Reads the journal of a worktree, and takes out what is too old or too much; empty where there is none."""
    with journal_folder(place) as folder:
        if folder is None:
            return Journal()
        entries, bad_entries = read_deeds(folder)
        writes, bad_writes = read_writes(folder)
    return Journal(entries=entries, index_writes=writes, damaged=bad_entries + bad_writes)
