"""Opens what is staged as the commit that it is about to become."""

from agentguard.analyzer.changesets import read_changes
from agentguard.analyzer.gather.change import Subject, subject_of
from agentguard.analyzer.git.quarantine import Quarantine
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.changes import ChangeSet, Skipped
from agentguard.analyzer.model.config import Config


def open_staged(held: Quarantine, config: Config, *, parent: str | None, message: str) -> Subject:
    """Opens the change between a commit and the index; its lines are read only where somebody asks for them.

    Args:
        held: a quarantine on top of the repository that has the index of the commit which is being made.
        config: the settings.
        parent: id of the commit below, None for the first one.
        message: as far as it is known yet.
    """
    tree, skipped = held.index_tree()
    return open_tree(held.repository, config, tree, parent=parent, message=message, skipped=skipped)


def open_tree(
    repository: Repository,
    config: Config,
    tree: str,
    *,
    parent: str | None,
    message: str,
    skipped: tuple[Skipped, ...] = (),
) -> Subject:
    """Opens the change between a commit and a tree that is about to be on top of it; likewise.

    Args:
        repository: where both are.
        config: the settings.
        tree: its id.
        parent: id of the commit below, None for the first one.
        message: as far as it is known yet.
        skipped: what is not in the tree.
    """
    below = repository.tree(parent) if parent is not None else repository.empty_tree
    changes, missing = read_changes(repository, below, tree, lines=False)
    change = ChangeSet(
        name="what is staged",
        base=parent,
        head=None,
        tip=parent,
        base_tree=below,
        head_tree=tree,
        message=message,
        changes=changes,
        skipped=(*skipped, *missing),
    )
    return subject_of(repository, change, config, has_lines=False)
