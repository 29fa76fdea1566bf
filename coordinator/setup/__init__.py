"""Puts agentguard's hooks into a repository, proves that they work, and takes them out again."""
