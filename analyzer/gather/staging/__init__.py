"""Reads what is staged, and tells by the journal which git process staged it."""

from collections.abc import Collection, Mapping
from pathlib import Path

from agentguard.analyzer.gather.change import Subject
from agentguard.analyzer.gather.staging.commit import Committing, same_file
from agentguard.analyzer.gather.staging.edits import Edits, read_edits
from agentguard.analyzer.gather.staging.operation import Operation, read_operation
from agentguard.analyzer.gather.staging.origins import origins_of
from agentguard.analyzer.git.index import read_index
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.git.trees import Difference, TreeEntry
from agentguard.analyzer.model.journal import GitProcess, Journal, Session
from agentguard.analyzer.model.staging import Origin, StagedFile, Staging


def read_staging(
    subject: Subject, journal: Journal, session: Session | None, committing: GitProcess | None
) -> Staging | None:
    """Returns what is staged in the current worktree; None for another index than the worktree's own.

    An entry of the journal counts only while the index has what it put there, and that differs from the last commit.

    Args:
        subject: a change that ends with what is staged.
        journal: that of the worktree.
        session: who commits, None for a person or where nobody knows.
        committing: the git process that makes the commit, None where none does.
    """
    repository, change = subject.repository, subject.change
    commit = Committing.read(repository.place, committing, session)
    if commit is None and not same_file(repository.place.index, repository.place.git_dir / "index"):
        return None
    head = repository.find_commit("HEAD") if commit is not None and commit.amends else change.tip
    below = repository.tree(head) if head is not None else repository.empty_tree
    staged = repository.tree_differences(below, change.head_tree)
    values = {path: difference.new for path, difference in staged.items()}
    operation = read_operation(repository, head)
    origins = _origins(repository, values, journal, session, commit, operation)
    edits = read_edits(session, journal)
    return Staging(
        files=_files(staged, origins, edits),
        session=session,
        commit=commit.words_for_names if commit is not None else (),
        prefix=committing.prefix if commit is not None and committing is not None else "",
        knows_edits=edits.are_known,
        may_name=operation is None or operation.takes_names,
        has_parent=head is not None,
    )


def _files(staged: Mapping[str, Difference], origins: Mapping[str, Origin], edits: Edits) -> tuple[StagedFile, ...]:
    return tuple(
        StagedFile(
            path=path,
            is_new=difference.old is None,
            origin=origins.get(path),
            is_own=path in edits.own,
            is_foreign=path in edits.foreign,
        )
        for path, difference in sorted(staged.items())
    )


def _origins(
    repository: Repository,
    values: Mapping[str, TreeEntry | None],
    journal: Journal,
    session: Session | None,
    commit: Committing | None,
    operation: Operation | None,
) -> dict[str, Origin]:
    place = repository.place
    root = str(place.root or "")

    def look(index: Path, paths: Collection[str]) -> dict[str, TreeEntry] | None:
        return read_index(index, paths, object_format=place.object_format, shared=place.git_dir)

    open_paths = values.keys() - (operation.paths if operation is not None else frozenset())
    told = {path: values[path] for path in open_paths}
    by_commit = commit.origins(told, look, root) if commit is not None else {}
    rest = {path: value for path, value in told.items() if path not in by_commit}
    return by_commit | origins_of(rest, journal.index_writes, session, look, root)
