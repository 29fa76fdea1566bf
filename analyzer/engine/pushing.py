"""May commits be pushed?"""

from collections.abc import Iterable, Iterator

from agentguard.analyzer.engine.check import CheckRequest, check
from agentguard.analyzer.engine.selecting import rules_or_usual
from agentguard.analyzer.gather.settings import Settings
from agentguard.analyzer.git.repository import UNSHALLOW, Repository
from agentguard.analyzer.model.changes import Skipped
from agentguard.analyzer.model.findings import CheckReport
from agentguard.analyzer.model.value import dataclass
from agentguard.analyzer.printable import printable
from agentguard.analyzer.target import Target

PUSH_RULES = ("AG203", "AG206")
# Review servers take changes for a branch under names of their own.
_BRANCHES = ("refs/heads/", "refs/for/")
# Who pushes more branches at once mirrors a repository.
_MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PushedRef:
    """One reference that is about to be pushed.

    Attributes:
        remote_ref: its full name on the other side.
        local: id of what it will point at, None where it is deleted.
        remote: id of what it points at there, None where it is new.
    """

    remote_ref: str
    local: str | None
    remote: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PushedBranch:
    """A branch of a push, judged; `report` is None where it was not looked at, and `skipped` says why."""

    name: str
    report: CheckReport | None = None
    skipped: Skipped | None = None


def judge_push(
    repository: Repository, settings: Settings, refs: Iterable[PushedRef], select: tuple[str, ...]
) -> Iterator[PushedBranch]:
    """Judges the branches of a push one by one; tags, deletions and what is there already have nothing to judge.

    A branch is judged from where it left the target. What is pushed to the target itself is judged from what the other
    side has there: a forced push that takes away what others have landed shows as that.

    Args:
        repository: where to look.
        settings: the target and the settings.
        refs: as git tells them.
        select: codes, names or prefixes of rules; empty = those of a push.

    Raises:
        AgentguardError: a rule names nothing, git failed, or history is cut.
    """
    codes = tuple(rule.code for rule in rules_or_usual(settings.config, select, PUSH_RULES))
    seen: set[tuple[str, str | None]] = set()
    for ref in refs:
        commit = repository.find_commit(ref.local) if ref.local is not None else None
        if not codes or commit is None or commit == ref.remote or not ref.remote_ref.startswith(_BRANCHES):
            continue
        base = ref.remote if settings.target is None or _is_target(ref.remote_ref, settings.target) else None
        if (commit, base) in seen:
            continue
        seen.add((commit, base))
        name = printable(ref.remote_ref)
        reason = f"more than {_MOST} branches are pushed at once" if len(seen) > _MOST else ""
        reason = reason or _why_not(repository, settings.target, commit, base)
        if reason:
            yield PushedBranch(name=name, skipped=Skipped(what=name, reason=reason))
        elif base is not None or _is_ahead(repository, settings.target, commit):
            spec = f"rev:{commit}" if base is None else f"{base}..{commit}"
            report = check(repository, CheckRequest(spec=spec, base=base, select=codes), stdin=bytes)
            yield PushedBranch(name=name, report=report)


def _why_not(repository: Repository, target: Target | None, commit: str, base: str | None) -> str:
    """Returns why a branch cannot be judged; empty where it can, or there is nothing to judge."""
    if base is not None:
        here = repository.find_commit(base) is not None
        return "" if here else "what the other side has is not here: `git fetch` gets it"
    if target is None or repository.merge_base(target.commit, commit) is not None:
        return ""
    cut = f" (shallow clone: {UNSHALLOW})" if repository.shallow_boundary else ""
    return f"it shares no history with {printable(target.name)}{cut}"


def _is_ahead(repository: Repository, target: Target | None, commit: str) -> bool:
    """Tells whether a branch has anything that the target has not."""
    return target is not None and repository.merge_base(target.commit, commit) != commit


def _is_target(remote_ref: str, target: Target) -> bool:
    return remote_ref == f"refs/heads/{target.name.removeprefix('origin/')}"
