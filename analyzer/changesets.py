"""Opens a SPEC: everything between two trees, whatever the user named."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from agentguard.analyzer.diff import parse_diff
from agentguard.analyzer.errors import AgentguardError, GitError
from agentguard.analyzer.git.quarantine import Quarantine, quarantine
from agentguard.analyzer.git.repository import UNSHALLOW, Repository
from agentguard.analyzer.model.changes import Change, ChangeSet, Skipped
from agentguard.analyzer.printable import printable
from agentguard.analyzer.specs import Spec, SpecKind

_NO_TARGET = "there is no target branch: `--base REV` or `target` in the settings names one"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedChange:
    """A change with the repository in which its trees can be read; valid while the quarantine is open."""

    repository: Repository
    change: ChangeSet


@contextmanager
def open_change(
    repository: Repository, spec: Spec, *, target: str | None, read_stdin: Callable[[], bytes]
) -> Iterator[OpenedChange]:
    """Opens the change that a SPEC names.

    Args:
        repository: where the SPEC was read.
        spec: what to open.
        target: commit id of the branch that the change will land on, None where there is none.
        read_stdin: yields the patch where the SPEC is `-`.

    Raises:
        AgentguardError: history is cut before the merge base, a patch does not apply, there are no commits.
    """
    match spec.kind:
        case SpecKind.REVISION:
            base = _base_of_revision(repository, spec.value, target)
            yield _opened(repository, spec, base=base, tip=spec.value, tree=spec.value)
        case SpecKind.RANGE:
            base, _, head = spec.value.partition("..")
            yield _opened(repository, spec, base=base, tip=head, tree=head)
        case SpecKind.PATCH:
            patch = read_stdin() if spec.value == "-" else Path(spec.value).read_bytes()
            with quarantine(repository) as held:
                yield _patched(held, spec, patch, target or repository.commit("HEAD"))
        case SpecKind.INDEX | SpecKind.DIRECTORY:
            with _worktree(repository, spec) as origin, quarantine(origin) as held:
                yield _uncommitted(held, spec, origin, target)


@contextmanager
def _worktree(repository: Repository, spec: Spec) -> Iterator[Repository]:
    if spec.kind is SpecKind.INDEX or Path(spec.value) == repository.root:
        yield repository
        return
    with Repository.open(Path(spec.value)) as other:
        yield other


def _patched(held: Quarantine, spec: Spec, patch: bytes, base: str) -> OpenedChange:
    tree, skipped = held.patched_tree(base, patch, printable(spec.name))
    return _opened(held.repository, spec, base=base, tip=base, tree=tree, skipped=skipped)


def _uncommitted(held: Quarantine, spec: Spec, origin: Repository, target: str | None) -> OpenedChange:
    tip = origin.find_commit("HEAD")
    fork = _fork_point(origin, tip, target) if tip else None
    tree, skipped = held.index_tree() if spec.kind is SpecKind.INDEX else held.worktree_tree()
    if tip and target is None:
        skipped = (Skipped(what="the branch's commits", reason=_NO_TARGET), *skipped)
    return _opened(held.repository, spec, base=fork, tip=tip, tree=tree, skipped=skipped)


def _base_of_revision(repository: Repository, commit: str, target: str | None) -> str | None:
    """Returns the merge base with the target; the first parent of a commit that the target contains."""
    if target is not None and not repository.is_ancestor(commit, target):
        return _fork_point(repository, commit, target)
    repository.require_parents(commit)
    return repository.find_commit(f"{commit}^1")


def _fork_point(repository: Repository, head: str, target: str | None) -> str:
    if target is None:
        if repository.shallow_boundary:
            raise AgentguardError("no target branch is here to compare with (shallow clone)", UNSHALLOW)
        return head
    base = repository.merge_base(target, head)
    if base is not None:
        return base
    if repository.shallow_boundary:
        raise AgentguardError("history is cut before the merge base with the target (shallow clone)", UNSHALLOW)
    raise AgentguardError(f"{head[:12]} shares no history with the target", "name the base with `--base REV`")


def _opened(
    repository: Repository,
    spec: Spec,
    *,
    base: str | None,
    tip: str | None,
    tree: str,
    skipped: tuple[Skipped, ...] = (),
) -> OpenedChange:
    base_tree = repository.tree(base) if base else repository.empty_tree
    head_tree = repository.tree(tree)
    changes, missing = read_changes(repository, base_tree, head_tree)
    change = ChangeSet(
        name=spec.name,
        base=base,
        head=tip if tip and repository.tree(tip) == head_tree else None,
        tip=tip,
        base_tree=base_tree,
        head_tree=head_tree,
        message=_messages(repository, base, tip),
        changes=changes,
        skipped=(*skipped, *missing),
    )
    return OpenedChange(repository=repository, change=change)


def read_changes(repository: Repository, old: str, new: str) -> tuple[tuple[Change, ...], tuple[Skipped, ...]]:
    """Returns the changes between two trees; without content where some of it is not here."""
    try:
        return parse_diff(repository.diff_trees(old, new)), ()
    except GitError:
        changes = parse_diff(repository.diff_trees(old, new, content=False))
    reason = (
        "the partial clone lacks some of their content, and nothing is fetched unasked"
        if repository.is_partial
        else "some of their content is lost or damaged: `git fsck` names it"
    )
    return changes, (Skipped(what="lines and renames", reason=reason),)


def _messages(repository: Repository, base: str | None, head: str | None) -> str:
    """Returns the message of one commit, or those of a line of commits, oldest first."""
    if head is None or head == base:
        return ""
    one = base is None or repository.find_commit(f"{head}^1") == base
    selection = ("--no-walk", head) if one else ("--reverse", "--no-merges", f"{base}..{head}")
    asked = ("log", "--no-show-signature", "--encoding=UTF-8", "--format=%B", *selection)
    return repository.run(*asked).stdout.decode("utf-8", "replace").strip()
