"""What is special about Python: targets, signatures, imports, exports, keys, and what a formatter may change."""

from agentguard.analyzer.symbols.python.dialect import Python
from agentguard.analyzer.symbols.python.encoding import to_utf8

__all__ = ["Python", "to_utf8"]
