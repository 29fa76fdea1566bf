"""Everything that starts git: the only package of the project that does."""

from agentguard.analyzer.git.repository import Repository

__all__ = ["Repository"]
