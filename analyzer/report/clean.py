"""Makes text of a repository harmless to whoever shows it; it was written by others."""

import re
import unicodedata

MAX_TEXT = 500
# Help holds commands; a command that is cut does something else.
MAX_HELP = 4_000

_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")
# Cf holds bidi overrides, zero-width and tag characters; Cs is what was not UTF-8.
_DROPPED = frozenset({"Cc", "Cf", "Co", "Cn", "Zl", "Zp"})


def clean(text: str, limit: int = MAX_TEXT) -> str:
    """Returns one printable line: no control, ANSI or bidi characters, no byte that is not UTF-8, bounded in length."""
    text = _ANSI.sub("", text[: limit * 4])
    kept = "".join(map(_printable, text)).strip()
    # GitHub's runner obeys `##[command]` anywhere in a line of a log.
    kept = kept.replace("##[", "## [")
    return kept if len(kept) <= limit else kept[: limit - 3] + "..."


def replace_undecodable(text: str) -> str:
    """Puts U+FFFD in place of what was not UTF-8."""
    return re.sub("[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", text)


def _printable(character: str) -> str:
    if character.isascii():
        return character if character.isprintable() else " " if character in "\t\n\r" else ""
    category = unicodedata.category(character)
    if category == "Cs":
        return "\N{REPLACEMENT CHARACTER}"
    return "" if category in _DROPPED else character
