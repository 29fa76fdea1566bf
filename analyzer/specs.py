"""Reads SPEC, the way in which a user names a change."""

import re
from enum import StrEnum
from pathlib import Path

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.value import dataclass
from agentguard.analyzer.patterns import later
from agentguard.analyzer.printable import printable

_NAMED = later(r"(?P<name>[A-Za-z0-9][A-Za-z0-9._/-]*)=(?P<rest>.+)", re.DOTALL)
_PREFIXED = later(r"(?P<kind>task|dir|patch|rev):(?P<rest>.+)", re.DOTALL)
_PATCHES = (".patch", ".diff")


class SpecKind(StrEnum):
    """Names what a SPEC was read as."""

    DIRECTORY = "dir"
    PATCH = "patch"
    REVISION = "rev"
    RANGE = "range"
    INDEX = "index"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """A change as the user named it: `value` is a folder, a file (`-` for standard input), a revision or a range."""

    name: str
    kind: SpecKind
    value: str


def read_spec(repository: Repository, text: str) -> Spec:
    """Decides what a SPEC means here.

    Raises:
        AgentguardError: it means nothing, or more than one thing.
    """
    named = _NAMED.fullmatch(text)
    if named and not _is_file(text) and repository.find_commit(text) is None:
        spec = _read(repository, named["rest"])
        return Spec(name=named["name"], kind=spec.kind, value=spec.value)
    return _read(repository, text)


def _read(repository: Repository, text: str) -> Spec:
    if text == "-":
        return Spec(name="-", kind=SpecKind.PATCH, value="-")
    prefixed = _PREFIXED.fullmatch(text)
    if prefixed:
        return _read_as(repository, prefixed["kind"], prefixed["rest"])
    readings = [spec for read in (_directory, _named_patch, _revision) if (spec := read(repository, text))]
    if len(readings) > 1:
        listed = " or ".join(f"`{_prefix(spec)}:{printable(text)}`" for spec in readings)
        raise AgentguardError(f"`{printable(text)}` can be read in {len(readings)} ways", f"write {listed}")
    return readings[0] if readings else _commit(repository, text)


def _prefix(spec: Spec) -> str:
    return "rev" if spec.kind is SpecKind.RANGE else spec.kind.value


def _read_as(repository: Repository, kind: str, value: str) -> Spec:
    match kind:
        case "rev":
            return _revision(repository, value) or _commit(repository, value)
        case "dir":
            spec, missing = _directory(repository, value), "no worktree of this repository at"
        case "patch":
            spec, missing = _patch(value), "no file named"
        case _:
            spec, missing = None, "no task named"
    if spec is None:
        raise AgentguardError(f"{missing} `{printable(value)}`")
    return spec


def _directory(repository: Repository, text: str) -> Spec | None:
    if not _is_folder(text):
        return None
    folder = Path(text).resolve()
    for root in repository.worktrees():
        if folder == root.resolve():
            return Spec(name=text, kind=SpecKind.DIRECTORY, value=str(root))
    return None


def _named_patch(repository: Repository, text: str) -> Spec | None:
    del repository
    return _patch(text) if text.endswith(_PATCHES) and _is_file(text) else None


def _patch(text: str) -> Spec | None:
    """Takes pipes as well: `patch:<(git diff)`."""
    exists = "\0" not in text and Path(text).exists() and not _is_folder(text)
    return Spec(name=text, kind=SpecKind.PATCH, value=text) if exists else None


def _revision(repository: Repository, text: str) -> Spec | None:
    left, dots, right = text.partition("..")
    if dots and (left or right) and not right.startswith("."):
        ends = [repository.find_commit(end or "HEAD") for end in (left, right)]
        return Spec(name=text, kind=SpecKind.RANGE, value=f"{ends[0]}..{ends[1]}") if all(ends) else None
    found = repository.find_commit(text)
    return Spec(name=text, kind=SpecKind.REVISION, value=found) if found else None


def _commit(repository: Repository, text: str) -> Spec:
    """Explains, by the error that it raises, why nothing has this name."""
    left, dots, right = text.partition("..")
    shown = printable(text)
    if right.startswith("."):
        raise AgentguardError(f"`{shown}` has three dots", "a range is written `A..B`; a branch alone is what it added")
    worktrees = "`git worktree list` lists the worktrees; the current one needs no SPEC"
    if _is_folder(text):
        raise AgentguardError(f"`{shown}` is no commit, and that folder is not the top of a worktree", worktrees)
    if dots and right.startswith("/"):
        # No revision begins so: the dots are a parent folder.
        raise AgentguardError(f"there is nothing at `{shown}`", worktrees)
    if dots and (left or right):
        repository.commit(left or "HEAD")
        repository.commit(right or "HEAD")
    elif text.endswith(_PATCHES):
        raise AgentguardError(f"no file and no commit named `{shown}`")
    return Spec(name=text, kind=SpecKind.REVISION, value=repository.commit(text))


def _is_folder(text: str) -> bool:
    return bool(text) and "\0" not in text and Path(text).is_dir()


def _is_file(text: str) -> bool:
    return "\0" not in text and Path(text).is_file()
