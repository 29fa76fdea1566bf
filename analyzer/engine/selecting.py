"""Which rules does a hook run?"""

from collections.abc import Sequence

from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.rules import Rule
from agentguard.analyzer.rules.selection import select_rules


def rules_or_usual(config: Config, select: Sequence[str], usual: Sequence[str]) -> Sequence[Rule]:
    """Returns the rules that are asked for, else the usual ones, but for those that the settings turn off.

    Raises:
        AgentguardError: a word names no rule.
    """
    if select:
        return select_rules(select, (), config)
    left = tuple(code for code in usual if code not in config.disabled)
    return select_rules(left, (), config) if left else ()
