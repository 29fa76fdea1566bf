"""Measures agentguard on any repository: `python -m benchmarks --help`."""
