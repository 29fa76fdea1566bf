"""Judges facts: one module a rule, pure and independent of each other."""

from agentguard.analyzer.model.rules import Rule

RULES: tuple[Rule, ...] = ()
