"""Tells what a shell command would stage, commit or stash, from its text alone; runs nothing."""
