"""Whether a command line could run git at all: a look that costs nothing, for the front of an agent's hook."""


def may_concern_git(text: str) -> bool:
    r"""Tells whether a shell text could run git, by its letters alone; imports nothing.

    Quotes, backslashes and line continuations are left out first, so that `g''it` counts. What is told by a number
    (`\x67`), decoded and given to a shell, or put together from variables slips through only where no sign of a
    decoder is in the text.
    """
    plain = text.replace("\\\n", "").replace("'", "").replace('"', "").replace("\\", "").lower()
    return "git" in plain or any(sign in text for sign in _DECODES)


# Words of programs, and of escapes, behind which letters can hide.
_DECODES = ("base64", "base32", "xxd", "openssl", "uudecode", "\\x", "\\u", "\\U", "\\1", "\\0")
