"""Says in plain words why a file does not belong."""

from collections import Counter
from collections.abc import Mapping, Sequence

from agentguard.analyzer.history import Past
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.value import dataclass, field
from agentguard.analyzer.topic.pieces import Piece, folder_of

_MIN_TOUCHES = 3
_MIN_SHARE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """Finds the reason for each file that is off topic.

    Attributes:
        on_topic: the paths that belong.
        past: the commits before, None where there are none.
        read: whether the content was looked at.
        certain: reasons of files that are off topic whatever the topic is.
    """

    on_topic: frozenset[str]
    past: Past | None
    read: bool
    certain: Mapping[str, str] = field(default_factory=dict)

    def reason(self, piece: Piece) -> str:
        """Returns one clause on a file."""
        if piece.path in self.certain:
            return self.certain[piece.path]
        commits = self.past.touching(piece.old_path) if self.past is not None else ()
        if len(commits) >= _MIN_TOUCHES:
            habit = self._habit(piece.old_path, commits)
            if habit:
                return habit
        first = (
            "nothing in the commit refers to it" if self.read else "neither its path nor its history fits the message"
        )
        if piece.status == "A" and folder_of(piece.path) not in {folder_of(path) for path in self.on_topic}:
            return f"{first}; it is new, in a folder that the topic does not touch"
        return first

    def _habit(self, path: str, commits: Sequence[CommitRecord]) -> str:
        together = sum(1 for commit in commits if any(other in self.on_topic for other in commit.paths))
        if together > _MIN_SHARE * len(commits):
            return ""
        if together:
            return f"only {together} of its last {len(commits)} changes came with a file of the topic"
        folder, number = _usual_company(path, commits)
        if number >= _MIN_SHARE * len(commits):
            return f"last changed with {folder}/ {number} of {len(commits)} times, never with the topic's files"
        return f"none of its last {len(commits)} changes came with a file of the topic"


def _usual_company(path: str, commits: Sequence[CommitRecord]) -> tuple[str, int]:
    """Returns the folder that the file was changed with most often, and how often."""
    own = folder_of(path)
    counts: Counter[str] = Counter()
    for commit in commits:
        counts.update({folder for other in commit.paths if (folder := folder_of(other)) not in {own, ""}})
    return max(counts.items(), key=lambda item: (item[1], item[0]), default=("", 0))
