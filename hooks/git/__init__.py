"""Translates git's hooks: what git passes in, what the analyzer answers, and the exit code."""
