"""Judges facts: one module a rule, pure and independent of each other; `page.page` writes what a rule is about."""

from agentguard.analyzer.model.rules import Rule
from agentguard.analyzer.rules import (
    artifact,
    broken_contract,
    duplicate_definition,
    guard_tampering,
    lost_update,
    off_topic_files,
    out_of_scope,
    same_symbol,
    spec_drift,
    stale_base,
    stale_use,
    text_conflict,
    weakened_tests,
    wrong_base,
)

RULES: tuple[Rule, ...] = (
    off_topic_files.RULE,
    out_of_scope.RULE,
    artifact.RULE,
    text_conflict.RULE,
    same_symbol.RULE,
    stale_base.RULE,
    stale_use.RULE,
    broken_contract.RULE,
    lost_update.RULE,
    duplicate_definition.RULE,
    spec_drift.RULE,
    wrong_base.RULE,
    guard_tampering.RULE,
    weakened_tests.RULE,
)
