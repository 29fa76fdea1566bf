"""Reads what lies in a worktree and is not committed, as `git status` tells it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from agentguard.analyzer.git.process import Git
from agentguard.analyzer.model.value import dataclass

_SHAPE = (
    "status",
    "--porcelain=v2",
    "-z",
    "--no-renames",
    "--no-ahead-behind",
    "--ignore-submodules=dirty",
)
_UNCHANGED = "."
# Numbers of fields in front of the path: `1` an ordinary entry, `u` a conflict.
_FIELDS = {"1": 8, "u": 10}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dirty:
    """A path that is not as in the last commit.

    Attributes:
        path: from the top of the worktree; a folder ends with a slash.
        is_staged: whether the index differs from the last commit.
        is_changed: whether the worktree differs from the index.
        is_untracked: whether git does not know it.
        head_id: id of what the last commit has there, None where that is nothing, or a merge left it open.
    """

    path: str
    is_staged: bool = False
    is_changed: bool = False
    is_untracked: bool = False
    head_id: str | None = None


def dirty(
    git: Git,
    *,
    folder: Path | None = None,
    pathspecs: Sequence[str] = (),
    untracked: str = "all",
    seconds: float | None = None,
) -> Iterator[Dirty]:
    """Yields what is not committed, without touching the index; ignored files and what is dirty in submodules not.

    Args:
        git: how a worktree is asked.
        folder: where pathspecs start; None for the top.
        pathspecs: look only at what they match, as git reads them there; none = everything.
        untracked: `all` for every file, `normal` for folders in which git knows nothing as one, `no` for none.
        seconds: how long git may take.

    Raises:
        AgentguardError: a pathspec is wrong, or it took too long.
    """
    environment = {name: value for name, value in git.environment.items() if name != "GIT_LITERAL_PATHSPECS"}
    asked = Git(cwd=folder or git.cwd, environment=environment, options=git.options)
    named = ("--", *pathspecs) if pathspecs else ()
    answer = asked.run(*_SHAPE, f"--untracked-files={untracked}", *named, seconds=seconds)
    for field in answer.fields():
        kind = field[:1]
        if kind == "?":
            yield Dirty(path=field[2:], is_changed=True, is_untracked=True)
        elif kind in _FIELDS:
            *parts, path = field.split(" ", _FIELDS[kind])
            conflict, state = kind == "u", parts[1]
            yield Dirty(
                path=path,
                is_staged=conflict or state[0] != _UNCHANGED,
                is_changed=conflict or state[1] != _UNCHANGED,
                head_id=parts[6] if not conflict and parts[6].strip("0") else None,
            )
