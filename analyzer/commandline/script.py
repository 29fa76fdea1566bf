"""A shell text as the values that its reading works on: words in pieces, simple commands, and what holds them."""

import re
from collections.abc import Sequence as Listing
from enum import Enum
from typing import TypeAlias

from agentguard.analyzer.model.value import dataclass

ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)(\[[^\]]*\])?(\+?)=")


class Kind(Enum):
    """Names what a piece of a word is."""

    TEXT = "text"
    PARAMETER = "parameter"
    COMMAND = "command"
    ARITHMETIC = "arithmetic"
    PROCESS = "process"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a word.

    Attributes:
        kind: what it is.
        text: the text itself; the name and what follows it of a parameter; the commands of a substitution.
        quoted: it stands in quotes, so that the shell neither splits it nor looks for patterns in it.
    """

    kind: Kind
    text: str
    quoted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RawWord:
    """A word before the shell expands it.

    Attributes:
        pieces: in order.
        source: how it is written.
        items: the words in the brackets of `name=(...)`; None for every other word.
    """

    pieces: tuple[Piece, ...]
    source: str
    items: "tuple[RawWord, ...] | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """A redirection: `<`, `<<<`, `>`, `>>`, `2>` and the like, with where to; here-documents have a file's name."""

    sign: str
    target: RawWord


@dataclass(frozen=True, slots=True, kw_only=True)
class Simple:
    """A command with its arguments; assignments are words in front."""

    words: tuple[RawWord, ...]
    redirects: tuple[Redirect, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """Commands one after the other, whatever is between them."""

    parts: "tuple[Part, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """Commands each of which reads what the one before it prints."""

    parts: "tuple[Part, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Commands of which some run: the branches of `if` and `case`."""

    parts: "tuple[Part, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subshell:
    """Commands that change nothing of the shell around them."""

    body: "Part"


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirected:
    """Commands in brackets, loops and the like with redirections."""

    body: "Part"
    redirects: tuple[Redirect, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForEach:
    """`for` and `select`; without words they go over the arguments."""

    name: str
    words: tuple[RawWord, ...] | None
    body: "Part"


@dataclass(frozen=True, slots=True, kw_only=True)
class While:
    """`while` and `until`, condition included."""

    body: "Part"


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """The definition of a function."""

    name: str
    body: "Part"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """A test or calculation; only what it substitutes is looked at."""

    words: tuple[RawWord, ...]


Part: TypeAlias = (
    Simple | Sequence | Pipeline | Choice | Subshell | Redirected | ForEach | While | Function | Expression
)


def split_assignments(
    words: Listing[RawWord],
) -> tuple[list[tuple[str, RawWord, re.Match[str]]], Listing[RawWord]]:
    """Splits off the assignments in front of a command."""
    assigned: list[tuple[str, RawWord, re.Match[str]]] = []
    for place, word in enumerate(words):
        plain = word.pieces and word.pieces[0].kind is Kind.TEXT and not word.pieces[0].quoted
        found = ASSIGNMENT.match(word.pieces[0].text) if plain else None
        if found is None:
            return assigned, words[place:]
        assigned.append((found[1], word, found))
    return assigned, ()
