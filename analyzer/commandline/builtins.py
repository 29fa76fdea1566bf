"""The commands of the shell itself that change what it knows, or that run a text."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from agentguard.analyzer.commandline.globals import moved
from agentguard.analyzer.commandline.scope import Scope
from agentguard.analyzer.commandline.word import OPEN, Origin, Word

if TYPE_CHECKING:
    from agentguard.analyzer.commandline.shell import Shell

_NAMED = re.compile(r"([A-Za-z_]\w*)\+?=(.*)\Z", re.DOTALL)
_INTO_ARRAY = re.compile(r"-[a-z]*a\Z")
_NAME = re.compile(r"[A-Za-z_]\w*\Z")
_READ_WITH_VALUE = frozenset({"-d", "-i", "-n", "-N", "-p", "-t", "-u"})
_MAPFILE_WITH_VALUE = frozenset({"-C", "-c", "-d", "-n", "-O", "-s", "-u"})
# Files that a shell reads at every start, or that set up an environment.
_SETTING_UP = frozenset(
    {".bash_profile", ".bashrc", ".env", ".envrc", ".profile", ".zshrc", "activate", "env", "nvm.sh", "conda.sh"}
)
# What these are given is assigned, not split.
DECLARING = ("declare", "export", "local", "readonly", "typeset")
_SILENT = Word("")
_Builtin = Callable[["Shell", tuple[Word, ...], Scope], Word | None]


def _cd(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word:
    del shell
    places = [word for word in words[1:] if not word.text.startswith("-")]
    goes_back = any(word.text == "-" for word in words[1:])
    scope.folder = moved(scope.folder, places[0]) if places and not goes_back else None
    return _SILENT


def _pushd(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word:
    scope.folders.append(scope.folder)
    return _cd(shell, words, scope)


def _popd(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word:
    del shell, words
    scope.folder = scope.folders.pop() if scope.folders else None
    return _SILENT


def _declare(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word:
    del shell
    for word in words[1:]:
        found = _NAMED.match(word.text)
        if found is not None:
            value = Word(found[2], f"${found[1]}", word.origin)
            scope.assign(found[1], (value,))
        if words[0].text in {"export", "declare", "typeset"}:
            name = found[1] if found is not None else word.text
            items = scope.variables.get(name, ((),))[0]
            if items:
                scope.exported = {**scope.exported, name: items[0]}
    return _SILENT


def _unset(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word:
    del shell
    for word in words[1:]:
        if _NAME.match(word.text):
            scope.assign(word.text, (Word(""),))
            scope.exported = {name: value for name, value in scope.exported.items() if name != word.text}
    return _SILENT


def _alias(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word:
    del shell
    for word in words[1:]:
        name, equals, value = word.text.partition("=")
        if equals and OPEN not in value:
            scope.aliases[name] = value
    return _SILENT


def _unalias(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word:
    del shell
    for word in words[1:]:
        scope.aliases.pop(word.text, None)
    return _SILENT


def _eval(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word:
    rest = [word for word in words[1:] if word.text != "--"]
    origin = max((word.origin for word in rest), default=Origin.LITERAL)
    source = next((word.shown for word in rest if not word.known), "")
    return shell.text(Word(" ".join(word.text for word in rest), f"eval {source}", origin), scope)


def _trap(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word:
    rest = [word for word in words[1:] if word.text not in {"--", "-l", "-p"}]
    if len(rest) > 1 and rest[0].text not in {"", "-"}:
        shell.text(rest[0], scope.copy())
    return _SILENT


def _source(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word | None:
    if len(words) < 2:
        return _SILENT
    content = scope.content(words[1].text)
    if content is not None:
        return shell.text(content, scope)
    if words[1].text.rpartition("/")[2] not in _SETTING_UP:
        shell.doubt(f"{words[0].text} {words[1].shown}")
    return None


def _set(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word:
    del shell
    place = 1
    while place < len(words) and words[place].text.startswith(("-", "+")) and words[place].text != "--":
        place += 2 if words[place].text.endswith("o") else 1
    if place < len(words):
        scope.arguments = words[place + 1 :] if words[place].text == "--" else words[place:]
    return _SILENT


def _shift(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word:
    del shell
    count = int(words[1].text) if len(words) > 1 and words[1].text.isdecimal() and len(words[1].text) < 5 else 1
    if scope.arguments is not None and not any(word.many for word in scope.arguments[:count]):
        scope.arguments = scope.arguments[count:]
    return _SILENT


def _read(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word:
    del shell
    names = _operands(words[1:], _READ_WITH_VALUE) or ["REPLY"]
    given = scope.stdin
    if given is not None and given.known and not any(word.text.startswith("-d") for word in words):
        line, _, rest = given.text.partition("\n")
        scope.stdin = Word(rest, given.source, given.origin)
        if any(_INTO_ARRAY.match(word.text) for word in words):
            scope.assign(names[0], tuple(map(Word, line.split())))
            return _SILENT
        values = line.split(None, len(names) - 1)
        for at, name in enumerate(names):
            scope.assign(name, (Word(values[at].strip() if at < len(values) else ""),))
        return _SILENT
    for name in names:
        scope.assign(name, (_unread(given, name),))
    return _SILENT


def _mapfile(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word:
    del shell
    names = _operands(words[1:], _MAPFILE_WITH_VALUE) or ["MAPFILE"]
    given = scope.stdin
    if given is not None and given.known:
        scope.assign(names[0], tuple(Word(line) for line in given.text.splitlines()))
    else:
        unread = _unread(given, names[0])
        scope.assign(names[0], (Word(unread.text, unread.source, unread.origin, many=True),))
    return _SILENT


def _unread(given: Word | None, name: str) -> Word:
    """Returns the value of a variable that gets what nobody can tell."""
    if given is not None and given.origin is Origin.MADE:
        return Word(OPEN, f"$({given.source})" if given.source else f"${name}", Origin.MADE)
    return Word(OPEN, f"${name}", Origin.VARIABLE)


def _operands(words: Sequence[Word], with_value: frozenset[str]) -> list[str]:
    """Returns the names that a builtin is given; the value of `-a` is one of them."""
    found: list[str] = []
    place = 0
    while place < len(words):
        text = words[place].text
        if text.startswith("-"):
            place += 2 if text in with_value or (text[-1] in "dpntu" and text[:2] in {"-r", "-s", "-e"}) else 1
            continue
        if _NAME.match(text):
            found.append(text)
        place += 1
    return found


def _nothing(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word:
    del shell, words, scope
    return _SILENT


BUILTINS: Mapping[str, _Builtin] = {
    **dict.fromkeys((":", "[", "exit", "false", "let", "return", "test", "true", "wait", "}", "shopt"), _nothing),
    **dict.fromkeys(DECLARING, _declare),
    **dict.fromkeys((".", "source"), _source),
    **dict.fromkeys(("mapfile", "readarray"), _mapfile),
    "alias": _alias,
    "cd": _cd,
    "chdir": _cd,
    "eval": _eval,
    "popd": _popd,
    "pushd": _pushd,
    "read": _read,
    "set": _set,
    "shift": _shift,
    "trap": _trap,
    "unalias": _unalias,
    "unset": _unset,
}
