"""Which past commits swept in what did not belong to them?"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from time import perf_counter

from agentguard.analyzer.agents import agent_of
from agentguard.analyzer.changesets import UNSHALLOW
from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.gather.additions import Addition
from agentguard.analyzer.gather.candidates import split_by_content_of
from agentguard.analyzer.gather.change import Subject
from agentguard.analyzer.gather.facts import gather_facts
from agentguard.analyzer.gather.scan import Candidate, Scan
from agentguard.analyzer.gather.selection import select_commits
from agentguard.analyzer.gather.splits import change_of_commit, split_of_commit
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.history import past_of
from agentguard.analyzer.model.changes import Skipped
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.findings import AuditFinding, AuditReport, CommitReport, CommitSummary, Finding
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.rules import Facts, Rule
from agentguard.analyzer.model.topic import TopicSplit, Verdict
from agentguard.analyzer.rules.selection import apply_suppressions, run_rules
from agentguard.analyzer.sources import Sources

# What the log of a whole history tells; rules that need more are for `check` and single commits.
_OF_A_HISTORY = frozenset({"split", "added", "path_history"})
_NOT_JUDGED = frozenset({Verdict.MERGE, Verdict.ROOT})
_LAST_YEAR = 253_402_300_799


def audit(
    repository: Repository,
    *,
    range: Sequence[str] = (),  # noqa: A002 - the name that the command line gives it
    since: str | None = None,
    limit: int | None = None,
    jobs: int | None = None,
    config: Config,
    rules: Sequence[Rule],
    progress: Callable[[int], None] | None = None,
    deep: bool = False,
) -> AuditReport:
    """Judges past commits by what git's raw log tells of them, and those that look like sweeps by their content.

    Args:
        repository: where they are.
        range: revisions and ranges as `git rev-list` takes them; none = `HEAD`.
        since: leave out commits before this date.
        limit: the greatest number of commits.
        jobs: processes that look at content; None = one for each processor.
        config: the settings.
        rules: the selected ones; those that need more than a history tells are listed as skipped.
        progress: is told now and then how many commits have been judged.
        deep: look at the content of every commit of enough files, whatever its paths say.

    Raises:
        AgentguardError: the range names nothing, or there are no commits.
    """
    started = perf_counter()
    selection = select_commits(repository, range, since=since, limit=limit)
    scan = Scan(repository, selection, progress or _silent)
    run = _Audit(config, [rule for rule in rules if rule.needs <= _OF_A_HISTORY])
    candidates = run.read_history(scan, deep=deep)
    looked = perf_counter()
    run.read_candidates(repository, candidates, jobs)
    ended = perf_counter()
    return AuditReport(
        repository=repository.name,
        range=selection.range,
        commits=scan.commits,
        shallow=bool(repository.shallow_boundary),
        seconds=ended - started,
        findings=run.findings(),
        verdicts={verdict: scan.verdicts[verdict] + run.verdicts[verdict] for verdict in Verdict},
        skipped=(*_skipped_commits(scan), *_skipped_rules(rules)),
        first_date=_iso(scan.oldest) if scan.oldest is not None else None,
        last_date=_iso(scan.newest) if scan.newest is not None else None,
        candidates=len(candidates),
        candidate_seconds=ended - looked,
        by_agent=dict(scan.by_agent),
    )


def audit_commit(repository: Repository, *, commit: str, config: Config, rules: Sequence[Rule]) -> CommitReport:
    """Classifies one past commit, of any size, by its content.

    Raises:
        AgentguardError: there is no such commit, or its parent is missing because history is cut.
    """
    name = repository.commit(commit)
    if name in repository.shallow_boundary:
        raise AgentguardError(f"history is cut at {name[:12]}, its parent is not here", UNSHALLOW)
    record = next(repository.log("--no-walk", name))
    split = split_of_commit(repository, record, past_of(repository, name), config, always_deep=True)
    change = change_of_commit(repository, record)
    findings: tuple[Finding, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    if split.verdict not in _NOT_JUDGED:
        old, new = (
            Sources(repository, tree, max_bytes=config.max_parse_bytes) for tree in (change.base_tree, change.head_tree)
        )
        subject = Subject(repository=repository, change=change, old=old, new=new)
        found, skipped = run_rules(rules, replace(gather_facts(subject, config, rules), commit=name, split=split))
        findings = tuple(apply_suppressions(found, config, record.message))
    summary = replace(_summary(record), files=len(change.changes))
    return CommitReport(commit=summary, split=split, findings=findings, skipped=(*skipped, *change.skipped))


class _Audit:
    """What one audit found; it grows with that, not with the length of the history."""

    def __init__(self, config: Config, rules: Sequence[Rule]) -> None:
        self._config = config
        self._of_split = [rule for rule in rules if "split" in rule.needs]
        self._of_added = [rule for rule in rules if "split" not in rule.needs]
        self._found: list[tuple[int, CommitSummary, Finding]] = []
        self._splits: dict[str, TopicSplit] = {}
        self.verdicts: Counter[Verdict] = Counter()

    def read_history(self, scan: Scan, *, deep: bool) -> list[tuple[int, str]]:
        """Applies the rules that need no content, and returns number and id of the commits that need a look at it."""
        candidates = []
        for event in scan.events():
            match event:
                case Addition(number, commit, added, history):
                    facts = Facts(config=self._config, commit=commit.id, added=added, path_history=history)
                    self._judge(self._of_added, facts, number, commit)
                case Candidate(number, commit, split) if deep or split.verdict is Verdict.SWEEP:
                    candidates.append((number, commit.id))
                case Candidate(split=split):
                    self.verdicts[split.verdict] += 1
        return candidates

    def read_candidates(self, repository: Repository, candidates: Sequence[tuple[int, str]], jobs: int | None) -> None:
        """Applies the rules that need a split to what the content says."""
        splits = split_by_content_of(repository, [commit for _, commit in candidates], self._config, jobs=jobs)
        for (number, name), split in zip(candidates, splits, strict=True):
            self.verdicts[split.verdict] += 1
            if split.verdict is Verdict.SWEEP:
                self._splits[name] = split
                commit = next(repository.log("--no-walk", name))
                self._judge(self._of_split, Facts(config=self._config, commit=name, split=split), number, commit)

    def findings(self) -> tuple[AuditFinding, ...]:
        """Returns what was found, newest commit first."""
        return tuple(self._reported(summary, finding) for _, summary, finding in sorted(self._found, key=_order))

    def _judge(self, rules: Sequence[Rule], facts: Facts, number: int, commit: CommitRecord) -> None:
        found, _ = run_rules(rules, facts)
        if found:
            summary = _summary(commit)
            judged = apply_suppressions(found, self._config, commit.message)
            self._found.extend((number, summary, finding) for finding in judged)

    def _reported(self, summary: CommitSummary, finding: Finding) -> AuditFinding:
        split = self._splits.get(summary.id)
        if split is None:
            return AuditFinding(finding=finding, commit=summary)
        return AuditFinding(finding=finding, commit=summary, on_topic=split.on_topic, off_topic=split.off_topic)


def _order(found: tuple[int, CommitSummary, Finding]) -> tuple[int, str, str]:
    number, _, finding = found
    return number, finding.rule, finding.location.path if finding.location else ""


def _summary(commit: CommitRecord) -> CommitSummary:
    return CommitSummary(
        id=commit.id,
        author=commit.author,
        agent=agent_of(commit),
        date=_iso(commit.time),
        subject=commit.subject,
        files=len(commit.paths),
    )


def _iso(time: int) -> str:
    """Writes a time as ISO 8601; a commit can claim any number of seconds."""
    return datetime.fromtimestamp(min(max(time, 0), _LAST_YEAR), UTC).isoformat()


def _skipped_commits(scan: Scan) -> Iterator[Skipped]:
    merges, roots = scan.verdicts[Verdict.MERGE], scan.verdicts[Verdict.ROOT]
    if merges:
        yield Skipped(what=f"{merges} merges", reason="a merge brings in what is judged in its own commits")
    if roots:
        yield Skipped(what=f"{roots} root commits", reason="an initial import has no earlier history to be judged by")
    if scan.boundary:
        reason = f"history is cut here (shallow clone), the parents are missing: {UNSHALLOW}"
        yield Skipped(what=f"{scan.boundary} commits", reason=reason)


def _skipped_rules(rules: Sequence[Rule]) -> Iterator[Skipped]:
    for rule in rules:
        if not rule.needs <= _OF_A_HISTORY:
            yield Skipped(
                what=rule.code, reason="needs more than a history tells; `audit --commit` and `check` have it"
            )


def _silent(commits: int) -> None:
    del commits
