"""Programs that start a command with names that they find or read: `xargs`, `find`, `parallel`, `watch`."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from agentguard.analyzer.commandline.escapes import decoded
from agentguard.analyzer.commandline.scope import Scope
from agentguard.analyzer.commandline.word import OPEN, Origin, Word

if TYPE_CHECKING:
    from agentguard.analyzer.commandline.shell import Shell

_XARGS_WITH_VALUE = frozenset({"-a", "-d", "-E", "-I", "-L", "-n", "-P", "-s", "-J", "-R", "-S"})
_XARGS_LONG_WITH_VALUE = frozenset(
    {"--arg-file", "--delimiter", "--max-lines", "--max-args", "--max-procs", "--max-chars", "--process-slot-var"}
)
_PARALLEL_WITH_VALUE = frozenset(
    {"-j", "-I", "-n", "-N", "-L", "-S", "-C", "-a", "--jobs", "--colsep", "--joblog", "--delay"}
)
_FIND_RUNS = frozenset({"-exec", "-execdir", "-ok", "-okdir"})
_LISTS = re.compile(r":::\+?\Z")
_MOST_RUNS = 32
_Program = Callable[["Shell", tuple[Word, ...], Scope], Word | None]


def _run_xargs(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word | None:
    """Follows `xargs`: the command gets what it reads, as names that nobody wrote there."""
    place, mark, delimiter = 1, "", ""
    while place < len(words) and words[place].text.startswith("-"):
        text = words[place].text
        following = words[place + 1].text if place + 1 < len(words) else ""
        if text.startswith(("-I", "-J")):
            mark = text[2:] or following
        elif text.startswith(("-i", "--replace")):
            mark = text.removeprefix("--replace").removeprefix("-i").removeprefix("=") or "{}"
        elif text in {"-d", "--delimiter"} or text.startswith(("-d", "--delimiter=")):
            delimiter = text[2:] if not text.startswith("--") and len(text) > 2 else text.partition("=")[2] or following
        elif text in {"-0", "--null"}:
            delimiter = "\n"
        place += 2 if text in _XARGS_WITH_VALUE or text in _XARGS_LONG_WITH_VALUE else 1
    command = words[place:]
    if not command:
        # It prints what it reads.
        return None
    given = scope.stdin
    inner = scope.copy()
    inner.stdin = None
    known = given is not None and given.known and given.origin is Origin.LITERAL
    if given is not None and known and not mark:
        texts = _items(given.text, decoded(delimiter))
        return shell.words((*command, *map(Word, texts)), inner, is_program=True)
    if given is not None and known:
        for line in given.text.splitlines()[:_MOST_RUNS]:
            shell.words(_replaced(command, mark, Word(line.strip())), inner, is_program=True)
        return None
    source = "xargs" if given is None or not given.shown.strip(" ?\n") else f"{given.shown.strip()} | xargs"
    name = Word(OPEN, source, Origin.MADE, many=not mark)
    shell.words(_replaced(command, mark, name) if mark else (*command, name), inner, is_program=True)
    return None


def _items(text: str, delimiter: str) -> list[str]:
    """Returns what `xargs` makes of a text: words, of which quotes are left out, or what a sign stands between."""
    if delimiter:
        return [item for item in text.split(delimiter) if item.strip("\n")]
    return text.replace("\\", "").replace('"', "").replace("'", "").split()


def _run_find(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word | None:
    """Follows `find`: a command gets the names that it finds."""
    place = 0
    while place < len(words):
        if words[place].text not in _FIND_RUNS:
            place += 1
            continue
        end = place + 1
        while end < len(words) and not _ends(words, end):
            end += 1
        many = end < len(words) and words[end].text == "+"
        found = Word(OPEN, f"find {words[place].text}", Origin.MADE, many=many)
        shell.words(_replaced(words[place + 1 : end], "{}", found), scope.copy(), is_program=True)
        place = end + 1
    return None


def _ends(words: Sequence[Word], at: int) -> bool:
    return words[at].text == ";" or (words[at].text == "+" and words[at - 1].text == "{}")


def _run_parallel(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word | None:
    """Follows GNU `parallel`: a text for the shell, once for each of the arguments behind `:::`."""
    place = 1
    while place < len(words) and words[place].text.startswith("-"):
        place += 2 if words[place].text in _PARALLEL_WITH_VALUE else 1
    lists = next((at for at in range(place, len(words)) if _LISTS.match(words[at].text)), None)
    command = words[place:lists] if lists is not None else words[place:]
    items = words[lists + 1 : lists + 1 + _MOST_RUNS] if lists is not None else (Word(OPEN, "parallel", Origin.MADE),)
    text = " ".join(word.text for word in command)
    for item in items:
        argument = item.text if OPEN in item.text else _quoted(item.text)
        script = text.replace("{}", argument) if "{}" in text else f"{text} {argument}"
        shell.text(Word(script, item.source, item.origin), scope.copy())
    return None


def _run_watch(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word | None:
    """Follows `watch`: its arguments are a text for the shell."""
    place = 1
    while place < len(words) and words[place].text.startswith("-"):
        place += 2 if words[place].text in {"-n", "--interval", "-q", "--equexit"} else 1
    return _run_joined(shell, words[place:], scope)


def _run_hyperfine(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word | None:
    """Follows `hyperfine`: each argument is a text for the shell."""
    for word in words[1:]:
        if " " in word.text:
            shell.text(word, scope.copy())
    return None


def _run_joined(shell: "Shell", words: Sequence[Word], scope: Scope) -> Word | None:
    origin = max((word.origin for word in words), default=Origin.LITERAL)
    return shell.text(Word(" ".join(word.text for word in words), "", origin), scope.copy())


def _replaced(command: Sequence[Word], mark: str, name: Word) -> tuple[Word, ...]:
    """Puts a name into each word of a command that holds a mark."""
    return tuple(
        word
        if mark not in word.text
        else name
        if word.text == mark
        else Word(word.text.replace(mark, name.text), word.source or word.text, max(word.origin, name.origin))
        for word in command
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


SPREADING: Mapping[str, _Program] = {
    "find": _run_find,
    "gfind": _run_find,
    "gxargs": _run_xargs,
    "hyperfine": _run_hyperfine,
    "parallel": _run_parallel,
    "watch": _run_watch,
    "xargs": _run_xargs,
}
