"""Finds the branches that may be siblings of a change: work that is neither its own nor landed."""

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.changes import ChangeSet, Skipped
from agentguard.analyzer.printable import printable
from agentguard.analyzer.specs import Spec, SpecKind
from agentguard.analyzer.target import Target

MOST_SIBLINGS = 100
_PLACES = ("refs/heads/", "refs/remotes/", "refs/pull/")


class Branch(NamedTuple):
    """A reference: its full name, and the commit that it names."""

    reference: str
    commit: str

    @property
    def short(self) -> str:
        """The name as people write it: without `refs/heads/` or `refs/remotes/`, of the rest without `refs/`."""
        return self.reference.removeprefix("refs/heads/").removeprefix("refs/remotes/").removeprefix("refs/")

    @property
    def plain(self) -> str:
        """The name without that of its remote, whose names are taken to have no slash."""
        place = "refs/remotes/"
        return self.short.partition("/")[2] if self.reference.startswith(place) else self.short

    def matches(self, glob: str) -> bool:
        """Tells whether a glob names it."""
        names = self.short, self.reference
        return any(fnmatchcase(name, glob) or name.startswith(f"{glob}/") for name in names)


def find_siblings(
    repository: Repository, globs: Sequence[str], change: ChangeSet, target: Target | None
) -> tuple[tuple[Spec, ...], tuple[Skipped, ...]]:
    """Returns the branches that globs name, newest first, but for what is no sibling.

    That is the target, what the target or the change contains already, the change's own branch wherever else it is,
    and a second name of one commit.

    Args:
        repository: where they are.
        globs: matched with the full and the short name of each reference; as in `git log --branches`, `*` crosses
            slashes, and a name without a wildcard stands for all below it, too.
        change: the change.
        target: the branch that it will land on.

    Raises:
        AgentguardError: a glob is empty.
    """
    if not all(globs):
        hint = "`feature/*` are branches, `origin/*` those of a remote, `pull/*/head` pull requests"
        raise AgentguardError("`--siblings` names no branches", hint)
    found = list(_unlanded(repository, globs, change, target)) if globs else []
    skipped = [
        Skipped(what=f"siblings `{printable(glob)}`", reason="no branch of this name has anything that has not landed")
        for glob in globs
        if not any(branch.matches(glob) for branch in found)
    ]
    if len(found) > MOST_SIBLINGS:
        reason = f"only the newest {MOST_SIBLINGS} are compared; a narrower glob names fewer"
        skipped.append(Skipped(what=f"{len(found) - MOST_SIBLINGS:,} of {len(found):,} siblings", reason=reason))
    chosen = found[:MOST_SIBLINGS]
    specs = (Spec(name=branch.short, kind=SpecKind.REVISION, value=branch.commit) for branch in chosen)
    return tuple(specs), tuple(skipped)


def _unlanded(
    repository: Repository, globs: Sequence[str], change: ChangeSet, target: Target | None
) -> Iterator[Branch]:
    """Yields each commit once, under its first name."""
    own = set(_own_names(repository, change, target))
    contained = [f"--no-merged={commit}" for commit in (target and target.commit, change.tip) if commit]
    asked = ("for-each-ref", "--sort=-committerdate", "--format=%(refname)%00%(objectname)%00%(symref)", *contained)
    seen: set[str] = set()
    for line in repository.run(*asked, *_PLACES).text.splitlines():
        name, commit, symbolic = line.split("\0")
        branch = Branch(name, commit)
        if symbolic or commit in seen or branch.plain in own:
            continue
        if any(map(branch.matches, globs)):
            seen.add(commit)
            yield branch


def _own_names(repository: Repository, change: ChangeSet, target: Target | None) -> Iterator[str]:
    """Yields the plain names of the change's branch and of the target, of which a remote may have another state."""
    for commit, name in ((change.tip, change.name), (target and target.commit, target and target.name)):
        if commit:
            listed = repository.run("for-each-ref", f"--points-at={commit}", "--format=%(refname)", *_PLACES)
            branches = (Branch(reference, commit) for reference in listed.text.splitlines())
            yield from (branch.plain for branch in branches if name in {branch.short, branch.reference})
    head = repository.run("symbolic-ref", "--quiet", "--short", "HEAD", ok=(0, 1, 128))
    if head.code == 0 and change.tip is not None and change.tip == repository.find_commit("HEAD"):
        yield head.text
