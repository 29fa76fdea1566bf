"""Says many paths in few words, and writes the commands that take them out of a commit."""

import os
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from shlex import quote

_MOST_FOLDERS = 3
_MOST_NAMED = 12
# Git reads a path that begins with `:` or holds one of these as a pattern.
_MAGIC = frozenset("*?[\\")


def in_folders(paths: Iterable[str]) -> str:
    """Sums up paths by their first folder: `reports/ 41, ideas/ 16, ...`, the largest first."""
    counts = Counter(f"{path.partition('/')[0]}/" if "/" in path else path for path in paths)
    largest = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown = [f"{name} {count}" if name.endswith("/") else name for name, count in largest[:_MOST_FOLDERS]]
    return ", ".join([*shown, "..."] if len(largest) > len(shown) else shown)


def shortest_cover(paths: Collection[str], others: Collection[str]) -> tuple[str, ...]:
    """Returns the fewest folders and files that hold all of the paths and none of the others.

    Args:
        paths: what to name.
        others: what no name may hold.
    """
    kept = {folder for path in others for folder in _folders(path)} | set(others)
    return tuple(sorted({next((one for one in _folders(path) if one not in kept), path) for path in paths}))


def command(start: str, paths: Sequence[str]) -> str:
    """Writes a git command on paths, quoted for a shell at the top of the worktree."""
    return " ".join([start, "--", in_shell(paths[:_MOST_NAMED]), *(["..."] if len(paths) > _MOST_NAMED else [])])


def in_shell(paths: Iterable[str]) -> str:
    """Writes paths as git takes them for these very files, quoted for a shell at the top of the worktree."""
    return " ".join(shell_word(_pathspec(path)) for path in paths)


def take_out(paths: Sequence[str], source: str | None) -> str:
    """Writes how paths leave a change: one that is staged, or one that is committed.

    Args:
        paths: files or folders.
        source: the commit whose state they go back to, None where the change is only staged.
    """
    if source is None:
        return f"`{command('git restore --staged', paths)}`"
    return f"`{command(f'git restore --staged --source={source}', paths)}`"


def shell_word(text: str) -> str:
    """Quotes a text for a POSIX shell, whatever bytes it has."""
    if text.isprintable():
        return quote(text)
    return "$'" + "".join(_escaped(byte) for byte in os.fsencode(text)) + "'"


def _pathspec(path: str) -> str:
    magic = path.startswith(":") or not _MAGIC.isdisjoint(path)
    return f":(literal){path}" if magic else path


def _escaped(byte: int) -> str:
    plain = 32 <= byte < 127 and byte not in b"'\\"
    return chr(byte) if plain else f"\\{byte:03o}"


def _folders(path: str) -> Iterable[str]:
    """Yields the folders that hold a path, the outermost first."""
    parts = path.split("/")
    return ("/".join(parts[:end]) for end in range(1, len(parts)))
