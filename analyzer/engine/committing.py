"""May a commit be made?"""

from collections.abc import Sequence
from time import perf_counter

from agentguard.analyzer.engine.judging import judge
from agentguard.analyzer.engine.selecting import rules_or_usual
from agentguard.analyzer.gather.change import Subject
from agentguard.analyzer.gather.progress import Progress, parents_and_message, read_progress
from agentguard.analyzer.gather.settings import Settings
from agentguard.analyzer.gather.situation import Situation
from agentguard.analyzer.gather.staged import open_staged, open_tree
from agentguard.analyzer.git.quarantine import Quarantine
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.findings import CheckReport
from agentguard.analyzer.model.journal import GitProcess, Journal, Session
from agentguard.analyzer.model.rules import Rule
from agentguard.analyzer.model.value import dataclass, replace

COMMIT_RULES = ("AG101", "AG102", "AG104", "AG105", "AG106", "AG206", "AG305")
# A commit that is made of earlier ones, or that lands a branch whose commits have been judged, is no sweep.
_OF_FRESH_WORK = frozenset({"AG102"})
_STAGING = "staging"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitRequest:
    """The commit that is about to be made.

    Attributes:
        select: codes, names or prefixes of rules; empty = those of a commit.
        journal: that of the worktree, None where there is none.
        session: who commits, None for a person or where nobody knows.
        committing: the git process that makes it, None where nobody knows.
    """

    select: tuple[str, ...] = ()
    journal: Journal | None = None
    session: Session | None = None
    committing: GitProcess | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What was found in a commit that is about to be made; `tree` is what it will hold, None for a merge."""

    report: CheckReport
    tree: str | None = None


def judge_commit(held: Quarantine, settings: Settings, request: CommitRequest) -> Judgement:
    """Judges what is staged as the commit that git is about to make of it.

    Args:
        held: a quarantine on top of the repository as the hook sees it, with the index of this very commit.
        settings: the target and the settings.
        request: who commits, and how.

    Raises:
        AgentguardError: a rule names nothing, or git failed.
    """
    progress = read_progress(held.repository, request.committing)
    rules = _rules(settings, request, is_again=progress.is_again)
    subject = open_staged(held, settings.config, parent=progress.parent, message=progress.message)
    if progress.merging:
        return Judgement(report=_concluded(held, subject, settings, rules, request, progress))
    tree = subject.change.head_tree
    # Where only the message is made anew, there is nothing to judge.
    is_reworded = progress.amends and progress.head is not None and tree == held.repository.tree(progress.head)
    amended = progress.head if progress.parent != progress.head else None
    report = _report(subject, settings, () if is_reworded else rules, _situation(request, progress.message, amended))
    return Judgement(report=report, tree=tree)


def _concluded(
    held: Quarantine,
    subject: Subject,
    settings: Settings,
    rules: Sequence[Rule],
    request: CommitRequest,
    progress: Progress,
) -> CheckReport:
    """Judges the commit that concludes a merge: the merge, and what was staged beside what it brings."""
    from agentguard.analyzer.engine.merging import judge_merge  # noqa: PLC0415 - seldom

    of_staging = [rule for rule in rules if _STAGING in rule.needs]
    staged = _report(subject, settings, of_staging, _situation(request, progress.message, None))
    merge = judge_merge(held.origin, settings, rules, progress.merging)
    return replace(merge, findings=(*staged.findings, *merge.findings), skipped=(*staged.skipped, *merge.skipped))


def judge_made(repository: Repository, settings: Settings, request: CommitRequest, commit: str) -> CheckReport:
    """Judges a commit that git has made, before a branch points to it; of a merge there is nothing to judge here.

    Args:
        repository: opened inside the hook.
        settings: the target and the settings.
        request: who commits, and how.
        commit: its id.

    Raises:
        AgentguardError: a rule names nothing, or git failed.
    """
    parents, message = parents_and_message(repository, commit)
    rules = _rules(settings, request, is_again=read_progress(repository, request.committing).is_again)
    parent = parents[0] if parents else None
    subject = open_tree(repository, settings.config, repository.tree(commit), parent=parent, message=message)
    return _report(subject, settings, rules if len(parents) < 2 else (), _situation(request, message, None))


def _situation(request: CommitRequest, message: str, amended: str | None) -> Situation:
    return Situation(
        is_staged=True,
        journal=request.journal,
        session=request.session,
        committing=request.committing,
        message=message,
        amended=amended,
        is_quick=True,
    )


def _report(subject: Subject, settings: Settings, rules: Sequence[Rule], situation: Situation) -> CheckReport:
    started = perf_counter()
    change = subject.change
    findings, skipped = judge(subject, settings, rules, commits=(), situation=situation)
    return CheckReport(
        target=settings.target.name if settings.target else None,
        base=change.base,
        head=None,
        findings=findings,
        skipped=skipped,
        files=len(change.changes),
        seconds=perf_counter() - started,
    )


def _rules(settings: Settings, request: CommitRequest, *, is_again: bool) -> Sequence[Rule]:
    rules = rules_or_usual(settings.config, request.select, COMMIT_RULES)
    return [rule for rule in rules if not (is_again and rule.code in _OF_FRESH_WORK)]
