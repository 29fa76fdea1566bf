"""Is a commit message as agentguard reads it, and what does it add to it?"""

from collections.abc import Sequence

from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.journal import Session
from agentguard.analyzer.printable import printable
from agentguard.analyzer.rules.trailers import trailers
from agentguard.analyzer.rules.waivers import wrong_trailers

SESSION = "Agentguard-Session"
# What git makes of several commits, or copies from another one, is nobody's own message.
_FOREIGN = frozenset({"merge", "squash"})
_AGAIN = ("CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply")
_SCISSORS = "------------------------ >8 ------------------------"


def mistakes_in(repository: Repository, message: bytes) -> Sequence[tuple[str, str]]:
    """Returns what is wrong with the trailers of a message as an editor left it, and what to write instead."""
    return tuple(wrong_trailers(without_comments(message, comment_character(repository))))


def comment_character(repository: Repository) -> str:
    """Returns what lines that git drops begin with."""
    return repository.run("config", "--get", "core.commentChar", ok=(0, 1)).text.strip() or "#"


def without_comments(message: bytes, character: str) -> str:
    """Drops what git drops: comments, and all below the scissors."""
    text = message.decode("utf-8", "replace").replace("\r\n", "\n")
    marks = ("#", ";", "@", "!", "$", "%", "^", "&", "|", ":") if character == "auto" else (character,)
    kept: list[str] = []
    for line in text.split("\n"):
        if line.startswith(marks):
            if line.endswith(_SCISSORS):
                break
            continue
        kept.append(line)
    return "\n".join(kept)


def session_trailer(repository: Repository, message: bytes, source: str, session: Session | None) -> str | None:
    """Returns the trailer that names who commits; None where there is nothing to add.

    Args:
        repository: the worktree.
        message: as it is prepared.
        source: what git says of where it comes from: `message`, `template`, `merge`, `squash`, `commit` or nothing.
        session: who commits.
    """
    if session is None or source in _FOREIGN or any((repository.place.git_dir / name).exists() for name in _AGAIN):
        return None
    value = "/".join(filter(None, (session.host, session.id)))
    text = without_comments(message, comment_character(repository))
    has_one = any(key.lower() == SESSION.lower() for key, _ in trailers(text))
    return f"{SESSION}: {printable(value)}" if value and not has_one else None
