"""Programs that can run git where nobody can see it: scripts, build tools, other languages."""

from collections.abc import Sequence

from agentguard.analyzer.commandline.concern import BUILD_TOOLS, INTERPRETERS, PACKAGE_MANAGERS
from agentguard.analyzer.commandline.scope import Scope
from agentguard.analyzer.commandline.word import OPEN, Word

# What npm runs scripts for, and what the others do not take for the name of a script.
_WITH_SCRIPTS = "exec publish restart run run-script start stop t test version x"
_WITHOUT_SCRIPTS = (
    "add audit cache ci config create dedupe help i info init install link list ls outdated pack prune remove rm "
    "uninstall unlink up update upgrade view why"
)
_RUN_BY_NPM = frozenset(_WITH_SCRIPTS.split())
_DONE_BY_OTHERS = frozenset(_WITHOUT_SCRIPTS.split())
_PROGRAM_OPTIONS = frozenset({"-c", "-e", "-E", "-r", "-p", "--eval", "--print", "eval"})
# Modules of Python that are asked for every day and start no other program by themselves.
_TOOLS_OF_PYTHON = frozenset(
    {"black", "compileall", "coverage", "http.server", "json.tool", "mypy", "pip", "pytest", "ruff", "unittest", "venv"}
)
_LOOKS = frozenset({"--help", "--version", "-V", "-h", "-v"})
# These run elsewhere or later; they count where their words speak of git.
_ELSEWHERE = frozenset(
    {
        "at",
        "awk",
        "batch",
        "crontab",
        "docker",
        "emacs",
        "expect",
        "gawk",
        "kubectl",
        "nvim",
        "podman",
        "screen",
        "ssh",
        "tmux",
        "vim",
    }
)
_TOOL_FOLDERS = ("/bin/", "/.bin/", "/sbin/", "/libexec/", "/dev/")


def hidden(name: str, words: Sequence[Word], scope: Scope) -> str:
    """Returns what could hide a run of git in a command, in a few words; empty where nothing could.

    Args:
        name: the program, without its folder.
        words: the program and its arguments.
        scope: what the shell knows.
    """
    plain = name.rstrip("0123456789.") or name
    shown = " ".join(word.shown for word in words[:3])
    arguments = words[1:]
    if arguments and all(word.text in _LOOKS for word in arguments):
        return ""
    if plain in INTERPRETERS and _interprets(plain, arguments, scope):
        return shown
    if name in BUILD_TOOLS or (name in PACKAGE_MANAGERS and _runs_script(name, arguments)):
        return shown
    if name in _ELSEWHERE:
        return shown if _speaks_of_git(arguments) else ""
    text = words[0].text
    is_script = "/" in text and not any(folder in "/" + text for folder in _TOOL_FOLDERS)
    return shown if is_script or text.endswith((".sh", ".bash")) else ""


def _runs_script(name: str, arguments: Sequence[Word]) -> bool:
    verb = next((word.text for word in arguments if not word.text.startswith("-")), "")
    return verb in _RUN_BY_NPM if name == "npm" else bool(verb) and verb not in _DONE_BY_OTHERS


def _interprets(name: str, arguments: Sequence[Word], scope: Scope) -> bool:
    """Tells whether a program in another language could run git: what can be read of it must not speak of it."""
    for at, word in enumerate(arguments):
        following = arguments[at + 1 : at + 2]
        if word.text in _PROGRAM_OPTIONS:
            return not following or OPEN in following[0].text or _speaks_of_git(following)
        if word.text == "-m" and name == "python":
            return not following or following[0].text not in _TOOLS_OF_PYTHON
        if word.text == "-":
            break
        if not word.text.startswith("-"):
            content = scope.content(word.text)
            return content is None or not content.known or _speaks_of_git((content,))
    return scope.stdin is not None and (not scope.stdin.known or _speaks_of_git((scope.stdin,)))


def _speaks_of_git(words: Sequence[Word]) -> bool:
    return any("git" in word.text for word in words)
