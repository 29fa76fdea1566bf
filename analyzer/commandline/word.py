"""One word of a command, as far as it can be told before the command runs."""

from collections.abc import Iterable
from enum import IntEnum

from agentguard.analyzer.model.value import dataclass

# Stands for a part of a word that cannot be told; no argument of a program can hold this character.
OPEN = "\0"
_MOST_TEXT = 1 << 20


class Origin(IntEnum):
    """Names where the text of a word comes from, the least certain last.

    Attributes:
        LITERAL: it is written there.
        GLOB: it is a pattern that the shell turns into names of files.
        VARIABLE: parts of it come from where nobody can look.
        MADE: parts of it are what another command prints when it runs.
    """

    LITERAL = 0
    GLOB = 1
    VARIABLE = 2
    MADE = 3


@dataclass(frozen=True, slots=True)
class Word:
    """One word.

    Attributes:
        text: what the program gets; `OPEN` stands for each part that cannot be told.
        source: how it is written, for messages; empty where that is the same.
        origin: where it comes from.
        many: it may become any number of words, none included.
    """

    text: str
    source: str = ""
    origin: Origin = Origin.LITERAL
    many: bool = False

    @property
    def known(self) -> bool:
        """Tells whether the program gets this very text as one word."""
        return not self.many and OPEN not in self.text

    @property
    def shown(self) -> str:
        """The word as a message names it."""
        return self.source if OPEN in self.text and self.source else self.text.replace(OPEN, "?")


def literal(texts: Iterable[str | Word]) -> tuple[Word, ...]:
    """Returns words that are just these texts."""
    return tuple(text if isinstance(text, Word) else Word(text) for text in texts)


def joined(outputs: Iterable[Word]) -> Word:
    """Returns what several commands print one after the other."""
    printing = [output for output in outputs if output.text]
    text = "".join(output.text for output in printing)
    origin = max((output.origin for output in printing), default=Origin.LITERAL)
    source = next((output.source for output in printing if output.origin is origin), "")
    return Word(text, source, origin) if len(text) <= _MOST_TEXT else Word(OPEN, source, Origin.MADE)


def made(source: str) -> Word:
    """Returns what a command prints that nobody can tell."""
    return Word(OPEN, source, Origin.MADE)
