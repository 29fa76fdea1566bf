"""Names the landed commit that a finding on the target is about."""

from collections.abc import Container, Iterable, Iterator

from agentguard.analyzer.errors import GitError
from agentguard.analyzer.gather.parallel.beside import Beside
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.findings import Finding, Related, Severity, Sibling, Side
from agentguard.analyzer.model.landed import LandedCommit
from agentguard.analyzer.model.value import replace
from agentguard.analyzer.printable import printable

# Each asks git once; what is left names the newest commit that touched the file.
_MOST_ASKED = 20
_SHORT = 10
_SUBJECT = 72


def blamed(
    repository: Repository, findings: Iterable[Finding], rules: Container[str], beside: Beside
) -> Iterator[Finding]:
    """Yields findings; those on the target's own work name the commit that did it, in place of the target's tip.

    Of notes, which are many and seldom read, nobody asks for more than the newest commit that touched the file.

    Args:
        repository: where the target is.
        findings: what rules found on a change.
        rules: codes of those that hold two pieces of work against each other.
        beside: what landed without it.
    """
    blame = _Blame(repository, beside)
    for finding in findings:
        sibling = finding.sibling
        if finding.rule not in rules or sibling is None:
            yield finding
            continue
        places = [(number, place) for number, place in enumerate(finding.related) if place.side is Side.B]
        number, place = places[0] if places else (None, None)
        where = finding.location if place is None else place
        line = where.line if where is not None and finding.severity is not Severity.NOTE else None
        commit = blame.commit_of(where.path, line) if where is not None else None
        if commit is None:
            yield finding
            continue
        related = tuple(_told(one, commit) if at == number else one for at, one in enumerate(finding.related))
        yield replace(finding, sibling=Sibling(name=sibling.name, commit=commit.id), related=related)


def _told(place: Related, commit: LandedCommit) -> Related:
    return replace(place, note=f'{place.note}, by {commit.id[:_SHORT]} "{printable(commit.subject[:_SUBJECT])}"')


class _Blame:
    """Tells which landed commit a line of the target is from."""

    def __init__(self, repository: Repository, beside: Beside) -> None:
        self._repository = repository
        self._beside = beside
        self._asked = 0

    def commit_of(self, path: str, line: int | None) -> LandedCommit | None:
        """Returns the commit that last changed a line, or the file where that cannot be told."""
        commits = self._beside.commits.get(path, ())
        if len(commits) > 1 and line is not None and self._asked < _MOST_ASKED:
            self._asked += 1
            found = self._ask(path, line)
            return next((commit for commit in commits if commit.id == found), commits[0])
        return commits[0] if commits else None

    def _ask(self, path: str, line: int) -> str | None:
        asked = ("blame", "--porcelain", "--no-textconv", f"-L{line},{line}")
        span = f"{self._beside.base}..{self._beside.target.commit}"
        try:
            answer = self._repository.isolated.run(*asked, span, "--", path)
        except GitError:  # git knows no such line, or lacks a commit
            return None
        return answer.text.partition(" ")[0]
