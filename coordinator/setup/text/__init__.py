"""Edits texts that others own: only what is ours is added or taken out, every other byte stays."""
