"""Says an answer in the way that a host understands, and nothing more: Codex takes an unknown field for a failure."""

from agentguard.analyzer.model.decisions import Decision, Verdict
from agentguard.analyzer.model.value import dataclass
from agentguard.hooks.agents.payload import Call
from agentguard.hooks.agents.table import Dialect

REFUSED = 2
_LONGEST = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the process says: exit code, stdout, stderr."""

    code: int = 0
    out: str = ""
    err: str = ""


SILENCE = Answer()


def say(decision: Decision, call: Call, dialect: Dialect) -> Answer:
    """Turns a decision into an answer; what cannot be asked or told on a host is told, or left out."""
    match decision.verdict:
        case Verdict.DENY:
            return refuse(decision.text)
        case Verdict.ASK if dialect.can_ask and call.event:
            return _specific(call, {"permissionDecision": "ask", "permissionDecisionReason": _cut(decision.text)})
        case Verdict.INFORM | Verdict.ASK if call.event:
            return _specific(call, {"additionalContext": _cut(decision.text)})
        case _:
            return SILENCE


def refuse(reason: str) -> Answer:
    """Refuses a call; every host reads the reason from stderr."""
    return Answer(code=REFUSED, err=f"{_cut(reason)}\n")


def warn(text: str) -> Answer:
    """Lets a call through, and tells the user something."""
    return Answer(out=_json({"systemMessage": _cut(text)}), err=f"{_cut(text)}\n")


def _specific(call: Call, values: dict[str, str]) -> Answer:
    return Answer(out=_json({"hookSpecificOutput": {"hookEventName": call.event, **values}}))


def _json(document: dict[str, object]) -> str:
    import json  # noqa: PLC0415 - a refusal does without

    return json.dumps(document) + "\n"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
