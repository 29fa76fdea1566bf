"""Makes text of unknown origin, such as names and what git says, fit for a message."""


def printable(text: str) -> str:
    """Returns one line; what a terminal would obey, or is no UTF-8, becomes U+FFFD."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)


def printable_lines(text: str) -> str:
    """Returns the lines of a text, each printable."""
    return "\n".join(map(printable, text.split("\n")))
