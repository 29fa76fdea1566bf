"""Splits a change by topic: each of its commits by itself, and what is not committed yet."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from agentguard.analyzer.changesets import read_changes
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.history import Past, past_of, with_past
from agentguard.analyzer.model.changes import ChangeSet
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.topic import TopicSplit, Verdict
from agentguard.analyzer.sources import Sources
from agentguard.analyzer.topic import is_candidate, split_by_content, split_by_paths

if TYPE_CHECKING:  # a whole history needs none of what opens a change
    from agentguard.analyzer.gather.change import Subject

# A branch of more commits than this is a history: `audit` reads those.
MAX_COMMITS = 500


def splits_of_change(
    subject: "Subject", config: Config, *, scope: tuple[str, ...] | None
) -> Iterator[tuple[str | None, TopicSplit]]:
    """Yields commit id (None for what is not committed) and split of everything in a change that may be a sweep.

    Args:
        subject: the opened change.
        config: the settings.
        scope: path globs that the change was declared to touch.
    """
    repository, change = subject.repository, subject.change
    for commit, past in _commits(repository, change.base, change.tip):
        split = split_by_paths(commit, past)
        if split.verdict is Verdict.SWEEP:
            split = split_deeply(repository, commit, past, config, scope=scope)
        yield commit.id, split
    if change.head is None and change.changes:
        yield None, _split_of_uncommitted(subject, scope)


def split_deeply(
    repository: Repository,
    commit: CommitRecord,
    past: Past,
    config: Config,
    *,
    scope: tuple[str, ...] | None = None,
) -> TopicSplit:
    """Splits a past commit, which is no merge, by its content.

    Args:
        repository: where it is.
        commit: as the log tells it.
        past: the commits before it.
        config: the settings.
        scope: path globs that it was declared to touch.
    """
    change = change_of_commit(repository, commit)
    old, new = (
        Sources(repository, tree, max_bytes=config.max_parse_bytes) for tree in (change.base_tree, change.head_tree)
    )
    return split_by_content(change, past, old, new, scope=scope, author_recent=past.recent_of(commit.email))


def change_of_commit(repository: Repository, commit: CommitRecord) -> ChangeSet:
    """Reads what a commit did to its first parent."""
    parent = commit.parents[0] if commit.parents else None
    old = repository.tree(parent) if parent else repository.empty_tree
    new = repository.tree(commit.id)
    changes, skipped = read_changes(repository, old, new)
    return ChangeSet(
        name=commit.id,
        base=parent,
        head=commit.id,
        tip=commit.id,
        base_tree=old,
        head_tree=new,
        message=commit.message,
        changes=changes,
        skipped=skipped,
    )


def _commits(repository: Repository, base: str | None, tip: str | None) -> Iterator[tuple[CommitRecord, Past]]:
    """Yields the commits of a branch that have enough files to be a sweep, with their pasts, newest first."""
    if tip is None or tip == base:
        return
    selection = (tip, f"^{base}") if base else ("--no-walk", tip)
    own = repository.log("--no-merges", f"--max-count={MAX_COMMITS}", *selection)
    wanted = {commit.id for commit in own if is_candidate(commit)}
    if not wanted:
        return
    log = repository.log(tip)
    for commit, past in with_past(log, wanted=lambda commit: commit.id in wanted):
        if past is not None:
            yield commit, past
            wanted.remove(commit.id)
            if not wanted:
                break
    log.close()


def _split_of_uncommitted(subject: "Subject", scope: tuple[str, ...] | None) -> TopicSplit:
    repository, tip = subject.repository, subject.change.tip
    old = repository.tree(tip) if tip else repository.empty_tree
    changes, skipped = read_changes(repository, old, subject.change.head_tree)
    change = ChangeSet(
        name=subject.change.name,
        base=tip,
        head=None,
        tip=tip,
        base_tree=old,
        head_tree=subject.change.head_tree,
        changes=changes,
        skipped=skipped,
    )
    past = past_of(repository, tip) if tip else None
    return split_by_content(change, past, Sources(repository, old), subject.new, scope=scope)
