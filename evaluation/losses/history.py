"""The edits of each file of a history, oldest first, with their contents."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from agentguard.analyzer.categories import category
from agentguard.analyzer.gather.history.mainline import Mainline
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.history import DAY
from agentguard.analyzer.model.changes import Category
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.landed import LandedCommit
from agentguard.analyzer.undo import MAX_EDITS, WINDOW_DAYS, ChangedFile, LandedEdit

_BY_PROGRAMS = frozenset({Category.LOCK, Category.GENERATED, Category.ARTIFACT, Category.BINARY})
_MAX_BYTES = 400_000


class Step(NamedTuple):
    """What one commit did to a file: blob ids, None where it did not exist; and the landing it came in with."""

    commit: CommitRecord
    landing: str
    old: str | None
    new: str | None


class History:
    """All edits of the files that people write, by path and in order of the log, oldest first.

    Attributes:
        commits: without merges, oldest first.
        steps: by path.
    """

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self.steps: dict[str, list[Step]] = defaultdict(list)
        line = Mainline()
        log = [(commit, line.landing_of(commit)) for commit in repository.log("HEAD")]
        self.commits = [commit for commit, _ in log[::-1] if len(commit.parents) == 1]
        for commit, landing in log[::-1]:
            if len(commit.parents) < 2:
                for change in commit.changes():
                    old, new = (blob if blob.strip("0") else None for blob in (change.old_id, change.new_id))
                    self.steps[change.path].append(Step(commit, landing, old, new))

    def text(self, blob: str | None) -> bytes | None:
        """Returns a content; None for one that is missing, huge or no text."""
        info = self._repository.objects.info(blob) if blob else None
        if info is None or info.kind != "blob" or info.size > _MAX_BYTES:
            return None
        content = self._repository.objects.read(info.id)
        return content if content is not None and b"\0" not in content else None

    def before(self, path: str, place: int) -> tuple[Step, ...]:
        """Returns the edits that others landed within the window before an edit, newest first."""
        steps = self.steps[path]
        at = steps[place]
        since = at.commit.time - WINDOW_DAYS * DAY
        recent = [step for step in steps[max(0, place - MAX_EDITS) : place] if step.commit.time >= since]
        return tuple(step for step in recent[::-1] if step.landing != at.landing or step.commit.id == step.landing)

    def file(self, path: str, before: bytes | None, after: bytes | None, steps: Sequence[Step]) -> ChangedFile:
        """Returns a changed file with the edits before it."""
        return ChangedFile(path=path, before=before, after=after, edits=tuple(self._landed(steps)))

    def _landed(self, steps: Sequence[Step]) -> Iterator[LandedEdit]:
        for step in steps:
            old, new = self.text(step.old), self.text(step.new)
            if (old is None) == (step.old is None) and (new is None) == (step.new is None):
                commit = LandedCommit(id=step.commit.id, subject=step.commit.subject, time=step.commit.time)
                yield LandedEdit(commit=commit, message=step.commit.message, old=old, new=new)

    def by_people(self) -> Iterator[str]:
        """Yields the paths that programs do not write."""
        return (path for path in self.steps if category(path) not in _BY_PROGRAMS)
