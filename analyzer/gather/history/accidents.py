"""What a project later took back as an accident: files that a commit said it removes or restores for that reason."""

import re

from agentguard.analyzer.model.history import CommitRecord

_ADMITS = re.compile(
    r"accident|by mistake|mistaken|inadvertent|unintend|unintention|untrack|\bstray\b|\bswept\b|oops|"
    r"(should|must)(n.t| not) (be|have been) (in|commit|track|check|add)|not meant to (be )?commit|"
    r"(wrongly|erroneously|incorrectly) (add|commit|check|includ)|"
    r"(add|commit|check\w*|includ)\w* (in )?(in|by) error|"
    r"(from|stop) (git )?(tracking|version control)|unrelated (files|changes)|"
    r"(remove|delete|drop|clean ?up|git ?ignore).*(junk|garbage|artifacts?\b|gitignored|ignored files|"
    r"(temp|temporary|leftover|left-over|session|debug|unwanted) files)",
    re.IGNORECASE,
)


# One of these stands in every subject that the pattern matches; almost all commits of a history end here.
_HINTS = (
    *("accident", "mistak", "inadvert", "unint", "untrack", "stray", "swept", "oops", "should", "must", "meant"),
    *("wrongly", "erroneously", "incorrectly", " error", "tracking", "version control", "unrelated"),
    *("junk", "garbage", "artifact", "ignored", " files"),
)


class Accidents:
    """Learns from the commits of a log, newest first, so that a clean-up is known before what it takes back."""

    def __init__(self) -> None:
        self._removed: dict[str, str] = {}
        self._restored: dict[str, dict[tuple[str, str], str]] = {}

    def taken_back(self, commit: CommitRecord) -> dict[str, str]:
        """Returns the paths that a later commit took back, with its id, and learns from the commit itself.

        An earlier addition of the same path is another story, and not told by the same removal.
        """
        removed, restored = self._removed, self._restored
        found: dict[str, str] = {}
        if removed or restored:  # nothing is parsed for the many commits that no clean-up touches
            for entry, path in zip(commit.entries, commit.paths, strict=True):
                if path in removed and entry[-1] == "A":
                    found[path] = removed.pop(path)
                elif path in restored and (later := restored[path].get(_blobs(entry))):
                    found[path] = later
        if admits(commit.subject):
            self._learn(commit)
        return found

    def _learn(self, commit: CommitRecord) -> None:
        for entry, path in zip(commit.entries, commit.paths, strict=True):
            if entry[-1] == "D":
                self._removed[path] = commit.id
            elif entry[-1] == "M":
                old, new = _blobs(entry)
                self._restored.setdefault(path, {})[new, old] = commit.id


def _blobs(entry: str) -> tuple[str, str]:
    _, _, old, new, _ = entry.split(" ")
    return old, new


def admits(subject: str) -> bool:
    """Tells whether the subject of a commit says that it takes back an accident."""
    lower = subject.lower()
    return any(hint in lower for hint in _HINTS) and _ADMITS.search(subject) is not None
