"""Adds tables at the end of a TOML text and takes them out again; all the rest stays as it is."""

import tomllib
from collections.abc import Sequence
from typing import Any

from agentguard.analyzer.errors import AgentguardError
from agentguard.coordinator.setup.text.source import Source, indented

_MOST_DOTS = 500


def load(text: str, name: str) -> dict[str, Any]:
    """Returns the data of a TOML text.

    Raises:
        AgentguardError: it is no TOML.
    """
    # The parser needs time and memory by the square of a dotted key's length.
    if any(line.count(".") > _MOST_DOTS for line in text.splitlines()):
        raise AgentguardError(f"`{name}` has a line with more than {_MOST_DOTS} dots")
    try:
        return tomllib.loads(text)
    except (ValueError, OverflowError, RecursionError) as error:
        raise AgentguardError(f"`{name}` is no TOML: {error}", "mend it first; nothing was changed") from error


def appended(source: Source, lines: Sequence[str], name: str) -> str:
    """Returns a text with tables behind all that is there.

    Args:
        source: the text.
        lines: the tables as TOML.
        name: what to call the text in messages.

    Raises:
        AgentguardError: it is no TOML, or what is there leaves no room for them.
    """
    load(source.text, name)
    text = source.text + _block(source, lines)
    try:
        tomllib.loads(text)
    except ValueError as error:
        raise AgentguardError(f"`{name}` cannot be added to: {error}", "add the hook by hand") from error
    return text


def without(source: Source, lines: Sequence[str], name: str) -> str:
    """Returns a text without tables that stand in it exactly as `appended` writes them.

    Raises:
        AgentguardError: they do not.
    """
    for block in (indented(["", *lines], "", source.newline), indented(list(lines), "", source.newline)):
        if source.text.count(block) == 1:
            return source.text.replace(block, "")
    raise AgentguardError(f"agentguard's entry in `{name}` was edited", "take it out by hand")


def _block(source: Source, lines: Sequence[str]) -> str:
    gap = "" if not source.text or source.text.endswith("\n") else source.newline
    return gap + indented(["", *lines] if source.text else list(lines), "", source.newline)
