"""Reads what a git command would take in: which worktree it is about, its aliases, the paths that are changed there."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.git.process import require_git
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.git.status import Dirty, dirty
from agentguard.analyzer.model.commands import Act, GitCall

# The answer is a sentence in a message: the command is judged without it.
_SECONDS = 3.0
# Options with which `git add` leaves untracked files alone, and those with which a stash takes them: letters, and the
# shortest spellings that git takes for the long ones.
_TRACKED_ONLY = ("upei", ("--u", "--patc", "--e", "--inter", "--ren", "--reso"))
_UNTRACKED_TOO = ("ua", ("--i", "--a"))


def worktree_around(folder: Path) -> Repository | None:
    """Opens the worktree that holds a folder, or would hold it where it is not there.

    Returns:
        None where there is no repository, or one without a worktree: then nothing can be staged there.

    Raises:
        AgentguardError: git is missing or too old.
    """
    require_git()
    existing = next((one for one in (folder, *folder.parents) if _is_folder(one)), None)
    if existing is None:
        return None
    try:
        repository = Repository.open(existing)
    except AgentguardError:
        return None
    return repository if repository.root is not None else None


def aliases_around(folder: Path | None) -> Mapping[str, str]:
    """Returns git's aliases by name, as they are configured around a folder; they are read, never run.

    Raises:
        AgentguardError: git is missing or failed.
    """
    repository = worktree_around(folder) if folder is not None else None
    if repository is None:
        return {}
    found = {}
    with repository:
        for field in repository.run("config", "--null", "--get-regexp", r"^alias\.", ok=(0, 1)).fields():
            name, _, value = field.partition("\n")
            found[name.removeprefix("alias.")] = value
    return found


def taken(repository: Repository, call: GitCall, folder: Path) -> tuple[str, ...] | None:
    """Returns the paths that a sweep would take in now, by path; None where that cannot be told.

    Args:
        repository: where.
        call: a sweep.
        folder: where it runs.
    """
    where = folder if _is_folder(folder) else repository.root
    try:
        found = list(dirty(repository.git, folder=where, pathspecs=_pathspecs(call), seconds=_SECONDS))
    except (AgentguardError, ValueError):  # a name that no file system can have
        return None
    return tuple(one.path for one in found if _is_taken(one, call))


def changed_below(repository: Repository, folder: Path) -> Iterator[Dirty]:
    """Yields what is changed below a folder.

    Raises:
        AgentguardError: it took too long.
    """
    root = repository.root
    below = folder.resolve().relative_to(root.resolve()).as_posix() if root is not None else "."
    named = [f":(top,literal){below}"] if below != "." else []
    return dirty(repository.git, pathspecs=named, seconds=_SECONDS)


def merge_in_progress(repository: Repository) -> bool:
    """Tells whether a merge is to be concluded; then git commits no single paths."""
    return (repository.place.git_dir / "MERGE_HEAD").exists()


def leaves_untracked(words: Sequence[str]) -> bool:
    """Tells whether options of `git add` leave files alone that git does not know."""
    return any(_is_one_of(word, *_TRACKED_ONLY) for word in words)


def _is_one_of(word: str, letters: str, spellings: tuple[str, ...]) -> bool:
    if word.startswith("--"):
        return word.startswith(spellings)
    # Behind `-m` stands its value.
    return word.startswith("-") and not set(letters).isdisjoint(word.partition("m")[0])


def _pathspecs(call: GitCall) -> tuple[str, ...]:
    return call.pathspecs if all(call.pathspecs) else ()


def _is_taken(one: Dirty, call: GitCall) -> bool:
    if call.act is Act.COMMIT:
        return one.is_changed and not one.is_untracked
    if call.act is Act.STASH:
        return not one.is_untracked or _is_one_of(call.why, *_UNTRACKED_TOO)
    return one.is_changed and not (one.is_untracked and leaves_untracked((call.why,)))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False
