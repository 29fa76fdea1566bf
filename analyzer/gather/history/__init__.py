"""Reads past commits: which are asked for, which deserve a closer look, and what that shows."""
