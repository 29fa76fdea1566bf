"""The options in front of git's subcommand, such as `-C` and `-c`."""

from collections.abc import Mapping, Sequence
from posixpath import join

from agentguard.analyzer.commandline.word import OPEN, Word
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
_ENDS = frozenset({"--exec-path", "--help", "--html-path", "--info-path", "--man-path", "--version", "-h", "-v"})


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
        environment: variables that are known, for `--config-env`.
    """
    aliases: dict[str, Word] = {}
    literal: bool | None = None
    tree: Word | None = environment.get("GIT_WORK_TREE")
    does_nothing, unsure = False, ""
    place = 0
    while place < len(words) and not does_nothing and not unsure:
        text = words[place].text
        if not text.startswith("-"):
            break
        name, equals, _ = text.partition("=")
        takes = text in _WITH_VALUE
        value = _value(words, place, takes=takes, attached=bool(equals))
        place += 2 if takes else 1
        if takes and value is None:
            does_nothing = True
        elif value is not None and name == "-C":
            folder = moved(folder, value)
        elif value is not None and name in {"-c", "--config-env"}:
            aliases.update(_alias_in(value, environment if name == "--config-env" else None))
        elif value is not None and name == "--work-tree":
            tree = value
        elif text in {"--literal-pathspecs", "--no-literal-pathspecs"}:
            literal = text == "--literal-pathspecs"
        elif text in _ENDS:
            does_nothing = True
        elif text not in _FLAGS and not (equals and (name in _WITH_VALUE or name in {"--exec-path", "--list-cmds"})):
            does_nothing, unsure = OPEN not in text, words[place - 1].shown if OPEN in text else ""
    if place < len(words) and words[place].text.startswith(OPEN):
        unsure = words[place].shown
    return Globals(
        folder=moved(folder, tree) if tree is not None else folder,
        aliases=aliases,
        literal=literal,
        rest=tuple(words[place:]),
        does_nothing=does_nothing,
        unsure=unsure,
    )


def moved(folder: str | None, to: Word) -> str | None:
    """Returns the folder that a path leads to from another one; None where either cannot be told."""
    if not to.known:
        return None
    if to.text.startswith("/"):
        return to.text
    if folder is None or not to.text or to.text == ".":
        return folder
    return to.text if folder == "." else join(folder, to.text)


def _value(words: Sequence[Word], place: int, *, takes: bool, attached: bool) -> Word | None:
    if takes:
        return words[place + 1] if place + 1 < len(words) else None
    word = words[place]
    return Word(word.text.partition("=")[2], word.source, word.origin) if attached else None


def _alias_in(setting: Word, environment: Mapping[str, Word] | None) -> dict[str, Word]:
    """Returns the alias that a setting makes; its value is a variable's where an environment is given."""
    text = setting.text
    key, equals, value = text.partition("=") if environment is None else text.rpartition("=")
    section, _, name = key.partition(".")
    if section.lower() != "alias" or not name or not equals:
        return {}
    name = name.lower().removesuffix(".command")
    if environment is None:
        return {name: Word(value, setting.source, setting.origin)}
    return {name: environment.get(value, Word(OPEN, f"${value}"))}
