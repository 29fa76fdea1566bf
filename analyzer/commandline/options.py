"""Reads the options of a git command as git's own parser does.

That is: clusters of letters, abbreviated names, `--no-` in front of them, and of several the last one counts.
"""

from collections.abc import Sequence
from enum import Enum

from agentguard.analyzer.commandline.word import OPEN, Origin, Word
from agentguard.analyzer.model.value import dataclass

# Options of all commands that read paths from a list and can ask for each hunk.
FROM_FILE = ",pathspec-from-file= ,pathspec-file-nul"
PICKED = FROM_FILE + " U,unified=+ ,inter-hunk-context=+ ,auto-advance+"


class Value(Enum):
    """Names whether an option has a value."""

    NONE = ""
    NEEDED = "="
    OPTIONAL = "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option.

    Attributes:
        short: its letter, empty where it has none.
        long: its name; an option that has none goes by its letter.
        value: whether it has a value.
        negatable: whether `--no-` in front of it is allowed.
        newer: it is not in every git that is in use, so it makes no abbreviation ambiguous.
    """

    short: str = ""
    long: str = ""
    value: Value = Value.NONE
    negatable: bool = True
    newer: bool = False


def options(text: str) -> tuple[Option, ...]:
    """Reads a table of options.

    Args:
        text: words such as `n,dry-run`, `m,message=` (has a value), `S,gpg-sign=?` (may have one), `,stdin!` (cannot
            be negated), `,resolved+` (newer than some gits in use).
    """
    found = []
    for entry in text.split():
        short, _, rest = entry.partition(",")
        name = rest.rstrip("=?!+")
        marks = rest[len(name) :]
        value = Value.OPTIONAL if "?" in marks else Value.NEEDED if "=" in marks else Value.NONE
        found.append(Option(short=short, long=name, value=value, negatable="!" not in marks, newer="+" in marks))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What a command was given.

    Attributes:
        given: the value of each option by its name, in the order of the last time each was given: True, or False
            behind `--no-`, or its value.
        spellings: how each of them is written.
        rest: what is no option.
        refused: git would print its usage or an error and do nothing.
        unsure: what could be an option and cannot be told, empty where there is nothing of the kind.
    """

    given: dict[str, bool | Word]
    spellings: dict[str, str]
    rest: tuple[Word, ...]
    refused: bool = False
    unsure: str = ""

    def has(self, *names: str) -> bool:
        """Tells whether one of these options is on."""
        return any(self.given.get(name, False) is not False for name in names)

    def spelling(self, name: str) -> str:
        """Returns how an option is written, empty where it is not given."""
        return self.spellings.get(name, "")

    def word(self, name: str) -> Word | None:
        """Returns the value of an option."""
        value = self.given.get(name)
        return value if isinstance(value, Word) else None


class OptionParser:
    """Reads the words behind one git command."""

    def __init__(self, table: Sequence[Option], *, stop_at_other: bool = False) -> None:
        """Remembers the options.

        Args:
            table: those that the command knows.
            stop_at_other: the first word that is no option ends them.
        """
        self._table = table
        self._stop_at_other = stop_at_other
        self._words: list[Word] = []
        self._given: dict[str, bool | Word] = {}
        self._spellings: dict[str, str] = {}
        self._rest: list[Word] = []
        self._refused = False
        self._unsure = ""

    def parse(self, words: Sequence[Word]) -> Parsed:
        """Reads the words."""
        self._words = list(reversed(words))
        while self._words and not self._refused:
            word = self._words.pop()
            if word.text in {"--", "--end-of-options"} and word.known:
                break
            self._one(word)
            if self._rest and self._stop_at_other:
                break
        self._rest += reversed(self._words)
        return Parsed(
            given=self._given,
            spellings=self._spellings,
            rest=tuple(self._rest),
            refused=self._refused,
            unsure=self._unsure,
        )

    def _one(self, word: Word) -> None:
        text = word.text
        if word.origin is Origin.VARIABLE and (word.many or text.startswith(OPEN)):
            self._unsure = self._unsure or word.shown
        if text.startswith(("-" + OPEN, "--" + OPEN)):
            self._unsure = self._unsure or word.shown
        elif text.startswith("--"):
            self._long(word)
        elif text.startswith("-") and text != "-":
            self._cluster(word)
        else:
            self._rest.append(word)

    def _cluster(self, word: Word) -> None:
        letters = word.text[1:]
        while letters:
            letter, letters = letters[0], letters[1:]
            option = next((one for one in self._table if one.short == letter), None)
            if option is None:
                self._unknown(word, helps=letter == "h")
                return
            if option.value is Value.NONE:
                self._set(option, word, value=True)
                continue
            self._take(option, word, Word(letters, word.source, word.origin) if letters else None)
            return

    def _long(self, word: Word) -> None:
        name, equals, value = word.text[2:].partition("=")
        found = self._find(name)
        if not found:
            self._unknown(word, helps=name in {"help", "help-all"})
            return
        if len(found) > 1:
            self._refused = True
            return
        option, unset = found[0]
        if unset or option.value is Value.NONE:
            # A value for what takes none is an error.
            self._refused = self._refused or bool(equals)
            self._set(option, word, value=not unset)
        else:
            self._take(option, word, Word(value, word.source, word.origin) if equals else None)

    def _take(self, option: Option, word: Word, attached: Word | None) -> None:
        """Takes the value of an option: what stands in the same word, or the next word where it must have one."""
        if attached is not None:
            self._set(option, word, value=attached)
        elif option.value is Value.OPTIONAL:
            self._set(option, word, value=True)
        elif self._words:
            value = self._words.pop()
            if value.many and value.origin is not Origin.GLOB:
                self._unsure = self._unsure or value.shown
            self._set(option, word, value=value)
        else:
            self._refused = True

    def _set(self, option: Option, word: Word, *, value: bool | Word) -> None:
        name = option.long or option.short
        self._spellings[name] = word.shown
        self._given.pop(name, None)
        self._given[name] = value

    def _unknown(self, word: Word, *, helps: bool) -> None:
        """Takes note of an option that the table does not have: git prints help, or is newer than the table."""
        if helps:
            self._refused = True
        else:
            self._unsure = self._unsure or word.shown

    def _find(self, name: str) -> list[tuple[Option, bool]]:
        """Returns the options that a long name can mean, each with whether it is switched off by it."""
        exact, partial, partial_of_old = [], [], []
        for option in self._table:
            if not option.long:
                continue
            for form, unset in _forms(option):
                if form == name:
                    exact.append((option, unset))
                elif form.startswith(name) or (unset and "no-".startswith(name)):
                    partial.append((option, unset))
                    if not option.newer:
                        partial_of_old.append((option, unset))
        return exact[:1] or (partial if len(partial) < 2 else partial_of_old or partial)


def _forms(option: Option) -> tuple[tuple[str, bool], ...]:
    """Returns the spellings of an option: `all` and `no-all`, but for `no-verify` also `verify`."""
    if not option.negatable:
        return ((option.long, False),)
    if option.long.startswith("no-"):
        return ((option.long, False), (option.long[3:], True))
    return ((option.long, False), ("no-" + option.long, True))
