"""Splits a change by topic: each of its commits by itself, and what is not committed yet."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from agentguard.analyzer.changesets import read_changes
from agentguard.analyzer.gather.before import past_before
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.history import Past, with_past
from agentguard.analyzer.model.changes import ChangeSet
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.rules import PathHistory
from agentguard.analyzer.model.topic import TopicSplit, Verdict
from agentguard.analyzer.model.value import replace
from agentguard.analyzer.sources import Sources, both_sides
from agentguard.analyzer.topic import (
    Surroundings,
    evident,
    focused,
    is_candidate,
    is_clearly_one,
    split_by_content,
    split_by_paths,
)

if TYPE_CHECKING:  # a whole history needs none of what opens a change
    from agentguard.analyzer.gather.change import Subject


def splits_of_change(
    subject: "Subject",
    commits: Iterable[CommitRecord],
    config: Config,
    *,
    scope: tuple[str, ...] | None,
    is_quick: bool = False,
    asked: Callable[[], Past | None] | None = None,
) -> Iterator[tuple[str | None, TopicSplit]]:
    """Yields commit id (None for what is not committed) and split of everything in a change that may be a sweep.

    Args:
        subject: the opened change.
        commits: its commits.
        config: the settings.
        scope: path globs that the change was declared to touch.
        is_quick: of what is not committed, only a sweep is asked for, and what paths show to be none is not read.
        asked: tells what was before what is not committed, where that has been asked for already.
    """
    repository, change = subject.repository, subject.change
    for commit, past in _with_pasts(repository, commits, change.tip):
        split = split_by_paths(commit, past)
        if split.verdict is Verdict.SWEEP:
            split = split_deeply(repository, commit, past, config, scope=scope)
        yield commit.id, split
    if change.head is None and change.changes:
        yield None, _split_of_uncommitted(subject, config, scope, is_quick=is_quick, asked=asked)


def split_deeply(
    repository: Repository,
    commit: CommitRecord,
    past: Past,
    config: Config,
    *,
    scope: tuple[str, ...] | None = None,
    history: PathHistory | None = None,
) -> TopicSplit:
    """Splits a past commit, which is no merge, by its content.

    Args:
        repository: where it is.
        commit: as the log tells it.
        past: the commits before it.
        config: the settings.
        scope: path globs that it was declared to touch.
        history: what the repository later said of its files, where that is known.
    """
    change = change_of_commit(repository, commit)
    old, new = both_sides(repository, change, max_bytes=config.max_parse_bytes)
    around = Surroundings(past=past, recent=past.recent_of(commit.email), history=history)
    return split_by_content(change, around, old, new, scope=scope)


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


def _with_pasts(
    repository: Repository, commits: Iterable[CommitRecord], tip: str | None
) -> Iterator[tuple[CommitRecord, Past]]:
    """Yields the commits below a tip that have enough files to be a sweep, with their pasts, newest first."""
    wanted = {commit.id for commit in commits if is_candidate(commit)}
    if tip is None or not wanted:
        return
    log = repository.log(tip)
    for commit, past in with_past(log, wanted=lambda commit: commit.id in wanted):
        if past is not None:
            yield commit, past
            wanted.remove(commit.id)
            if not wanted:
                break
    log.close()


def _split_of_uncommitted(
    subject: "Subject",
    config: Config,
    scope: tuple[str, ...] | None,
    *,
    is_quick: bool,
    asked: Callable[[], Past | None] | None,
) -> TopicSplit:
    rest = _uncommitted(subject, config)
    early = evident(rest.change) if is_quick else None
    if early is not None:
        return early
    past = asked() if asked is not None else past_before(rest.repository, rest.change)
    if is_quick and is_clearly_one(rest.change, past):
        return focused(rest.change)
    rest = rest.with_lines()
    return split_by_content(rest.change, Surroundings(past=past), rest.old, rest.new, scope=scope)


def _uncommitted(subject: "Subject", config: Config) -> "Subject":
    """Returns the part of a change that stands on top of its commits."""
    repository, change = subject.repository, subject.change
    if change.tip == change.base:
        return subject
    tree = repository.tree(change.tip) if change.tip else repository.empty_tree
    changes, skipped = read_changes(repository, tree, change.head_tree)
    rest = replace(change, base=change.tip, base_tree=tree, message="", changes=changes, skipped=skipped)
    return replace(subject, change=rest, old=Sources(repository, tree, max_bytes=config.max_parse_bytes))
