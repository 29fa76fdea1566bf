"""Does a change say that it takes something back?"""

import re

_GOES_BACK = re.compile(
    r"\brevert|\brestor|\broll(s|ed|ing)?[ -]?back|\bback(s|ed|ing)?[ -]?out|\bundo|\bundid|\breinstat|\bbring back|"
    r"\bre-?add|\bdowngrad|\bno longer\b|\bput\b.*\bback\b|\bunpin",
    re.IGNORECASE,
)
_TAKES_OUT = re.compile(
    r"\bremov|\bdrop|\bdelet|\bdisabl|\bstrip|\bget rid|\bkill\b|\bprun|\bclean|\bsimplif|\bdeprecat|\bunused|\bunneeded|"
    r"\bunnecessary|\bredundant|\bdead code\b|\bdon't\b|\bdo not\b",
    re.IGNORECASE,
)


def announces(message: str) -> bool:
    """Tells whether a commit message says that something goes back to what it was, or goes away."""
    return bool(_GOES_BACK.search(message) or _TAKES_OUT.search(message))
