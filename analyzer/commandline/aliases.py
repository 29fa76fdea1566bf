"""Expands git's aliases; what they hold is read, never run."""

from collections.abc import Mapping

from agentguard.analyzer.commandline.word import Word, literal


def split_alias(text: str) -> tuple[Word, ...] | None:
    """Splits the value of an alias into words as git does; None where git refuses it."""
    words: list[str] = []
    word: list[str] = []
    quote, begun = "", False
    characters = iter(text)
    for character in characters:
        if not quote and character.isspace():
            if begun:
                words.append("".join(word))
            word, begun = [], False
            continue
        begun = True
        if not quote and character in "'\"":
            quote = character
        elif character == quote:
            quote = ""
        elif character == "\\" and quote != "'":
            escaped = next(characters, None)
            if escaped is None:
                return None
            word.append(escaped)
        else:
            word.append(character)
    if begun:
        words.append("".join(word))
    return None if quote else literal(words)


def shell_alias(text: str, words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Returns the command that git starts for an alias that begins with `!`.

    Args:
        text: what follows the `!`.
        words: the arguments of the alias.
    """
    return (*literal(("sh", "-c", f'{text} "$@"' if words else text, text)), *words)


def lower_names(aliases: Mapping[str, str]) -> dict[str, Word]:
    """Returns aliases by their names in lower case, which is how git looks for them."""
    return {name.lower(): Word(value) for name, value in aliases.items()}
