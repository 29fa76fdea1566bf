"""Tells whether a path glob matches a path: the one meaning of globs in scopes and settings.

The meaning is that of git's own `:(glob)` pathspecs, with two rules of `.gitignore`: a glob without a slash matches at
any depth, and one that ends in a plain name also matches everything below a folder of that name.

| glob | matches |
|---|---|
| `*.md` | every Markdown file, at any depth |
| `/*.md` | those at the top |
| `docs` or `docs/` | what is below a folder `docs` at any depth; without the slash also a file of that name |
| `src/api` | the file, or everything below the folder, from the top |
| `src/*` | files right in `src`, not deeper |
| `src/**` | everything below `src` |
| `**/gen/*.py`, `src/**/gen/*.py` | any number of folders, none included |

`?` is one character, `[ab]` and `[!a-c]` are one of a set, a backslash takes the next character as it is. Case counts.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

_MAX_LENGTH = 1_000
_ANY = "**"
_WILD = frozenset("*?[")
# None stands for any number of folders.
_Part = re.Pattern[str] | None


def matches(glob: str, path: str) -> bool:
    """Tells whether a glob matches a path; a glob that `glob_mistake` refuses matches nothing.

    Args:
        glob: as above.
        path: POSIX, relative to the root.
    """
    return first_match((glob,), path) is not None


def first_match(globs: Iterable[str], path: str) -> str | None:
    """Returns the first of the globs that matches, None where none does."""
    names = path.split("/")
    return next((glob for glob in globs if (parts := _parts(glob)) is not None and _match(parts, names)), None)


def glob_mistake(glob: str) -> str | None:
    """Returns why a glob can match nothing, in one clause; None where it is sound."""
    if not glob.strip("/"):
        return "it is empty"
    if len(glob) > _MAX_LENGTH:
        return f"it is longer than {_MAX_LENGTH:,} characters"
    if glob.startswith("!"):
        return "it begins with `!`, and a glob cannot take anything back"
    if ".." in glob.split("/"):
        return "it leads out of the repository"
    if any(part in {"", "."} for part in glob.removeprefix("./").strip("/").split("/")):
        return "it has an empty folder name or a `.` in it"
    return None


@lru_cache(maxsize=1024)
def _parts(glob: str) -> tuple[_Part, ...] | None:
    if glob_mistake(glob) is not None:
        return None
    glob = glob.removeprefix("./")
    # Of more stars than two git takes the first two.
    names = [_ANY if len(name) > 2 and not name.strip("*") else name for name in glob.strip("/").split("/")]
    parts: list[_Part] = [None if name == _ANY else _part(name) for name in names]
    if len(names) == 1 and not glob.startswith("/"):
        parts.insert(0, None)
    if glob.endswith("/") or names[-1] == _ANY:
        parts.append(_part("*"))
    if glob.endswith("/") and names[-1] != _ANY:
        parts.insert(-1, None)
    elif not _WILD.intersection(names[-1]):
        parts.append(None)
    return tuple(parts)


def _match(parts: tuple[_Part, ...], names: list[str]) -> bool:
    """Matches folder by folder; after a mismatch only the last `**` can take one folder more, so time is bounded."""
    at = index = 0
    any_at, any_index = -1, 0
    while index < len(names):
        part = parts[at] if at < len(parts) else _NOTHING
        if part is None:
            any_at, any_index = at, index
            at += 1
        elif part.fullmatch(names[index]):
            at += 1
            index += 1
        elif any_at >= 0:
            any_index += 1
            at, index = any_at + 1, any_index
        else:
            return False
    return all(part is None for part in parts[at:])


def _part(name: str) -> re.Pattern[str]:
    """Compiles one folder's name; what stands before a star is found once, so that no glob can make a match slow."""
    pieces: list[str] = [""]
    index = 0
    while index < len(name):
        text, index = _token(name, index)
        if text is None:
            pieces.append("")
        else:
            pieces[-1] += text
    if len(pieces) == 1:
        return re.compile(pieces[0], re.DOTALL)
    middle = "".join(f"(?>.*?{piece})" for piece in pieces[1:-1] if piece)
    return re.compile(f"{pieces[0]}{middle}.*{pieces[-1]}", re.DOTALL)


def _token(name: str, index: int) -> tuple[str | None, int]:
    """Returns the regular expression of the token at an index, None for a star, and the index behind it."""
    character = name[index]
    if character == "*":
        return None, index + 1
    if character == "?":
        return ".", index + 1
    if character == "\\" and index + 1 < len(name):
        return re.escape(name[index + 1]), index + 2
    if character == "[":
        negated = name[index + 1 : index + 2] in {"!", "^"}
        start = index + 1 + negated
        end = name.find("]", start + 1)
        if end > 0:
            return _set(name[start:end], negated=negated), end + 1
    return re.escape(character), index + 1


def _set(members: str, *, negated: bool) -> str:
    """Writes a set; a range that runs backwards has no members."""
    ranges = [(one[0], one[2]) if len(one) == 3 else (one[0], one[0]) for one in re.findall(r"(?s).-.|.", members)]
    sound = "".join(f"{re.escape(first)}-{re.escape(last)}" for first, last in ranges if first <= last)
    if not sound:
        return "." if negated else "(?!)"
    return f"[{'^' if negated else ''}{sound}]"


_NOTHING = re.compile("(?!)")
