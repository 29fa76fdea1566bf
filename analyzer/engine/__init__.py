"""The use cases: all that the shells call."""

from agentguard.analyzer.engine.footprint import footprint

__all__ = ["footprint"]
