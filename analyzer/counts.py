"""Writes counts for messages."""


def number(value: int, noun: str, nouns: str | None = None) -> str:
    """Writes a count with its noun: `1 file`, `12,480 files`."""
    return f"{value:,} {noun if value == 1 else nouns or noun + 's'}"
