"""Which findings refuse what is about to be done?"""

from collections.abc import Iterable

from agentguard.analyzer.model.config import Config, Whose
from agentguard.analyzer.model.findings import Finding, Severity
from agentguard.analyzer.model.journal import Session

NEVER = "never"
# What is staged by a sweep, by somebody else, or beside uncommitted edits is a person's own business by default.
_OF_AGENTS = frozenset({"AG101", "AG105", "AG106"})


def refused(findings: Iterable[Finding], config: Config, level: str, session: Session | None) -> tuple[Finding, ...]:
    """Returns those that refuse.

    Args:
        findings: all.
        config: the settings, which say whose work AG101, AG105 and AG106 refuse.
        level: `error`, `warning` or `never`: from which severity on.
        session: whose work it is, None for a person.
    """
    if level == NEVER:
        return ()
    limit = Severity(level).rank
    spared = _OF_AGENTS if session is None and config.hooks.apply_to is Whose.AGENTS else frozenset()
    return tuple(
        finding
        for finding in findings
        if finding.suppressed is None and finding.severity.rank <= limit and finding.rule not in spared
    )
