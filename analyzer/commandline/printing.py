"""What `echo`, `printf` and `cat` print, where it can be told."""

import re
from collections.abc import Iterator, Sequence
from functools import partial

from agentguard.analyzer.commandline.escapes import decoded
from agentguard.analyzer.commandline.scope import Scope
from agentguard.analyzer.commandline.word import OPEN, Origin, Word, joined

_ECHO_OPTION = re.compile(r"-[neE]+\Z")
_DIRECTIVE = re.compile(r"%(?:%|[-+ #0]*\d*(?:\.\d+)?([A-Za-z]))")
_NUL = re.compile(r"\\(?:0{1,3}(?![0-7])|x00)")
_MOST_ROUNDS = 256


def echoed(words: Sequence[Word]) -> Word:
    """Returns what `echo` prints for its arguments."""
    place, options = 0, ""
    while place < len(words) and _ECHO_OPTION.match(words[place].text):
        options += words[place].text
        place += 1
    text = " ".join(word.text for word in words[place:])
    if options.rfind("e") > options.rfind("E"):
        text = decoded(text)
    return _like(words, text if "n" in options else text + "\n")


def printed(words: Sequence[Word]) -> Word:
    """Returns what `printf` prints for its format and arguments."""
    words = words[1:] if words and words[0].text == "--" else words
    if not words or not words[0].known:
        return Word(OPEN, "", Origin.MADE)
    # What prints a NUL byte is read by what splits at it, for which the end of a line does as well.
    template = decoded(_NUL.sub(r"\\n", words[0].text))
    arguments = [word.text for word in words[1:]]
    directives = sum(1 for found in _DIRECTIVE.finditer(template) if found[1])
    lines: list[str] = []
    while not lines or (arguments and directives and len(lines) < _MOST_ROUNDS):
        taken, arguments = arguments[:directives], arguments[directives:]
        values = iter(taken)
        lines.append(_DIRECTIVE.sub(partial(_replaced, values), template))
    return _like(words, "".join(lines))


def _replaced(values: Iterator[str], found: re.Match[str]) -> str:
    if not found[1]:
        return "%"
    value = next(values, "")
    return decoded(value) if found[1] == "b" else value


def concatenated(words: Sequence[Word], scope: Scope) -> Word:
    """Returns what `cat` prints: the files that the command line wrote itself, and what it reads."""
    names = [word for word in words if word.text == "-" or not word.text.startswith("-")]
    if not names:
        return scope.stdin if scope.stdin is not None else Word(OPEN, "", Origin.MADE)
    return joined(_content(name, scope) for name in names)


def _content(name: Word, scope: Scope) -> Word:
    content = scope.stdin if name.text == "-" else scope.content(name.text)
    return content if content is not None else Word(OPEN, name.shown, Origin.MADE)


def _like(words: Sequence[Word], text: str) -> Word:
    origin = max((word.origin for word in words), default=Origin.LITERAL)
    source = next((word.source for word in words if word.origin is origin), "")
    return Word(text, source, origin)
