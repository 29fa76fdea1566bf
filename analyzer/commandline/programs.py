"""What becomes of one command whose words are known: git itself, programs that start others, and all the rest."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from posixpath import dirname
from typing import TYPE_CHECKING

from agentguard.analyzer.commandline.builtins import BUILTINS
from agentguard.analyzer.commandline.git import run_of
from agentguard.analyzer.commandline.globals import moved
from agentguard.analyzer.commandline.hidden import hidden
from agentguard.analyzer.commandline.names import GIT_COMMANDS
from agentguard.analyzer.commandline.printing import concatenated, echoed, printed
from agentguard.analyzer.commandline.scope import Scope
from agentguard.analyzer.commandline.setting import Setting
from agentguard.analyzer.commandline.spreading import SPREADING
from agentguard.analyzer.commandline.word import OPEN, Origin, Word
from agentguard.analyzer.commandline.wrappers import WRAPPERS, behind_runner, wrapped

if TYPE_CHECKING:
    from agentguard.analyzer.commandline.shell import Shell

_SHELLS = frozenset({"ash", "bash", "dash", "fish", "ksh", "mksh", "rbash", "sh", "yash", "zsh"})
_LONG_WITH_VALUE = frozenset({"--init-file", "--rcfile"})
_ENV_WITH_VALUE = frozenset({"-C", "--chdir", "-u", "--unset", "-S", "--split-string"})
_WHOLE_TREE = frozenset({"--show-toplevel", "--show-cdup"})
_IN_THIS_SHELL = frozenset({"builtin", "command", "exec", "noglob", "time"})
_TAKES_FUNCTIONS = frozenset({"coproc", "noglob", "time"})
_LONGEST_SOURCE = 60
_SILENT = Word("")
_Program = Callable[["Shell", tuple[Word, ...], Scope], Word]


def run_program(shell: "Shell", words: tuple[Word, ...], scope: Scope, *, is_program: bool) -> Word:
    """Follows one command; returns what it prints.

    Args:
        shell: which follows it.
        words: the command and its arguments.
        scope: what the shell knows.
        is_program: it is no function.
    """
    first = words[0]
    if not first.known:
        return _run_unknown(shell, words, scope)
    if first.text in scope.functions and not is_program:
        return shell.function(first.text, words[1:], scope)
    name = first.text.rpartition("/")[2].removesuffix(".exe")
    known = _PROGRAMS.get(name) or BUILTINS.get(first.text) or SPREADING.get(name)
    if known is None:
        known = _run_wrapped if name in WRAPPERS else _run_other
    return known(shell, words, scope) or _made(words)


def _run_other(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word:
    """Follows a program that is in no table."""
    name = words[0].text.rpartition("/")[2]
    if name.startswith("git-") and name[4:] in GIT_COMMANDS:
        return _run_git(shell, (Word("git"), Word(name[4:]), *words[1:]), scope)
    inner = behind_runner(words)
    if inner and _starts(inner[0]):
        return shell.words(inner, scope)
    if scope.content(words[0].text) is not None:
        return _run_script(shell, words[0], words[1:], scope)
    shell.doubt(hidden(name, words, scope))
    return _made(words)


def _run_unknown(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word:
    """Follows a command whose program cannot be told; a variable in front of git may be empty or `sudo`."""
    shell.doubt(words[0].shown)
    if len(words) > 1 and words[1].known and words[1].text.rpartition("/")[2] == "git":
        return shell.words(words[1:], scope)
    return _made(words)


def _run_git(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word:
    setting = Setting(stdin=scope.stdin, content=scope.content)
    run = run_of(
        words[1:],
        lambda name: scope.git_aliases.get(name) or shell.find_alias(name),
        setting,
        scope.folder,
        scope.exported,
    )
    shell.add(run.call)
    for inner in run.runs:
        shell.words(inner, scope.copy())
    _note_alias(run.call.words, scope)
    if run.call.words[:1] == ("rev-parse",) and _WHOLE_TREE.intersection(run.call.words):
        return Word(":/\n")
    return _made(words)


def _note_alias(words: Sequence[str], scope: Scope) -> None:
    """Remembers an alias that the command line configures."""
    if words[:1] != ("config",):
        return
    for name, value in pairwise(words):
        section, _, key = name.partition(".")
        if section.lower() == "alias" and key:
            scope.git_aliases[key.lower()] = Word(value)


def _run_shell(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word:
    """Follows `sh -c TEXT`, `sh FILE`, and a shell that reads its commands."""
    place, takes_text = 1, False
    while place < len(words) and words[place].text.startswith(("-", "+")) and words[place].text not in {"-", "--"}:
        text = words[place].text
        place += 1
        if text.startswith("--"):
            place += text in _LONG_WITH_VALUE
            continue
        if "n" in text and text.startswith("-"):
            # It only checks the syntax.
            return _SILENT
        takes_text = takes_text or "c" in text
        place += sum(letter in "oO" for letter in text[1:])
    if place < len(words) and words[place].text in {"-", "--"}:
        place += 1
    inner = scope.copy()
    inner.variables |= {name: ((value,),) for name, value in scope.exported.items()}
    if takes_text and place < len(words):
        inner.arguments = words[place + 2 :]
        inner.program = words[place + 1] if place + 1 < len(words) else None
        return shell.text(words[place], inner)
    reads = any("s" in word.text for word in words[1:place] if not word.text.startswith("--"))
    if place < len(words) and not reads:
        return _run_script(shell, words[place], words[place + 1 :], inner)
    if scope.stdin is not None:
        inner.arguments = words[place:]
        inner.stdin = None
        if scope.stdin.origin is Origin.MADE or not scope.stdin.known:
            shell.doubt(f"{words[0].shown} < {scope.stdin.shown.strip()}")
        return shell.text(scope.stdin, inner)
    return _made(words)


def _run_script(shell: "Shell", name: Word, arguments: Sequence[Word], scope: Scope) -> Word:
    """Follows a file of commands, where the command line wrote it itself."""
    content = scope.content(name.text)
    if content is None:
        shell.doubt(name.shown)
        return _made((name,))
    inner = scope.copy()
    inner.arguments = tuple(arguments)
    head = content.text.partition("\n")[0]
    if head.startswith("#!") and not head.rstrip().endswith("sh"):
        if "git" in content.text:
            shell.doubt(name.shown)
        return _made((name,))
    return shell.text(content, inner)


def _run_wrapped(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word:
    name = words[0].text.rpartition("/")[2].removesuffix(".exe")
    texts, inner = wrapped(words, WRAPPERS[name])
    if name == "command" and not inner:
        return _which(shell, words, scope)
    for text in texts:
        shell.text(text, scope.copy())
    inner_scope = scope if name in _IN_THIS_SHELL else scope.copy()
    return shell.words(inner, inner_scope, is_program=name not in _TAKES_FUNCTIONS)


def _run_env(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word:
    inner = scope.copy()
    place = 1
    while place < len(words):
        text = words[place].text
        name, equals, value = text.partition("=")
        following = words[place + 1] if place + 1 < len(words) else _SILENT
        if text in {"-S", "--split-string"}:
            return shell.text(following, inner)
        if text.startswith("-S") or (equals and name == "--split-string"):
            return shell.text(Word(value if equals else text[2:], words[place].source), inner)
        if text in {"-C", "--chdir"}:
            inner.folder = moved(inner.folder, following)
        elif name == "--chdir" and equals:
            inner.folder = moved(inner.folder, Word(value))
        elif text in {"-i", "-", "--ignore-environment"}:
            inner.exported = {}
        elif not text.startswith("-"):
            if not equals:
                break
            inner.exported = {**inner.exported, name: Word(value, words[place].source, words[place].origin)}
        place += 2 if text in _ENV_WITH_VALUE else 1
    return shell.words(words[place:], inner, is_program=True)


def _echo(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word:
    del shell, scope
    return echoed(words[1:])


def _printf(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word:
    del shell
    if len(words) > 2 and words[1].text == "-v":
        scope.assign(words[2].text, (printed(words[3:]),))
        return _SILENT
    return printed(words[1:])


def _cat(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word:
    del shell
    return concatenated(words[1:], scope)


def _tee(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word:
    del shell
    content = scope.stdin if scope.stdin is not None else _made(words)
    appends = any(word.text in {"-a", "--append"} for word in words)
    for word in words[1:]:
        if not word.text.startswith("-"):
            scope.write(word.text, content, appends=appends)
    return content


def _pwd(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word:
    del shell, words, scope
    # As a pathspec it reaches as far as the folder's name does.
    return Word(".\n")


def _basename(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word:
    del shell, scope
    return _path(words, lambda text: text.rstrip("/").rpartition("/")[2])


def _dirname(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word:
    del shell, scope
    return _path(words, lambda text: dirname(text.rstrip("/")) or ".")


def _realpath(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word:
    del shell, scope
    return _path(words, lambda text: text)


def _path(words: Sequence[Word], change: Callable[[str], str]) -> Word:
    """Returns what a program prints that is given one path."""
    paths = [word for word in words[1:] if not word.text.startswith("-")]
    return Word(change(paths[0].text) + "\n") if len(paths) == 1 and paths[0].known else _made(words)


def _which(shell: "Shell", words: tuple[Word, ...], scope: Scope) -> Word:
    """Returns a program's name for its path, which tells as much."""
    del shell, scope
    return Word(f"{words[-1].text}\n", words[-1].source, words[-1].origin)


def _starts(word: Word) -> bool:
    name = word.text.rpartition("/")[2]
    return name == "git" or name in _SHELLS or name in WRAPPERS or name == "env"


def _made(words: Sequence[Word]) -> Word:
    source = " ".join(word.shown for word in words[:8])[:_LONGEST_SOURCE]
    return Word(OPEN, source, Origin.MADE)


_PROGRAMS: Mapping[str, _Program] = {
    **dict.fromkeys(_SHELLS, _run_shell),
    "basename": _basename,
    "cat": _cat,
    "dirname": _dirname,
    "echo": _echo,
    "env": _run_env,
    "git": _run_git,
    "printf": _printf,
    "pwd": _pwd,
    "readlink": _realpath,
    "realpath": _realpath,
    "tee": _tee,
    "which": _which,
}
