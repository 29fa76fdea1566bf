"""What a session is told when it starts, and with each prompt: what has landed meanwhile and meets its work."""

from agentguard.analyzer.engine.edits import what_moved
from agentguard.analyzer.gather.settings import load_settings
from agentguard.analyzer.model.config import Answer
from agentguard.analyzer.model.decisions import ALLOWED, Decision, Verdict
from agentguard.coordinator.journal import read_journal
from agentguard.coordinator.remembered import tell, told
from agentguard.coordinator.state import note_strictness
from agentguard.hooks.agents.payload import Call
from agentguard.hooks.agents.trees import worktree_of


def news_for(call: Call) -> Decision:
    """Returns what has moved under a session since it was last told.

    Raises:
        AgentguardError: git failed, or the settings are wrong.
    """
    with worktree_of(call.folder) as repository:
        if repository is None or call.session is None:
            return ALLOWED
        unknown = load_settings(repository).config.hooks.unknown_commands
        note_strictness(strict=unknown is Answer.DENY)
        place = repository.place
        moved = what_moved(repository, read_journal(place), call.session, told(place, call.session))
        if moved.tip is not None:
            tell(place, call.session, moved.tip)
    if not moved.lines:
        return ALLOWED
    return Decision(verdict=Verdict.INFORM, message=moved.lines[0], help="\n".join(moved.lines[1:]) or None)
