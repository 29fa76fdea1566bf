"""Reads the trailers of a commit message that waive a rule."""

import re

_TRAILER = re.compile(r"([A-Za-z0-9-]+)[ \t]*:[ \t]*(.*)")
_ALLOW = "agentguard-allow"
# As in git: a paragraph with one of these lines may hold other text, of at most three lines to one trailer.
_BY_GIT = re.compile(r"Signed-off-by: |\(cherry picked from commit ")
_OTHERS = 3


def allowances(message: str) -> tuple[tuple[str, str], ...]:
    """Returns rule and reason of every `Agentguard-Allow: AG102 reason`; one without a reason allows nothing."""
    found = []
    for key, value in trailers(message):
        rule, _, reason = value.partition(" ")
        if key.lower() == _ALLOW and reason.strip():
            found.append((rule.upper() if rule.upper().startswith("AG") else rule.lower(), reason.strip()))
    return tuple(found)


def trailers(message: str) -> tuple[tuple[str, str], ...]:
    """Returns key and value of the trailers: the last paragraph, if it holds nothing else and is not the subject's."""
    paragraphs = re.split(r"\n(?:[ \t]*\n)+", message.replace("\r\n", "\n").strip())
    if len(paragraphs) < 2:
        return ()
    lines = [line.rstrip() for line in re.sub(r"\n[ \t]+", " ", paragraphs[-1]).split("\n")]
    found = [(match[1], match[2]) for line in lines if (match := _TRAILER.fullmatch(line))]
    by_git = sum(bool(_BY_GIT.match(line)) for line in lines)
    others = len(lines) - len(found)
    if others and not (by_git and others <= _OTHERS * len(lines) / (_OTHERS + 1)):
        return ()
    return tuple(found)
