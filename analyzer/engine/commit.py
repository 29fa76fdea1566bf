"""Does everything in this past commit belong to it?"""

from collections.abc import Sequence

from agentguard.analyzer.engine.summary import summary_of
from agentguard.analyzer.gather.change import Subject, subject_of
from agentguard.analyzer.gather.facts import gather_facts
from agentguard.analyzer.gather.history.hindsight import hindsight
from agentguard.analyzer.gather.splits import change_of_commit
from agentguard.analyzer.gather.undone import undone_by_merge
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.history import past_of
from agentguard.analyzer.model.changes import ChangeSet, Skipped
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.findings import CommitReport, Finding
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.rules import Facts, PathHistory, Rule
from agentguard.analyzer.model.topic import TopicSplit, Verdict
from agentguard.analyzer.model.value import replace
from agentguard.analyzer.rules.selection import apply_suppressions, run_rules
from agentguard.analyzer.topic import Surroundings, split_by_content


def audit_commit(
    repository: Repository, *, commit: str, target: str | None, config: Config, rules: Sequence[Rule]
) -> CommitReport:
    """Classifies one past commit, of any size, by its content and by what the project made of it later.

    Args:
        repository: where it is.
        commit: a revision.
        target: id of the commit at which the later history ends; None for that of `HEAD`.
        config: the settings.
        rules: the selected ones.

    Raises:
        AgentguardError: there is no such commit, or its parent is missing because history is cut.
    """
    name = repository.commit(commit)
    repository.require_parents(name)
    record = next(repository.log("--no-walk", name))
    change = change_of_commit(repository, record)
    subject = subject_of(repository, change, config)
    tip = target or repository.find_commit("HEAD")
    history = _later(repository, record, tip)
    split = _split(subject, record, history)
    findings: tuple[Finding, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    if split.verdict is Verdict.MERGE:
        findings = _findings_on_merge(repository, record, config, rules)
    elif split.verdict is not Verdict.ROOT:
        facts = gather_facts(subject, config, rules, mainline=tip)
        told = facts.path_history and _joined(facts.path_history, history)
        found, skipped = run_rules(rules, replace(facts, split=split, commit=name, path_history=told))
        findings = apply_suppressions(found, config, record.message)
    summary = summary_of(record, files=len(change.changes))
    return CommitReport(commit=summary, split=split, findings=findings, skipped=(*skipped, *change.skipped))


def _findings_on_merge(
    repository: Repository, commit: CommitRecord, config: Config, rules: Sequence[Rule]
) -> tuple[Finding, ...]:
    """Judges what a merge drops of its sides; the files that it brings are its parents' affair."""
    of_undone = [rule for rule in rules if rule.needs == {"undone"}]
    if not of_undone:
        return ()
    facts = Facts(config=config, commit=commit.id, undone=undone_by_merge(repository, commit))
    found, _ = run_rules(of_undone, facts)
    return apply_suppressions(found, config, commit.message)


def _later(repository: Repository, commit: CommitRecord, tip: str | None) -> PathHistory:
    """Reads what came of a commit's files; merges and roots are not judged, so nobody asks."""
    return hindsight(repository, commit, tip) if tip is not None and len(commit.parents) == 1 else PathHistory()


def _split(subject: Subject, commit: CommitRecord, history: PathHistory) -> TopicSplit:
    if len(commit.parents) != 1:
        return _unsplit(subject.change, commit)
    past = past_of(subject.repository, commit.id)
    around = Surroundings(past=past, recent=past.recent_of(commit.email), history=history)
    return split_by_content(subject.change, around, subject.old, subject.new)


def _joined(own: PathHistory, later: PathHistory) -> PathHistory:
    return replace(own, ignored=own.ignored | later.ignored, removed=later.removed)


def _unsplit(change: ChangeSet, commit: CommitRecord) -> TopicSplit:
    verdict, reason = (
        (Verdict.MERGE, "it has several parents") if commit.parents else (Verdict.ROOT, "it has no parent")
    )
    return TopicSplit(verdict=verdict, reason=reason, on_topic=tuple(sorted(one.path for one in change.changes)))
