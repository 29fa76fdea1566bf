"""Finds the branch that changes land on."""

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.value import dataclass

_USUAL = ("main", "master")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The branch that changes land on, and its tip."""

    name: str
    commit: str


def find_target(repository: Repository, configured: str | None = None) -> Target | None:
    """Returns the configured branch; else the local branch of `origin/HEAD`; else `main` or `master`.

    Where the branch is not there locally, as in a checkout made by CI, that of `origin` is taken.

    Raises:
        AgentguardError: a configured branch does not exist.
    """
    if configured is not None:
        return Target(name=configured, commit=_existing(repository, configured))
    for name in (*_default_of_origin(repository), *_USUAL):
        for reference in (f"refs/heads/{name}", f"refs/remotes/origin/{name}"):
            commit = repository.find_commit(reference)
            if commit is not None:
                return Target(name=reference.removeprefix("refs/heads/").removeprefix("refs/remotes/"), commit=commit)
    return None


def named_target(repository: Repository, revision: str) -> Target | None:
    """Returns the target that a revision stands for; None for a `HEAD` on which there is no commit yet.

    Raises:
        AgentguardError: the revision names no commit.
    """
    commit = repository.find_commit(revision) if revision == "HEAD" else repository.commit(revision)
    return Target(name=revision, commit=commit) if commit is not None else None


def _default_of_origin(repository: Repository) -> tuple[str, ...]:
    answer = repository.run("symbolic-ref", "--quiet", "refs/remotes/origin/HEAD", ok=(0, 1, 128))
    return (answer.text.removeprefix("refs/remotes/origin/"),) if answer.code == 0 else ()


def _existing(repository: Repository, name: str) -> str:
    for revision in (f"refs/heads/{name}", f"refs/remotes/{name}", f"refs/remotes/origin/{name}"):
        commit = repository.find_commit(revision)
        if commit is not None:
            return commit
    try:
        return repository.commit(name)
    except AgentguardError as error:
        raise AgentguardError(f"the configured target: {error.message}", error.hint) from error
