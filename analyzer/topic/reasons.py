"""Says in plain words why a file does not belong."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from agentguard.analyzer.history import Past
from agentguard.analyzer.topic.pieces import Piece, folder_of

_MIN_TOUCHES = 3
_MIN_SHARE = 0.5


def reason_for(piece: Piece, on_topic: Collection[str], past: Past | None, *, read: bool) -> str:
    """Returns one clause on a file that is off topic.

    Args:
        piece: the file.
        on_topic: the paths that belong.
        past: the commits before.
        read: whether its content was looked at.
    """
    first = "nothing in the commit refers to it" if read else "neither its path nor its history fits the message"
    habit = _habit(piece.old_path, on_topic, past)
    if habit:
        return f"{first}; {habit}"
    if piece.status == "A" and folder_of(piece.path) not in {folder_of(path) for path in on_topic}:
        return f"{first}; it is new, in a folder that the topic does not touch"
    return f"{first}; none of its words is the message's" if read else first


def _habit(path: str, on_topic: Collection[str], past: Past | None) -> str:
    if past is None:
        return ""
    commits = past.touching(path)
    if len(commits) < _MIN_TOUCHES:
        return ""
    together = sum(1 for commit in commits if any(other in on_topic for other in commit.paths))
    if together:
        return f"only {together} of its last {len(commits)} changes came with a file of the topic"
    folder, number = _usual_company(path, commits_paths=(commit.paths for commit in commits))
    if number / len(commits) >= _MIN_SHARE:
        return f"last changed with {folder}/ {number} of {len(commits)} times, never with the topic's files"
    return f"none of its last {len(commits)} changes came with a file of the topic"


def _usual_company(path: str, *, commits_paths: Iterable[Sequence[str]]) -> tuple[str, int]:
    own = folder_of(path)
    counts: Counter[str] = Counter()
    for paths in commits_paths:
        counts.update({folder for other in paths if (folder := folder_of(other)) not in {own, ""}})
    return max(counts.items(), key=lambda item: (item[1], item[0]), default=("", 0))
