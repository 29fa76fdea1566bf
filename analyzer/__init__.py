"""Reads git, parses, decides; writes nothing, prints nothing, never exits."""
