"""Finds the branch that changes land on."""

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.value import dataclass

_LOCAL, _ORIGIN = "refs/heads/", "refs/remotes/origin/"
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
    commits, default = _candidates(repository)
    for name in dict.fromkeys((*([default] if default else []), *_USUAL)):
        for reference in (f"{_LOCAL}{name}", f"{_ORIGIN}{name}"):
            commit = commits.get(reference)
            if commit is None and name not in _USUAL:
                commit = repository.find_commit(reference)
            if commit is not None:
                return Target(name=reference.removeprefix(_LOCAL).removeprefix("refs/remotes/"), commit=commit)
    return None


def named_target(repository: Repository, revision: str) -> Target | None:
    """Returns the target that a revision stands for; None for a `HEAD` on which there is no commit yet.

    Raises:
        AgentguardError: the revision names no commit.
    """
    commit = repository.find_commit(revision) if revision == "HEAD" else repository.commit(revision)
    return Target(name=revision, commit=commit) if commit is not None else None


def _candidates(repository: Repository) -> tuple[dict[str, str], str | None]:
    """Asks at once for the commits of the usual branches, and for the name of the default branch of `origin`."""
    usual = [f"{place}{name}" for place in (_LOCAL, _ORIGIN) for name in _USUAL]
    shape = "--format=%(refname)%00%(objecttype)%00%(objectname)%00%(symref)"
    commits, default = {}, None
    for line in repository.run("for-each-ref", shape, f"{_ORIGIN}HEAD", *usual).text.splitlines():
        reference, kind, name, symbolic = line.split("\0")
        if reference == f"{_ORIGIN}HEAD":
            default = symbolic.removeprefix(_ORIGIN) or None
        elif kind == "commit":
            commits[reference] = name
    return commits, default


def _existing(repository: Repository, name: str) -> str:
    for revision in (f"refs/heads/{name}", f"refs/remotes/{name}", f"refs/remotes/origin/{name}"):
        commit = repository.find_commit(revision)
        if commit is not None:
            return commit
    try:
        return repository.commit(name)
    except AgentguardError as error:
        raise AgentguardError(f"the configured target: {error.message}", error.hint) from error
