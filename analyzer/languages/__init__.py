"""The grammar table, and syntax trees with a deadline; nothing else uses tree-sitter, and it is loaded on first use."""

from agentguard.analyzer.languages.syntax import Deadline, OutOfTimeError, Syntax, read_syntax
from agentguard.analyzer.languages.table import LANGUAGES, Language, grammar_of, language_of

__all__ = [
    "LANGUAGES",
    "Deadline",
    "Language",
    "OutOfTimeError",
    "Syntax",
    "grammar_of",
    "language_of",
    "read_syntax",
]
