"""Opens a change among what it may meet: what landed on the target without it, and its siblings."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property

from agentguard.analyzer.changesets import message_of, open_changes, read_changes
from agentguard.analyzer.footprint.build import read_skipped
from agentguard.analyzer.footprint.work import Work
from agentguard.analyzer.gather.change import Subject, subject_of
from agentguard.analyzer.gather.parallel.beside import Beside
from agentguard.analyzer.gather.parallel.siblings import find_siblings
from agentguard.analyzer.gather.settings import Settings
from agentguard.analyzer.git.quarantine import Quarantine
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.changes import ChangeSet, Skipped
from agentguard.analyzer.model.findings import Side
from agentguard.analyzer.model.overlap import Overlap
from agentguard.analyzer.model.value import dataclass, replace
from agentguard.analyzer.sources import both_sides
from agentguard.analyzer.specs import Spec

# Of contents that many siblings have in common; parsed they take some 25 times that.
_REMEMBERED_BYTES = 8_000_000


class Field:
    """A change, and the pieces of work that it is held against; valid while it is open.

    Attributes:
        subject: the change.
        skipped: what was not compared, and why; filled as overlaps are asked for.
    """

    def __init__(self, held: Quarantine, subject: Subject, siblings: Sequence[ChangeSet], settings: Settings) -> None:
        self.subject = subject
        self.skipped: list[Skipped] = []
        self._held = held
        self._siblings = siblings
        self._settings = settings

    @cached_property
    def own(self) -> Subject:
        """The change as its author made it: the branch, where the change is git's merge of a branch with the target."""
        return _branch_of_merge(self._held, self.subject, self._settings) or self.subject

    def overlaps(self, beside: Beside | None) -> tuple[Overlap | None, tuple[Overlap, ...]]:
        """Returns where the change meets the target, if anything landed there, and where it meets each sibling."""
        siblings = list(self._works())
        works = [self.own.work, *([beside.work] if beside is not None else []), *siblings]
        if len(works) < 2:
            return None, ()
        from agentguard.analyzer.gather.parallel.overlap import Arena  # noqa: PLC0415 - 20 ms that a lone change need not pay

        target = self._settings.target
        trusted = target.commit if target is not None else None
        arena = Arena(self._held, works, self.subject.store, self._settings.config, trusted=trusted)
        found = list(arena.overlaps([(0, other) for other in range(1, len(works))], sides=(Side.HEAD, Side.B)))
        self.skipped += arena.skipped
        for work in siblings:
            skipped = read_skipped(work.change, work.old, work.new)
            self.skipped += [replace(one, what=f"{work.name}: {one.what}") for one in skipped]
        return (found[0], tuple(found[1:])) if beside is not None else (None, tuple(found))

    def _works(self) -> Iterator[Work]:
        change, repository, store = self.own.change, self._held.repository, self.subject.store
        for sibling in self._siblings:
            if (sibling.base_tree, sibling.head_tree) == (change.base_tree, change.head_tree):
                self.skipped.append(Skipped(what=sibling.name, reason="it is the change itself"))
            else:
                yield Work(sibling, *both_sides(repository, sibling, max_bytes=store.max_bytes, store=store))


def _branch_of_merge(held: Quarantine, subject: Subject, settings: Settings) -> Subject | None:
    """Returns the branch of which a change is git's own merge with the target, None where it is none.

    That is what CI checks out for a pull request. As a change it is all on top of the target, so that nothing seems to
    have landed beside it. A merge that somebody mended is left alone: it holds what he knew of both sides.
    """
    change, repository = subject.change, subject.repository
    if change.head is None or change.base is None or settings.target is None:
        return None
    parents = _parents(repository, change.head)
    if len(parents) != 2 or parents[0] != change.base:
        return None
    base = repository.merge_base(change.base, parents[1])
    merged = next(iter(held.merge_all([(change.base, parents[1])], {})), None)
    if base is None or merged is None or not merged.clean or merged.tree != change.head_tree:
        return None
    tree, branch_tree = repository.tree(base), repository.tree(parents[1])
    changes, missing = read_changes(repository, tree, branch_tree)
    branch = replace(
        change,
        base=base,
        head=parents[1],
        tip=parents[1],
        base_tree=tree,
        head_tree=branch_tree,
        changes=changes,
        skipped=missing,
    )
    old, new = both_sides(repository, branch, max_bytes=subject.store.max_bytes, store=subject.store)
    return replace(subject, change=branch, old=old, new=new, work=Work(branch, old, new))


def _parents(repository: Repository, commit: str) -> list[str]:
    head, _, _ = (repository.objects.read(commit) or b"").partition(b"\n\n")
    return [line[7:].decode("ascii", "replace") for line in head.split(b"\n") if line.startswith(b"parent ")]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiblingChoice:
    """Which other work a change is held against: `specs` name some, `globs` branches."""

    specs: tuple[Spec, ...] = ()
    globs: tuple[str, ...] = ()


@contextmanager
def open_field(
    repository: Repository, spec: Spec, siblings: SiblingChoice, settings: Settings, *, stdin: Callable[[], bytes]
) -> Iterator[Field]:
    """Opens a change with its siblings.

    Args:
        repository: where the SPECs were read.
        spec: the change.
        siblings: what else to open.
        settings: the target and the settings.
        stdin: yields the patch where a SPEC is `-`.

    Raises:
        AgentguardError: a SPEC cannot be opened, or a glob can match nothing.
    """
    target = settings.target.commit if settings.target else None
    with open_changes(repository, (spec, *siblings.specs), target=target, read_stdin=stdin) as opened:
        change, *named = opened.changes
        change = replace(change, message=message_of(opened.held.repository, change))
        found, skipped = find_siblings(repository, siblings.globs, change, settings.target)
        known = {other.head for other in named}
        found = tuple(one for one in found if one.value not in known)
        # Branches are commits, which are read without a quarantine of their own.
        with open_changes(repository, found, target=target, read_stdin=stdin, leave_out=True) as others:
            remembered = _REMEMBERED_BYTES if named or found else None
            subject = subject_of(opened.held.repository, change, settings.config, most_bytes=remembered)
            field = Field(opened.held, subject, (*named, *others.changes), settings)
            field.skipped += (*skipped, *others.skipped)
            yield field
