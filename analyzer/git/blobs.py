"""Names the contents of files in a worktree as git would."""

import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.git.filters import without_filters
from agentguard.analyzer.git.process import Git

_MOST_BYTES = 20_000_000


def worktree_blobs(git: Git, root: Path, paths: Sequence[str]) -> Mapping[str, str | None]:
    """Returns the ids of the blobs that git would make of files, by path; nothing is written.

    Line ends are converted as git is set to, but no program is run as a filter. What is no file, is very large, or
    cannot be read is left out; what is not there is None.

    Args:
        git: how the worktree is asked.
        root: its top folder.
        paths: from there.
    """
    found: dict[str, str | None] = {}
    files = []
    for path in paths:
        try:
            state = (root / path).lstat()
        except (FileNotFoundError, NotADirectoryError):
            found[path] = None
            continue
        except (OSError, ValueError):
            continue
        if stat.S_ISLNK(state.st_mode):
            link = os.fsencode((root / path).readlink())
            found[path] = git.run("hash-object", "--stdin", "--no-filters", stdin=link).text
        elif stat.S_ISREG(state.st_mode) and state.st_size <= _MOST_BYTES:
            files.append(path)
    return {**found, **_hashed(without_filters(git), root, files)} if files else found


def _hashed(git: Git, root: Path, paths: Sequence[str]) -> Mapping[str, str]:
    asked = Git(cwd=root, environment=git.environment, options=git.options)
    found: dict[str, str] = {}
    try:
        ids = asked.run("hash-object", "--", *paths).text.split("\n")
    except AgentguardError:  # one of them went away or cannot be read: then each is asked alone
        if len(paths) > 1:
            for path in paths:
                found.update(_hashed(git, root, [path]))
        return found
    return dict(zip(paths, ids, strict=True))
