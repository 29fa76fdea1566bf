"""Opens the change that a run is about, with the sources of both sides."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from agentguard.analyzer.changesets import open_change, read_changes
from agentguard.analyzer.footprint.work import Work
from agentguard.analyzer.gather.settings import Settings
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.changes import ChangeSet
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.value import dataclass, replace
from agentguard.analyzer.sources import Sources, Store, both_sides
from agentguard.analyzer.specs import Spec, SpecKind, read_spec


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A change with both of its trees; `repository` can read them while the subject is open.

    Attributes:
        work: the same as a piece of work, whose symbols are told on demand.
        store: the files of both trees, to be shared with others of the repository.
        has_lines: whether the change was read with its lines.
    """

    repository: Repository
    change: ChangeSet
    old: Sources
    new: Sources
    work: Work
    store: Store
    has_lines: bool = True

    def with_lines(self) -> "Subject":
        """Returns the same change with its lines, and with what git calls binary."""
        if self.has_lines:
            return self
        change = self.change
        changes, _ = read_changes(self.repository, change.base_tree, change.head_tree)
        change = replace(change, changes=changes)
        return replace(self, change=change, work=Work(change, self.old, self.new), has_lines=True)


@contextmanager
def open_subject(
    repository: Repository, spec: Spec, settings: Settings, *, stdin: Callable[[], bytes]
) -> Iterator[Subject]:
    """Opens what a SPEC names."""
    target = settings.target.commit if settings.target else None
    with open_change(repository, spec, target=target, read_stdin=stdin) as opened:
        yield subject_of(opened.repository, opened.change, settings.config)


def subject_of(
    repository: Repository,
    change: ChangeSet,
    config: Config,
    *,
    most_bytes: int | None = None,
    has_lines: bool = True,
) -> Subject:
    """Takes a change together with the sources of both sides.

    Args:
        repository: where both trees are.
        change: the change.
        config: the settings.
        most_bytes: how much content to remember, None = all.
        has_lines: whether the change was read with its lines.
    """
    store = Store(repository, max_bytes=config.max_parse_bytes, most_bytes=most_bytes)
    old, new = both_sides(repository, change, max_bytes=config.max_parse_bytes, store=store)
    work = Work(change, old, new)
    return Subject(repository=repository, change=change, old=old, new=new, work=work, store=store, has_lines=has_lines)


def current_worktree(repository: Repository) -> Spec:
    """Names the worktree that a run was started in; in a bare repository its `HEAD`."""
    if repository.root is None:
        return read_spec(repository, "rev:HEAD")
    return Spec(name=str(repository.root), kind=SpecKind.DIRECTORY, value=str(repository.root))


def current_index(repository: Repository) -> Spec:
    """Names the branch that a run was started on with what is staged; in a bare repository its `HEAD`."""
    if repository.root is None:
        return read_spec(repository, "rev:HEAD")
    branch = repository.run("symbolic-ref", "--quiet", "--short", "HEAD", ok=(0, 1))
    return Spec(name=branch.text if branch.code == 0 else "HEAD", kind=SpecKind.INDEX, value="")
