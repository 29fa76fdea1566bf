"""Reads Python: one walk over the syntax tree gives definitions, uses, imports and tokens."""

from agentguard.analyzer.symbols.python.reader import read_python

__all__ = ["read_python"]
