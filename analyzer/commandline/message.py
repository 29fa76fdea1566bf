"""Reads from the words of a `git commit` what they say of its message, and whether it mends the last commit."""

from collections.abc import Iterator, Sequence

from agentguard.analyzer.model.value import dataclass

# The letters and the long names of git's own options for `commit` that have a value, and may have one.
_WITH_VALUE = frozenset("mFCct")
_MAY_HAVE_VALUE = frozenset("uS")
_LONG_WITH_VALUE = (
    *("author", "cleanup", "date", "file", "fixup", "message", "pathspec-from-file", "reedit-message"),
    *("reuse-message", "squash", "template", "trailer"),
)
_LETTERS = {"m": "message", "F": "file", "C": "reuse-message", "c": "reedit-message", "t": "template"}
_SHORTEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitWords:
    """What the words of a `git commit` say.

    Attributes:
        message: what `-m` and `--trailer` give; None where an editor, a file or another commit gives the message.
        amends: it makes the last commit anew.
    """

    message: str | None = None
    amends: bool = False


def commit_words(argv: Sequence[str]) -> CommitWords | None:
    """Reads the words of a git process, the program first; None where it is no `git commit`.

    Git runs itself anew for an alias, so the words are those of a built-in command.
    """
    words = _behind_commit(argv)
    if words is None:
        return None
    given = list(_options(words))
    paragraphs = [value for name, value in given if name == "message"]
    trailers = "\n".join(_trailer(value) for name, value in given if name == "trailer")
    message = "\n\n".join([*paragraphs, *filter(None, [trailers])]) if paragraphs else None
    return CommitWords(message=message, amends=any(name == "amend" for name, _ in given))


def _trailer(value: str) -> str:
    """Writes a trailer with a colon; git takes an equals sign as well."""
    return value if ":" in value else value.replace("=", ": ", 1)


def _behind_commit(argv: Sequence[str]) -> Sequence[str] | None:
    """Skips git's global options."""
    skip = False
    for number, word in enumerate(argv[1:], 1):
        if skip:
            skip = False
        elif word in {"-C", "-c", "--git-dir", "--work-tree", "--namespace", "--exec-path", "--config-env"}:
            skip = True
        elif not word.startswith("-"):
            return argv[number + 1 :] if word == "commit" else None
    return None


def _options(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yields long names and values of the options that tell something here."""
    rest = list(reversed(words))
    while rest:
        word = rest.pop()
        if word == "--":
            return
        if word.startswith("--"):
            name, equals, value = word[2:].partition("=")
            if len(name) >= _SHORTEST and "amend".startswith(name):
                yield "amend", ""
                continue
            found = _long(name)
            if found:
                yield found, value if equals else rest.pop() if rest else ""
        elif word.startswith("-"):
            yield from _cluster(word[1:], rest)


def _long(name: str) -> str | None:
    if name in _LONG_WITH_VALUE:
        return name
    found = [one for one in _LONG_WITH_VALUE if one.startswith(name)]
    return found[0] if len(found) == 1 else None


def _cluster(letters: str, rest: list[str]) -> Iterator[tuple[str, str]]:
    for place, letter in enumerate(letters):
        if letter in _MAY_HAVE_VALUE:
            return
        if letter in _WITH_VALUE:
            attached = letters[place + 1 :]
            yield _LETTERS[letter], attached or (rest.pop() if rest else "")
            return
