"""Tells which session of which agent started a process, by the variables that the agents' hosts set."""

from collections.abc import Mapping

from agentguard.analyzer.model.journal import Session

# Read first to last: a host that runs inside another sets its own as well. Hosts are named as in `agents.py`.
IDS: tuple[tuple[str, str | None], ...] = (
    ("AGENTGUARD_SESSION", None),
    ("CLAUDE_CODE_SESSION_ID", "Claude"),
    ("CODEX_THREAD_ID", "Codex"),
    ("GEMINI_SESSION_ID", "Gemini"),
)
# Set by hosts that do not tell sessions apart. Cursor's CURSOR_TRACE_ID is set in people's terminals too.
MARKS: tuple[tuple[str, str | None], ...] = (
    ("CLAUDECODE", "Claude"),
    ("CODEX_SANDBOX", "Codex"),
    ("CURSOR_AGENT", "Cursor"),
    ("GEMINI_CLI", "Gemini"),
    ("OPENCODE", "opencode"),
    ("AI_AGENT", None),
)
_LONGEST = 200


def session_of(environment: Mapping[str, str]) -> Session | None:
    """Returns the session of a process; one without an id where only the host is known, None for a person."""
    for name, host in IDS:
        if value := environment.get(name, ""):
            return Session(id=value[:_LONGEST], host=host)
    for name, host in MARKS:
        if environment.get(name):
            return Session(id="", host=host)
    return None


def may_be_same(one: Session | None, other: Session | None) -> bool:
    """Tells whether two can be one conversation; None is a person, who is no agent.

    A host that does not tell its sessions apart leaves only the host to go by.
    """
    if one is None or other is None:
        return one is other
    if one.id and other.id:
        return one.id == other.id
    return one.host is None or other.host is None or one.host == other.host
