"""Files that are off topic for certain: left behind by a program, brought back by an old tree, taken back later."""

import re
from collections.abc import Sequence

from agentguard.analyzer.artifacts import artifact
from agentguard.analyzer.artifacts.table import Kind
from agentguard.analyzer.history import Past
from agentguard.analyzer.model.findings import Confidence
from agentguard.analyzer.model.rules import PathHistory
from agentguard.analyzer.patterns import later
from agentguard.analyzer.topic.message import names_path, read_message
from agentguard.analyzer.topic.pieces import Piece

_GOES_BACK = later(
    r"revert|restor|roll(s|ed|ing)?[ -]?back|back(s|ed|ing)?[ -]?out|undo|undid|reinstat|bring back|re-?add",
    re.IGNORECASE,
)
# A subject of work that carries states of files from one branch to another.
_CARRIES_OVER = later(r"\bmerg(e|es|ed|ing)\b|backport|cherry[ -]?pick|\breleas(e|es|ed|ing)\b", re.IGNORECASE)
# A UUID, or seconds or milliseconds since 1970: people do not call a file so.
_NAMED_BY_A_PROGRAM = later(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<![0-9a-z])1[5-9]\d{8}(\d{3})?(?![0-9a-z])",
    re.IGNORECASE,
)
# What tools note of their own running in folders that they hide.
_STATE = later(
    r"(^|/)\.(?!github/|gitlab/)[\w-]+/(.+/)?(checkpoints?|sessions?|metrics|logs?|state|transcripts?|backups?|tmp|worktrees)/"
)
# Tools whose files are meant to be committed name them like this, too.
_MEANT = later(
    r"(^|/)(migrations?|versions|alembic|news|newsfragments|changes|\.changeset|changelog\.d|tests?|__tests__|fixtures|"
    r"cassettes|__snapshots__|testdata|assets|static|public)/|\.trivial",
    re.IGNORECASE,
)
_RECENT_TOUCHES = 10
# Programs write these anew at every run, also where somebody committed them once.
_REWRITTEN = frozenset({Kind.AGENT, Kind.BYTECODE, Kind.CACHE, Kind.COVERAGE, Kind.LOG})
_SHORT = 7


def certainly_off(
    pieces: Sequence[Piece], message: str, past: Past | None, history: PathHistory | None = None
) -> dict[str, str]:
    """Returns the reason for each file that is off topic whatever else the commit holds.

    Args:
        pieces: the files.
        message: of the commit; a file that it spells out is meant, and a revert is one that says so.
        past: the commits before, None where there are none.
        history: what the repository later said of the files, where that is known.
    """
    said = read_message(message)
    back = _GOES_BACK.search(message) or _CARRIES_OVER.search(message.partition("\n")[0])
    found = {}
    for piece in pieces:
        reason = _told(piece, history) or _left_behind(piece)
        if not reason and not back and past is not None:
            reason = _taken_back(piece, past)
        if reason and not names_path(said, piece.path):
            found[piece.path] = reason
    if len(found) == len(pieces):
        # Where there is nothing else, state that was tracked before is what the commit is about.
        tracked = {piece.path for piece in pieces if piece.status == "M" and _left_behind(piece)}
        return {path: reason for path, reason in found.items() if path not in tracked}
    return found


def _told(piece: Piece, history: PathHistory | None) -> str:
    if history is None:
        return ""
    if piece.path in history.removed:
        return f"{history.removed[piece.path][:_SHORT]} took it back as an accident"
    return "this repository's `.gitignore` names it" if piece.path in history.ignored else ""


def _left_behind(piece: Piece) -> str:
    known = artifact(piece.path)
    told = known is not None and known.confidence is not Confidence.LOW
    if known is not None and told and (piece.status == "A" or (piece.status == "M" and known.kind in _REWRITTEN)):
        return f"{known.reason}: a program left it behind"
    if piece.status != "A":
        return ""
    if _STATE.search(piece.path):
        return "state that a tool keeps in a hidden folder"
    if _NAMED_BY_A_PROGRAM.search(piece.path) and not _MEANT.search(piece.path):
        return "a program named it, by a unique id or a time"
    return ""


def _taken_back(piece: Piece, past: Past) -> str:
    """Names the commit whose edit of the file is undone exactly.

    The state before this change must be that edit's or a later one: on parallel branches the same state is reached
    twice, by a copy of a commit, and nothing is undone.
    """
    if piece.status != "M":
        return ""
    reached = False
    for commit in past.touching(piece.old_path)[:_RECENT_TOUCHES]:
        _, _, old, new, _ = commit.entries[commit.paths.index(piece.old_path)].split(" ")
        reached = reached or new == piece.old_id
        if reached and old == piece.new_id:
            return f"it is again what it was before {commit.id[:_SHORT]}, which the message does not say"
    return ""
