"""The grammar table, and syntax trees with a deadline; nothing else uses tree-sitter, and it is loaded on first use."""

from agentguard.analyzer.languages.deadline import Deadline, OutOfTimeError
from agentguard.analyzer.languages.grammar import Grammar, grammar_of
from agentguard.analyzer.languages.table import LANGUAGES, Language, language_of, package_of

__all__ = [
    "LANGUAGES",
    "Deadline",
    "Grammar",
    "Language",
    "OutOfTimeError",
    "grammar_of",
    "language_of",
    "package_of",
]
