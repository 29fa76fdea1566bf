"""Opens a SPEC: everything between two trees, whatever the user named."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from agentguard.analyzer.diff import parse_diff
from agentguard.analyzer.errors import AgentguardError, GitError
from agentguard.analyzer.git.ancestry import Ancestry
from agentguard.analyzer.git.quarantine import Quarantine, quarantine
from agentguard.analyzer.git.repository import UNSHALLOW, Repository
from agentguard.analyzer.model.changes import Change, ChangeSet, Skipped
from agentguard.analyzer.model.value import dataclass, replace
from agentguard.analyzer.printable import printable
from agentguard.analyzer.specs import Spec, SpecKind

MAX_PATCH_BYTES = 200_000_000
_COMMITTED = frozenset({SpecKind.REVISION, SpecKind.RANGE})
_NO_TARGET = "there is no target branch: `--base REV` or `target` in the settings names one"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedChange:
    """A change with the repository in which its trees can be read; valid while the quarantine is open."""

    repository: Repository
    change: ChangeSet


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedChanges:
    """Changes of one repository with the quarantine that holds what of them is no commit.

    Attributes:
        changes: as asked, but for those that were left out.
        ancestry: how those that are commits stand to each other; None of one alone.
        skipped: what was left out.
    """

    held: Quarantine
    changes: tuple[ChangeSet, ...]
    ancestry: Ancestry | None
    skipped: tuple[Skipped, ...] = ()


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
    if spec.kind in _COMMITTED:
        change = _committed(repository, repository, spec, target)
        yield OpenedChange(repository=repository, change=replace(change, message=message_of(repository, change)))
    elif spec.kind is SpecKind.PATCH:
        with quarantine(repository) as held:
            change = _patched(held, spec, _read_patch(spec, read_stdin), target or repository.commit("HEAD"))
            yield OpenedChange(repository=held.repository, change=change)
    else:
        with _worktree(repository, spec) as origin, quarantine(origin) as held:
            change = _uncommitted(held, held, spec, origin, target=target)
            message = message_of(held.repository, change)
            yield OpenedChange(repository=held.repository, change=replace(change, message=message))


@contextmanager
def open_changes(
    repository: Repository,
    specs: Sequence[Spec],
    *,
    target: str | None,
    read_stdin: Callable[[], bytes],
    leave_out: bool = False,
) -> Iterator[OpenedChanges]:
    """Opens several changes of one repository side by side; their messages are not read.

    Args:
        repository: where the SPECs were read.
        specs: what to open.
        target: as for `open_change`.
        read_stdin: likewise.
        leave_out: leave out revisions whose history does not lead to the target, and say so, instead of failing.

    Raises:
        AgentguardError: as `open_change` does.
    """
    ancestry = _walk_history(repository, specs, target)
    with quarantine(repository) as held:
        changes, skipped = [], []
        for spec in specs:
            if spec.kind in _COMMITTED:
                try:
                    change = _committed(held.repository, repository, spec, target)
                except AgentguardError as error:
                    if not leave_out:
                        raise
                    skipped.append(Skipped(what=printable(spec.name), reason=error.message))
                    continue
            elif spec.kind is SpecKind.PATCH:
                change = _patched(held, spec, _read_patch(spec, read_stdin), target or repository.commit("HEAD"))
            else:
                with _worktree(repository, spec) as origin:
                    change = _uncommitted(held, held.beside(origin), spec, origin, target=target)
            changes.append(change)
        yield OpenedChanges(held=held, changes=tuple(changes), ancestry=ancestry, skipped=tuple(skipped))


def _walk_history(repository: Repository, specs: Sequence[Spec], target: str | None) -> Ancestry | None:
    """Finds by one walk how commits stand to the target and to each other; of one alone git is asked directly."""
    if len(specs) < 2:
        return None
    ends = [end for spec in specs if spec.kind in _COMMITTED for end in spec.value.split("..")]
    ancestry = Ancestry(repository, [*([target] if target else ()), *ends])
    if target is not None:
        repository.merge_bases |= {(target, tip): next(iter(ancestry.bases(target, tip)), None) for tip in ends}
    return ancestry


def _committed(reader: Repository, repository: Repository, spec: Spec, target: str | None) -> ChangeSet:
    if spec.kind is SpecKind.RANGE:
        base, _, head = spec.value.partition("..")
        return _opened(reader, spec, base=base, tip=head, tree=head)
    return _opened(reader, spec, base=_base_of_revision(repository, spec, target), tip=spec.value, tree=spec.value)


def _read_patch(spec: Spec, read_stdin: Callable[[], bytes]) -> bytes:
    if spec.value == "-":
        patch = read_stdin()
    else:
        with Path(spec.value).open("rb") as file:
            patch = file.read(MAX_PATCH_BYTES + 1)
    if len(patch) > MAX_PATCH_BYTES:
        limit = f"{MAX_PATCH_BYTES // 1_000_000} MB"
        hint = f"a patch may have {limit}; commit it, and name the commit"
        raise AgentguardError(f"the patch `{printable(spec.name)}` is too large, or has no end", hint)
    return patch


@contextmanager
def _worktree(repository: Repository, spec: Spec) -> Iterator[Repository]:
    if spec.kind is SpecKind.INDEX or Path(spec.value) == repository.root:
        yield repository
        return
    with Repository.open(Path(spec.value)) as other:
        yield other


def _patched(held: Quarantine, spec: Spec, patch: bytes, base: str) -> ChangeSet:
    tree, skipped = held.patched_tree(base, patch, printable(spec.name))
    return _opened(held.repository, spec, base=base, tip=base, tree=tree, skipped=skipped)


def _uncommitted(held: Quarantine, own: Quarantine, spec: Spec, origin: Repository, *, target: str | None) -> ChangeSet:
    """Opens what a worktree holds; `own` is its quarantine, `held` the one in which the trees are read."""
    tip = origin.find_commit("HEAD")
    fork = _fork_point(origin, spec, tip, target) if tip else None
    tree, skipped = own.index_tree() if spec.kind is SpecKind.INDEX else own.worktree_tree()
    if tip and target is None:
        skipped = (Skipped(what="the branch's commits", reason=_NO_TARGET), *skipped)
    return _opened(held.repository, spec, base=fork, tip=tip, tree=tree, skipped=skipped)


def _base_of_revision(repository: Repository, spec: Spec, target: str | None) -> str | None:
    """Returns the merge base with the target; the first parent of a commit that the target contains."""
    commit = spec.value
    base = repository.merge_base(target, commit) if target is not None else None
    if target is not None and base != commit:
        return _fork_point(repository, spec, commit, target)
    repository.require_parents(commit)
    return repository.find_commit(f"{commit}^1")


def _fork_point(repository: Repository, spec: Spec, head: str, target: str | None) -> str:
    if target is None:
        if repository.shallow_boundary:
            raise AgentguardError("no target branch is here to compare with (shallow clone)", UNSHALLOW)
        return head
    base = repository.merge_base(target, head)
    if base is not None:
        return base
    if repository.shallow_boundary:
        raise AgentguardError("history is cut before the merge base with the target (shallow clone)", UNSHALLOW)
    hint = "name the base with `--base REV`"
    raise AgentguardError(f"`{printable(spec.name)}` shares no history with the target", hint)


def _opened(
    repository: Repository,
    spec: Spec,
    *,
    base: str | None,
    tip: str | None,
    tree: str,
    skipped: tuple[Skipped, ...] = (),
) -> ChangeSet:
    base_tree = repository.tree(base) if base else repository.empty_tree
    head_tree = repository.tree(tree)
    changes, missing = read_changes(repository, base_tree, head_tree)
    return ChangeSet(
        name=spec.name,
        base=base,
        head=tip if tip and repository.tree(tip) == head_tree else None,
        tip=tip,
        base_tree=base_tree,
        head_tree=head_tree,
        changes=changes,
        skipped=(*skipped, *missing),
    )


def read_changes(
    repository: Repository, old: str, new: str, *, lines: bool = True
) -> tuple[tuple[Change, ...], tuple[Skipped, ...]]:
    """Returns the changes between two trees; without content where some of it is not here.

    Args:
        repository: where both are.
        old: id of a tree.
        new: likewise.
        lines: with hunks, numbers of lines, and whether a file is binary.
    """
    try:
        return parse_diff(repository.diff_trees(old, new, lines=lines)), ()
    except GitError:
        changes = parse_diff(repository.diff_trees(old, new, content=False))
    reason = (
        "the partial clone lacks some of their content, and nothing is fetched unasked"
        if repository.is_partial
        else "some of their content is lost or damaged: `git fsck` names it"
    )
    return changes, (Skipped(what="lines and renames", reason=reason),)


def message_of(repository: Repository, change: ChangeSet) -> str:
    """Returns the message of one commit, or those of a line of commits, oldest first."""
    base, head = change.base, change.tip
    if head is None or head == base:
        return ""
    one = base is None or repository.find_commit(f"{head}^1") == base
    selection = ("--no-walk", head) if one else ("--reverse", "--no-merges", f"{base}..{head}")
    asked = ("log", "--no-show-signature", "--encoding=UTF-8", "--format=%B", *selection)
    return repository.run(*asked).stdout.decode("utf-8", "replace").strip()
