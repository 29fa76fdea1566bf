"""Tells by which landing on the mainline each commit of a log came in."""

from agentguard.analyzer.model.history import CommitRecord


class Mainline:
    """Follows the first parents from the tip of a log, newest first, and what each of their merges brought in.

    What several merges reach landed with the oldest of them. A log can show a parent before its child where clocks are
    wrong; such a commit counts as a landing of its own.
    """

    def __init__(self) -> None:
        self._next: str | None = None
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
            known, brought = (self._landed, commit.id), commit.parents[1:]
        else:
            known, brought = known or (0, commit.id), commit.parents
        for parent in brought:
            if landings.get(parent, (0,))[0] <= known[0]:
                landings[parent] = known
        return known[1]
