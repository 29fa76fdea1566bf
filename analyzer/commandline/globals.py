"""The options in front of git's subcommand, such as `-C` and `-c`."""

from collections.abc import Mapping, Sequence
from posixpath import join

from agentguard.analyzer.commandline.word import OPEN, Origin, Word
from agentguard.analyzer.model.value import dataclass

_WITH_VALUE = frozenset(
    {
        "--attr-source",
        "--config-env",
        "--git-dir",
        "--namespace",
        "--shallow-file",
        "--super-prefix",
        "--work-tree",
        "-C",
        "-c",
    }
)
_FLAGS = frozenset(
    {
        "--bare",
        "--glob-pathspecs",
        "--icase-pathspecs",
        "--literal-pathspecs",
        "--no-advice",
        "--no-lazy-fetch",
        "--no-literal-pathspecs",
        "--no-optional-locks",
        "--no-pager",
        "--no-replace-objects",
        "--noglob-pathspecs",
        "--paginate",
        "-P",
        "-p",
    }
)
_ONLY_ATTACHED = frozenset({"--exec-path", "--list-cmds"})
_ON = frozenset({"1", "on", "true", "yes"})
_KEY = "GIT_CONFIG_KEY_"
_VALUE = "GIT_CONFIG_VALUE_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Globals:
    """What stands in front of a subcommand.

    Attributes:
        folder: where git runs; None where that cannot be told.
        aliases: those that are set there, by their names in lower case.
        literal: pathspecs have no special characters; None where nothing is said about it.
        rest: the subcommand and what follows.
        does_nothing: git prints something and ends.
        unsure: a word that cannot be told, empty where there is none.
    """

    folder: str | None
    aliases: Mapping[str, Word]
    literal: bool | None
    rest: tuple[Word, ...]
    does_nothing: bool = False
    unsure: str = ""


def read_globals(words: Sequence[Word], folder: str | None, environment: Mapping[str, Word]) -> Globals:
    """Reads the options in front of a subcommand.

    Args:
        words: all words behind `git`.
        folder: where the shell is.
        environment: variables that are known.
    """
    reader = _Reader(folder, environment)
    place = 0
    while place < len(words) and words[place].text.startswith("-") and reader.goes_on:
        taken = words[place].text in _WITH_VALUE
        reader.read(words[place], words[place + 1] if taken and place + 1 < len(words) else None)
        place += 2 if taken else 1
    if place < len(words) and words[place].text.startswith(OPEN):
        reader.unsure = words[place].shown
    tree = reader.tree
    return Globals(
        folder=moved(reader.folder, tree) if tree is not None else reader.folder,
        aliases=reader.aliases,
        literal=reader.literal,
        rest=tuple(words[place:]),
        does_nothing=reader.does_nothing,
        unsure=reader.unsure,
    )


class _Reader:
    """Takes note of one option after the other."""

    def __init__(self, folder: str | None, environment: Mapping[str, Word]) -> None:
        self.folder = folder
        self.aliases: dict[str, Word] = _aliases_of(environment)
        self.literal: bool | None = None
        self.tree = environment.get("GIT_WORK_TREE")
        self.does_nothing = False
        self.unsure = ""
        self._environment = environment
        if "GIT_LITERAL_PATHSPECS" in environment:
            self.literal = environment["GIT_LITERAL_PATHSPECS"].text in _ON

    @property
    def goes_on(self) -> bool:
        """Tells whether git reads on."""
        return not (self.does_nothing or self.unsure)

    def read(self, word: Word, following: Word | None) -> None:
        """Reads an option, with the next word where that is its value."""
        name, equals, attached = word.text.partition("=")
        if word.text in _WITH_VALUE:
            if following is None:
                self.does_nothing = True
            else:
                self._set(name, following)
        elif equals and name in _WITH_VALUE | _ONLY_ATTACHED:
            self._set(name, Word(attached, word.source, word.origin))
        elif word.text in {"--literal-pathspecs", "--no-literal-pathspecs"}:
            self.literal = word.text == "--literal-pathspecs"
        elif OPEN in word.text:
            self.unsure = word.shown
        elif word.text not in _FLAGS:
            # It asks for help or a path, or git does not know it.
            self.does_nothing = True

    def _set(self, name: str, value: Word) -> None:
        if name == "-C":
            self.folder = moved(self.folder, value)
        elif name == "--work-tree":
            self.tree = value
        elif name == "-c":
            self.aliases |= _alias_in(*value.text.partition("=")[::2], value)
        elif name == "--config-env":
            key, _, variable = value.text.rpartition("=")
            found = self._environment.get(variable, Word(OPEN, f"${variable}", Origin.VARIABLE))
            self.aliases |= _alias_in(key, found.text, found)


def moved(folder: str | None, to: Word) -> str | None:
    """Returns the folder that a path leads to from another one; None where either cannot be told."""
    if not to.known or to.text.startswith("~"):
        return None
    if to.text.startswith("/"):
        return to.text
    if folder is None or not to.text or to.text == ".":
        return folder
    return to.text if folder == "." else join(folder, to.text)


def _alias_in(key: str, value: str, word: Word) -> dict[str, Word]:
    """Returns the alias that a setting makes, by its name in lower case."""
    section, _, name = key.partition(".")
    if section.lower() != "alias" or not name or not value:
        return {}
    return {name.lower().removesuffix(".command"): Word(value, word.source, word.origin)}


def _aliases_of(environment: Mapping[str, Word]) -> dict[str, Word]:
    """Returns the aliases that the environment sets: `GIT_CONFIG_KEY_0` names one, `GIT_CONFIG_VALUE_0` holds it."""
    found: dict[str, Word] = {}
    for name, key in environment.items():
        if name.startswith(_KEY):
            value = environment.get(_VALUE + name.removeprefix(_KEY), Word(""))
            found |= _alias_in(key.text, value.text, value)
    return found
