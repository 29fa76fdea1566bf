"""Whether a command line could run git at all: looks that cost nothing, for the fronts of hooks; imports nothing."""

_BUILD_TOOLS = (
    "ansible-playbook bunx gmake gradle gradlew grunt gulp inv invoke just make mvn ninja npx nx pnpx rake task turbo"
)
_PACKAGE_MANAGERS = "bun npm pnpm yarn"
_INTERPRETERS = "bun deno lua node nodejs osascript perl php pypy python Rscript ruby tclsh ts-node tsx"
# Programs that can run git where nobody can see it: scripts, build tools, other languages.
BUILD_TOOLS = frozenset(_BUILD_TOOLS.split())
PACKAGE_MANAGERS = frozenset(_PACKAGE_MANAGERS.split())
INTERPRETERS = frozenset(_INTERPRETERS.split())
# Signs that letters hide in what a program decodes.
_DECODES = ("base64", "base32", "xxd", "openssl", "uudecode", "\\x", "\\u", "\\U", "\\1", "\\0")
# Signs of a command that cannot be told: a variable, a script, a shell that is given commands.
_UNTOLD = ("$", "`", "<(", "./", ".sh", "sh ", "eval ", "source ", ". ", "xargs", "parallel", "-exec", "-ok")


def may_concern_git(text: str) -> bool:
    r"""Tells whether a shell text could run git, by its letters alone.

    Quotes, backslashes and line continuations are left out first, so that `g''it` counts. Letters that are written as
    numbers (`\x67`), decoded by a program or put together from variables count only where the text has a sign of that.
    """
    plain = text.replace("\\\n", "").replace("'", "").replace('"', "").replace("\\", "").lower()
    return "git" in plain or any(sign in text for sign in _DECODES)


def may_hide_git(text: str) -> bool:
    """Tells whether a shell text could start what `read_command` calls unknown; says so rather too often."""
    if any(sign in text for sign in _UNTOLD):
        return True
    names = BUILD_TOOLS | PACKAGE_MANAGERS | INTERPRETERS
    return may_concern_git(text) or any(name in text for name in names)
