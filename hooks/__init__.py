"""Translates the protocols of git, pre-commit and coding agents to calls and back; decides nothing."""
