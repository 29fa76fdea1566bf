"""A marked block of lines in a text whose comments begin with `#`, such as a shell script or git's exclude file."""

import re
from collections.abc import Sequence

from agentguard.analyzer.errors import AgentguardError
from agentguard.coordinator.setup.text.source import Source, indented

_BEGIN = "# agentguard begin; `agentguard uninstall` takes these lines out"
_END = "# agentguard end"
_BLOCK = re.compile(r"^# agentguard begin\b[^\n]*\n(?:[^\n]*\n)*?# agentguard end[ \t\r]*(?:\n|\Z)", re.MULTILINE)
_SHEBANG = re.compile(r"#![^\n]*(?:\n|\Z)")
_SHELL = re.compile(r"#![ \t]*(?:\S*/)?(?:env[ \t]+(?:-\S+[ \t]+)*)?(?:ba|da|z|k|mk|a)?sh\b")


def with_block(source: Source, lines: Sequence[str], *, last: bool = False) -> str:
    """Returns a text that has a block of ours, in place of an older one where there is one.

    Args:
        source: the text.
        lines: of the block, without its marks.
        last: it goes behind all that is there; else in front, behind the line that names an interpreter.
    """
    block = indented([_BEGIN, *lines, _END], "", source.newline)
    found = _BLOCK.search(source.text)
    if found is not None:
        return source.text[: found.start()] + block + source.text[found.end() :]
    if last:
        gap = "" if not source.text or source.text.endswith("\n") else source.newline
        return source.text + gap + block
    head = _SHEBANG.match(source.text)
    at = head.end() if head else 0
    gap = "" if not at or source.text[at - 1] == "\n" else source.newline
    return source.text[:at] + gap + block + source.text[at:]


def without_block(text: str) -> str:
    """Returns a text without our block."""
    return _BLOCK.sub("", text)


def has_block(text: str) -> bool:
    """Tells whether a block of ours is in a text."""
    return _BLOCK.search(text) is not None


def is_bare(text: str) -> bool:
    """Tells whether a script does nothing: all that is left of one that held nothing but our block."""
    return not _SHEBANG.sub("", text, count=1).strip()


def require_shell(text: str, name: str) -> None:
    """Refuses a script that a POSIX shell does not run.

    Raises:
        AgentguardError: its first line names another interpreter.
    """
    if text.startswith("#!") and not _SHELL.match(text):
        raise AgentguardError(f"`{name}` is no shell script", "call `agentguard-hook-git` in it by hand")
