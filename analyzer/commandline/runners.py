"""Git commands that start other commands: `rebase --exec`, `bisect run`, `submodule foreach` and the like."""

from collections.abc import Sequence

from agentguard.analyzer.commandline.setting import Setting, Verdict, nothing
from agentguard.analyzer.commandline.word import Word, literal

_SHELL = literal(("sh", "-c"))
_FILTERS = (
    "--setup",
    "--env-filter",
    "--tree-filter",
    "--index-filter",
    "--parent-filter",
    "--msg-filter",
    "--commit-filter",
    "--tag-name-filter",
)
_OF_REBASE = ("-x", "--exec")
_OF_DIFFTOOL = ("-x", "--extcmd")


def judge_rebase(words: Sequence[Word], setting: Setting) -> Verdict:
    """Returns the commands that a rebase runs after each commit."""
    del setting
    return Verdict(runs=_scripts(words, _OF_REBASE))


def judge_difftool(words: Sequence[Word], setting: Setting) -> Verdict:
    """Returns the command by which differences are shown."""
    del setting
    return Verdict(runs=_scripts(words, _OF_DIFFTOOL))


def judge_filter_branch(words: Sequence[Word], setting: Setting) -> Verdict:
    """Returns the filters through which each commit goes."""
    del setting
    return Verdict(runs=_scripts(words, _FILTERS))


def judge_bisect(words: Sequence[Word], setting: Setting) -> Verdict:
    """Returns the command that tells good commits from bad ones."""
    del setting
    return Verdict(runs=(tuple(words[1:]),)) if len(words) > 1 and words[0].text == "run" else nothing()


def judge_submodule(words: Sequence[Word], setting: Setting) -> Verdict:
    """Returns the command that is run in each submodule."""
    del setting
    place = next((at for at, word in enumerate(words) if not word.text.startswith("-")), len(words))
    if place == len(words) or words[place].text != "foreach":
        return nothing()
    place += 1
    while place < len(words) and words[place].text in {"--recursive", "-q", "--quiet"}:
        place += 1
    return _run_of(words, place)


def judge_for_each_repo(words: Sequence[Word], setting: Setting) -> Verdict:
    """Returns the git command that is run in each of several repositories."""
    del setting
    place = 0
    while place < len(words) and words[place].text.startswith("-"):
        place += 2 if words[place].text == "--config" else 1
    return Verdict(runs=((Word("git"), *words[place:]),) if place < len(words) else ())


def _run_of(words: Sequence[Word], place: int) -> Verdict:
    """Returns the command at a place; a single word is a text for the shell."""
    command = tuple(words[place:])
    if not command:
        return nothing()
    return Verdict(runs=((*_SHELL, *command),) if len(command) == 1 else (command,))


def _scripts(words: Sequence[Word], names: Sequence[str]) -> tuple[tuple[Word, ...], ...]:
    """Returns the values of options that hold a text for the shell."""
    found = []
    for at, word in enumerate(words):
        name, equals, value = word.text.partition("=")
        if name in names and not equals and at + 1 < len(words):
            found.append((*_SHELL, words[at + 1]))
        elif equals and name in names:
            found.append((*_SHELL, Word(value, word.source, word.origin)))
        elif len(names[0]) == 2 and word.text.startswith(names[0]) and len(word.text) > 2:
            found.append((*_SHELL, Word(word.text[2:], word.source, word.origin)))
    return tuple(found)
