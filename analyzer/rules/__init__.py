"""Judges facts: one module a rule, pure and independent of each other; `page.page` writes what a rule is about.

A rule's module is imported when the rule is asked for: a hook runs a handful of them, and start-up is its budget.
"""

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agentguard.analyzer.model.rules import Rule

# In the order in which they run; a module is called as its rule.
_MODULES = {
    "AG101": "broad_staging",
    "AG102": "off_topic_files",
    "AG103": "out_of_scope",
    "AG104": "artifact",
    "AG105": "mixed_index",
    "AG106": "dirty_baseline",
    "AG201": "text_conflict",
    "AG202": "same_symbol",
    "AG203": "stale_base",
    "AG204": "stale_use",
    "AG205": "broken_contract",
    "AG206": "lost_update",
    "AG207": "duplicate_definition",
    "AG208": "spec_drift",
    "AG209": "wrong_base",
    "AG305": "guard_tampering",
    "AG306": "weakened_tests",
}
NAMES: dict[str, str] = {code: module.replace("_", "-") for code, module in _MODULES.items()}

if TYPE_CHECKING:
    RULES: tuple[Rule, ...]


@cache
def rule_of(code: str) -> "Rule":
    """Returns the rule with a code, one of `NAMES`."""
    rule: Rule = import_module(f"agentguard.analyzer.rules.{_MODULES[code]}").RULE
    return rule


def __getattr__(name: str) -> object:
    if name == "RULES":
        return tuple(rule_of(code) for code in _MODULES)
    raise AttributeError(name)
