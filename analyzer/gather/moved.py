"""Finds what landed on the target and meets a session: what its branch edits, what that uses, what the session read."""

from collections.abc import Iterator, Mapping

from agentguard.analyzer.gather.parallel.landed import landed_commits
from agentguard.analyzer.git.repository import Difference, Repository, TreeEntry
from agentguard.analyzer.languages import language_of
from agentguard.analyzer.model.changes import REGULAR
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.edits import Footing, MovedFile
from agentguard.analyzer.model.journal import Deed, Journal, Session
from agentguard.analyzer.target import Target

_MOST_BYTES = 1_000_000
# Of files that a branch edits; the uses in more of them take longer to read than a session may wait at its start.
_MOST_READ = 20
_MOST_TOLD = 20


def read_moved(
    repository: Repository, target: Target, config: Config, journal: Journal, session: Session, since: str | None
) -> tuple[MovedFile, ...]:
    """Returns the files that landed and that the session has to do with, what it edits first.

    Args:
        repository: opened in the session's worktree.
        target: the branch that changes land on.
        config: the settings.
        journal: that of the worktree.
        session: whose reads and edits in it count, with those of its subagents.
        since: commit id of the target's tip of which the session knows; None = the worktree's base.
    """
    head = repository.find_commit("HEAD")
    base = repository.merge_base(target.commit, head) if head is not None else None
    if head is None or base is None or base == target.commit:
        return ()
    start = since if since is not None and _lies_between(repository, base, since, target.commit) else base
    landed = repository.tree_differences(repository.tree(start), repository.tree(target.commit))
    met = dict(_met(repository, config, (base, head), journal, session, landed)) if landed else {}
    return tuple(_told(repository, (start, target.commit), met, landed)) if met else ()


def _told(
    repository: Repository, span: tuple[str, str], met: Mapping[str, Footing], landed: Mapping[str, Difference]
) -> Iterator[MovedFile]:
    """Yields the files in which more changed than comments and layout."""
    from agentguard.analyzer.gather.touched import compare_versions  # noqa: PLC0415 - mostly nothing of it meets

    paths = sorted(met, key=lambda path: (list(Footing).index(met[path]), path))[:_MOST_TOLD]
    commits = landed_commits(repository, *span, paths)
    for path in paths:
        before, after = (_read(repository, entry) if entry is not None else None for entry in landed[path])
        is_read = before is not None and after is not None
        changes = compare_versions(path, before, after) if is_read else None
        if changes != ():
            newest = commits[path][0].id if path in commits else None
            is_gone = landed[path].new is None
            yield MovedFile(path=path, footing=met[path], commit=newest, changes=changes or (), is_gone=is_gone)


def _lies_between(repository: Repository, base: str, since: str, tip: str) -> bool:
    """Tells whether the session was told of a state of the target that is newer than its worktree's base."""
    known = repository.find_commit(since)
    return known is not None and repository.is_ancestor(base, known) and repository.is_ancestor(known, tip)


def _met(
    repository: Repository,
    config: Config,
    branch: tuple[str, str],
    journal: Journal,
    session: Session,
    landed: Mapping[str, Difference],
) -> Iterator[tuple[str, Footing]]:
    """Yields the landed files that the session has to do with; where it is more than one thing, the last counts."""
    own = repository.tree_differences(*map(repository.tree, branch))
    entries = [entry for entry in journal.entries if entry.session.id == session.id]
    read = {entry.path: entry.blob for entry in entries if entry.deed is Deed.READ}
    for path, blob in read.items():
        if path in landed and blob != _id(landed[path].new):
            yield path, Footing.READ
    if own and len(own) <= _MOST_READ and any(language_of(path) is not None for path in landed.keys() - own.keys()):
        for path in _used(repository, config, branch) & landed.keys():
            yield path, Footing.USES
    edited = {entry.path for entry in entries if entry.deed is Deed.EDITED}
    for path in (own.keys() | edited) & landed.keys():
        yield path, Footing.EDITS


def _used(repository: Repository, config: Config, branch: tuple[str, str]) -> set[str]:
    """Returns the files whose definitions the branch uses."""
    from agentguard.analyzer.changesets import open_change  # noqa: PLC0415 - only a branch of one's own needs it
    from agentguard.analyzer.gather.change import subject_of  # noqa: PLC0415 - likewise
    from agentguard.analyzer.specs import Spec, SpecKind  # noqa: PLC0415 - likewise

    spec = Spec(name="branch", kind=SpecKind.RANGE, value="..".join(branch))
    with open_change(repository, spec, target=None, read_stdin=bytes) as opened:
        work = subject_of(opened.repository, opened.change, config).work
        return {read.target.path for read in work.reads if read.target is not None}


def _id(entry: TreeEntry | None) -> str | None:
    return entry.id if entry is not None else None


def _read(repository: Repository, entry: TreeEntry) -> bytes | None:
    info = repository.objects.info(entry.id) if entry.mode in REGULAR else None
    return repository.objects.read(entry.id) if info is not None and info.size <= _MOST_BYTES else None
