"""What a change writes and reads."""

from collections.abc import Callable

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.footprint.build import read_footprint
from agentguard.analyzer.gather.change import current_index, current_worktree, open_subject
from agentguard.analyzer.gather.settings import load_settings
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.footprint import Footprint
from agentguard.analyzer.specs import Spec, read_spec


def footprint(
    repository: Repository, *, spec: str | None, base: str | None, staged: bool, stdin: Callable[[], bytes]
) -> Footprint:
    """Returns what a change really writes and reads.

    Args:
        repository: where to look.
        spec: the change, None for the current worktree.
        base: a revision that takes the place of the target.
        staged: only what is staged, on top of HEAD.
        stdin: yields the patch where the SPEC is `-`.

    Raises:
        AgentguardError: the SPEC or the base names nothing, or history is cut.
    """
    if staged and spec is not None:
        raise AgentguardError("a SPEC and `--staged` exclude each other", "`--staged` is about the current index")
    if staged and repository.root is None:
        hint = "`agentguard footprint REV` shows what a branch or a commit holds"
        raise AgentguardError("nothing can be staged in a bare repository", hint)
    settings = load_settings(repository, base="HEAD" if staged and base is None else base)
    with open_subject(repository, _spec(repository, spec, staged=staged), settings, stdin=stdin) as subject:
        return read_footprint(subject.change, subject.old, subject.new)


def _spec(repository: Repository, spec: str | None, *, staged: bool) -> Spec:
    if spec is not None:
        return read_spec(repository, spec)
    return current_index(repository) if staged else current_worktree(repository)
