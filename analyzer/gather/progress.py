"""Tells what kind of commit is being made: its parent, its message so far, whether it makes another one anew."""

from agentguard.analyzer.commandline.message import commit_words
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.journal import GitProcess
from agentguard.analyzer.model.value import dataclass

_MERGE = "MERGE_HEAD"
# Files and folders that git keeps while it applies the commits of others, and when a whole branch was squashed.
_AGAIN = ("CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply", "SQUASH_MSG")
_PREPARED = ("MERGE_MSG", "SQUASH_MSG")
_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A commit that is being made.

    Attributes:
        head: id of the last commit, None where there is none.
        parent: id of the commit that will be below it; another one than `head` where the last commit is made anew.
        message: as far as it is known; empty where an editor will ask for it.
        amends: the last commit is made anew.
        merging: ids of the commits that it merges in, where it concludes a merge.
        is_again: it applies a commit of before, or a whole branch.
    """

    head: str | None
    parent: str | None
    message: str
    amends: bool
    merging: tuple[str, ...]
    is_again: bool


def read_progress(repository: Repository, committing: GitProcess | None) -> Progress:
    """Looks at the words of the git process, and at what git keeps in the worktree's own git directory."""
    words = commit_words(committing.argv) if committing is not None else None
    head = repository.find_commit("HEAD")
    merging = merge_heads(repository)
    is_again = any((repository.place.git_dir / name).exists() for name in _AGAIN)
    amends = words is not None and words.amends and head is not None
    message = words.message if words is not None else None
    parent = head
    if amends and head is not None:
        parents, said = parents_and_message(repository, head)
        message = said if message is None else message
        # What another side of a merge brought has been judged there.
        parent = head if len(parents) > 1 else parents[0] if parents else None
    if message is None:
        message = _prepared(repository) if merging or is_again else ""
    return Progress(head=head, parent=parent, message=message, amends=amends, merging=merging, is_again=is_again)


def merge_heads(repository: Repository) -> tuple[str, ...]:
    """Returns the ids of the commits that a merge which stopped brings in; none where there is no such merge."""
    try:
        with (repository.place.git_dir / _MERGE).open("rb") as file:
            return tuple(line.decode("ascii", "replace") for line in file.read(_MOST_BYTES).split())
    except OSError:
        return ()


def parents_and_message(repository: Repository, commit: str) -> tuple[list[str], str]:
    """Returns the parents and the message of a commit."""
    content = (repository.objects.read(commit) or b"").decode("utf-8", "replace")
    head, _, message = content.partition("\n\n")
    return [line[7:] for line in head.split("\n") if line.startswith("parent ")], message


def _prepared(repository: Repository) -> str:
    """Returns the message that git has prepared for a merge, a revert and the like."""
    for name in _PREPARED:
        try:
            with (repository.place.git_dir / name).open("rb") as file:
                return file.read(_MOST_BYTES).decode("utf-8", "replace")
        except OSError:
            continue
    return ""
