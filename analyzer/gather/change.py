"""Opens the change that a run is about, with the sources of both sides."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from agentguard.analyzer.changesets import open_change
from agentguard.analyzer.gather.settings import Settings
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.changes import ChangeSet
from agentguard.analyzer.sources import Sources
from agentguard.analyzer.specs import Spec, SpecKind, read_spec


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A change with both of its trees; `repository` can read them while the subject is open."""

    repository: Repository
    change: ChangeSet
    old: Sources
    new: Sources


@contextmanager
def open_subject(
    repository: Repository, spec: Spec, settings: Settings, *, stdin: Callable[[], bytes]
) -> Iterator[Subject]:
    """Opens what a SPEC names."""
    target = settings.target.commit if settings.target else None
    with open_change(repository, spec, target=target, read_stdin=stdin) as opened:
        limit = settings.config.max_parse_bytes
        yield Subject(
            repository=opened.repository,
            change=opened.change,
            old=Sources(opened.repository, opened.change.base_tree, max_bytes=limit),
            new=Sources(opened.repository, opened.change.head_tree, max_bytes=limit),
        )


def current_worktree(repository: Repository) -> Spec:
    """Names the worktree that a run was started in; in a bare repository its `HEAD`."""
    if repository.root is None:
        return read_spec(repository, "rev:HEAD")
    return Spec(name=str(repository.root), kind=SpecKind.DIRECTORY, value=str(repository.root))


def current_index(repository: Repository) -> Spec:
    """Names the branch that a run was started on with what is staged; in a bare repository its `HEAD`."""
    if repository.root is None:
        return read_spec(repository, "rev:HEAD")
    return Spec(name="index", kind=SpecKind.INDEX, value="")
