"""Tells what is wrong with the trailers of a commit message that are meant for agentguard."""

from collections.abc import Iterator

from agentguard.analyzer.printable import printable
from agentguard.analyzer.rules import NAMES
from agentguard.analyzer.rules.trailers import trailers

_OURS = "agentguard-"
_ALLOW = "agentguard-allow"
_KNOWN = frozenset({_ALLOW, "agentguard-base", "agentguard-reads", "agentguard-scope", "agentguard-session"})
# What an agent writes of itself waives nothing that matters.
_WAIVABLE = "AG1"


def wrong_trailers(message: str) -> Iterator[tuple[str, str]]:
    """Yields what is wrong, and what to write instead: a waiver that waives nothing misleads who wrote it."""
    told = trailers(message)
    for key, value in told:
        if key.lower() == _ALLOW:
            mistake = _mistake(value)
            if mistake:
                yield f"`{printable(key)}: {printable(value[:200])}` {mistake[0]}", mistake[1]
        elif key.lower().startswith(_OURS) and key.lower() not in _KNOWN:
            near = ", ".join(f"`{name.capitalize()}`" for name in sorted(_KNOWN))
            yield f"there is no trailer `{printable(key)}`", f"agentguard reads {near}"
    if not told:
        yield from _misplaced(message)


def _mistake(value: str) -> tuple[str, str] | None:
    word, _, reason = value.partition(" ")
    code = next((code for code, name in NAMES.items() if word.upper() == code or word.lower() == name), None)
    if code is None:
        return "names no rule", "`agentguard rules` lists them: `Agentguard-Allow: AG102 REASON`"
    if not code.startswith(_WAIVABLE):
        return f"waives nothing: {code} is waived in the settings of the target branch alone", "leave it out"
    if not reason.strip():
        return "waives nothing without a reason", f"`Agentguard-Allow: {code} REASON`"
    return None


def _misplaced(message: str) -> Iterator[tuple[str, str]]:
    """Yields a waiver that is no trailer, since it does not stand in a paragraph of its own at the end."""
    for line in message.splitlines():
        if line.lower().startswith(f"{_ALLOW}:"):
            yield (
                f"`{printable(line[:200])}` is no trailer",
                "trailers stand in the last paragraph, behind a blank line, and nothing else stands there",
            )
