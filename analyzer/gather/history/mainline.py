"""Tells by which landing on the mainline each commit of a log came in."""

from agentguard.analyzer.model.history import CommitRecord

# So far from its child a parent is looked for where clocks are wrong.
_MAX_SHOWN = 2_000


class Mainline:
    """Follows the first parents from the tip of a log, newest first, and what each of their merges brought in.

    What several merges reach landed with the oldest of them. A log can show a parent before its child where clocks are
    wrong; the mainline goes on behind such a commit, which itself counts for the landing that is known by then.
    """

    def __init__(self) -> None:
        self._next: str | None = None
        # First parents of the commits that came last: one of them may turn out to be of the mainline.
        self._shown: dict[str, str | None] = {}
        self._landed = 0
        # The landing of commits that are still to come, with its number: the oldest has the greatest.
        self._landings: dict[str, tuple[int, str]] = {}

    def landing_of(self, commit: CommitRecord) -> str:
        """Returns the id of the mainline's commit with which a commit landed; each commit of the log comes once."""
        landings = self._landings
        known = landings.pop(commit.id, None)
        if commit.id == self._next or not self._landed:
            self._landed += 1
            self._next = commit.parents[0] if commit.parents else None
            while self._next in self._shown:
                self._next = self._shown.pop(self._next)
            known, brought = (self._landed, commit.id), commit.parents[1:]
        else:
            known, brought = known or (0, commit.id), commit.parents
            self._remember(commit)
        for parent in brought:
            if landings.get(parent, (0,))[0] <= known[0]:
                landings[parent] = known
        return known[1]

    def _remember(self, commit: CommitRecord) -> None:
        self._shown[commit.id] = commit.parents[0] if commit.parents else None
        if len(self._shown) > _MAX_SHOWN:
            del self._shown[next(iter(self._shown))]
