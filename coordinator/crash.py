"""Writes down what a bug of ours leaves behind, ready to paste into an issue."""

import platform
import re
import traceback
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.git.process import require_git
from agentguard.analyzer.model.value import dataclass
from agentguard.analyzer.report.clean import clean
from agentguard.coordinator.files import write_file
from agentguard.coordinator.state import state_folder

_NAME = re.compile(r"[\w.-]+")
_MOST_LINES = 400
_MASK = "***"
_SECRETS = (
    re.compile(r"(://)[^/\s@]+(?=@)"),
    re.compile(r"((?i:token|password|passwd|secret|[_-]key|apikey)[\"']?\s*[=:]\s*)[^\s&'\"]+"),
    re.compile(r"()\b(?:gh[a-z]_|github_pat_|glpat-|sk-|xox[a-z]-|AKIA|npm_|pypi-|eyJ)[A-Za-z0-9_./=-]{8,}"),
    # Long runs that mix cases and digits; commit ids have no upper case, and names of symbols are seldom like that.
    re.compile(r"()\b(?=[\w+-]*\d)(?=[\w+-]*[A-Z])(?=[\w+-]*[a-z])[\w+-]{32,}"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crash:
    """What to tell the user of a bug; `unsaved` is the log where no file could be written."""

    error: AgentguardError
    unsaved: str | None = None


def report_crash(error: BaseException, program: str, arguments: Sequence[str]) -> Crash:
    """Writes the crash log.

    Args:
        error: what escaped.
        program: the name of the program.
        arguments: of its command line.
    """
    log = crash_log(error, program, arguments)
    message = f"a bug in agentguard: {type(error).__name__}: {mask(clean(str(error)))}"
    path = state_folder() / "crash.md"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, log)
    except (OSError, AgentguardError):
        return Crash(error=AgentguardError(message, "the log above is made to be pasted into an issue"), unsaved=log)
    hint = f"the log is made to be pasted into an issue: {_shorten(str(path))}"
    return Crash(error=AgentguardError(message, hint))


def crash_log(error: BaseException, program: str, arguments: Sequence[str]) -> str:
    """Builds the log as Markdown: versions, command, traceback; no values of variables, no environment."""
    lines = "".join(traceback.format_exception(error)).splitlines()
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES // 2], "...", *lines[-_MOST_LINES // 2 :]]
    command = " ".join((program, *mask_arguments(arguments)))
    parts = [
        "### agentguard crashed",
        "",
        *(f"- {name} {found}" for name, found in _versions()),
        "",
        "Command:",
        "",
        f"    {_line(command)}",
        "",
        "Traceback:",
        "",
        *(f"    {_line(line)}" for line in lines),
    ]
    return "\n".join(part.rstrip() for part in parts) + "\n"


def mask_arguments(arguments: Sequence[str]) -> list[str]:
    """Masks arguments that look like secrets, and quotes those that hold spaces."""
    masked = [mask(argument) for argument in arguments]
    return [repr(argument) if not argument or " " in argument else argument for argument in masked]


def mask(text: str) -> str:
    """Puts asterisks in place of what looks like a token or a password."""
    for secret in _SECRETS:
        text = secret.sub(rf"\1{_MASK}", text)
    return text


def _versions() -> list[tuple[str, str]]:
    found = [(name, _version(name)) for name in ("agentguard", *_dependencies())]
    try:
        git = ".".join(map(str, require_git()))
    except AgentguardError as error:
        git = error.message
    python = f"{platform.python_version()} ({platform.python_implementation()})"
    return [*found, ("git", git), ("Python", python), ("on", platform.platform())]


def _dependencies() -> list[str]:
    """Names the packages that the installed agentguard runs on."""
    try:
        needed = requires("agentguard") or []
    except PackageNotFoundError:
        return []
    return [name[0] for text in needed if "extra ==" not in text and (name := _NAME.match(text))]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _line(text: str) -> str:
    """Keeps the indentation of a traceback; the rest is made harmless."""
    kept = text.lstrip(" ")
    return text[: len(text) - len(kept)] + mask(_shorten(clean(kept, 2_000)))


def _shorten(text: str) -> str:
    """Leaves out the name of the user that a home folder tells."""
    home = str(Path.home())
    return text.replace(home, "~") if len(home) > 1 else text
