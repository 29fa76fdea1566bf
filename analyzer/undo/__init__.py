"""Which landed edits does a change take back?"""

from agentguard.analyzer.undo.dropped import MergedFile, find_dropped
from agentguard.analyzer.undo.edits import ChangedFile, LandedEdit
from agentguard.analyzer.undo.judgement import MAX_EDITS, WINDOW_DAYS, Taker, find_undone, takes_back

__all__ = [
    "MAX_EDITS",
    "WINDOW_DAYS",
    "ChangedFile",
    "LandedEdit",
    "MergedFile",
    "Taker",
    "find_dropped",
    "find_undone",
    "takes_back",
]
