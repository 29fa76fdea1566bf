"""What a hook answers to an agent that is about to do something."""

from enum import StrEnum

from agentguard.analyzer.model.value import dataclass


class Verdict(StrEnum):
    """Names the answers, the mildest first."""

    ALLOW = "allow"
    INFORM = "inform"
    ASK = "ask"
    DENY = "deny"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One answer.

    Attributes:
        verdict: what it comes to.
        rule: code and name of the rule that speaks, such as `AG101 broad-staging`; empty where none does.
        message: what is wrong and with which files, one line; empty where nothing is.
        help: the exact command to run instead, or what to do; None where there is none.
    """

    verdict: Verdict
    rule: str = ""
    message: str = ""
    help: str | None = None

    @property
    def text(self) -> str:
        """All that is said, a line each."""
        speaker = " ".join(filter(None, ("agentguard", self.rule)))
        return "\n".join(filter(None, (f"{speaker}: {self.message}" if self.message else "", self.help)))


ALLOWED = Decision(verdict=Verdict.ALLOW)
