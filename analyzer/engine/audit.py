"""Which past commits swept in what did not belong to them, or took back what others had landed?"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from time import perf_counter

from agentguard.analyzer.counts import number
from agentguard.analyzer.engine.summary import iso_date, summary_of
from agentguard.analyzer.gather.history.additions import Addition
from agentguard.analyzer.gather.history.candidates import Candidate, Look, Looks
from agentguard.analyzer.gather.history.landings import StaleLanding
from agentguard.analyzer.gather.history.losses import Losses, Lost
from agentguard.analyzer.gather.history.scan import Scan
from agentguard.analyzer.gather.history.selection import select_commits
from agentguard.analyzer.gather.history.suspects import Suspect
from agentguard.analyzer.gather.history.workers import Workers
from agentguard.analyzer.git.repository import UNSHALLOW, Repository
from agentguard.analyzer.model.changes import Skipped
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.findings import AuditFinding, AuditReport, CommitSummary, Finding
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.rules import Facts, Rule
from agentguard.analyzer.model.topic import TopicSplit, Verdict
from agentguard.analyzer.model.value import dataclass, replace
from agentguard.analyzer.rules.selection import apply_suppressions, run_rules

# What the log of a whole history tells; rules that need more are for `check` and single commits.
_OF_A_HISTORY = frozenset({"split", "added", "path_history", "undone", "landed"})
# What the newest tree tells, where that is asked for.
_OF_DOCUMENTS = frozenset({"drift"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRequest:
    """Which commits to judge, and how closely.

    Attributes:
        range: revisions and ranges as `git rev-list` takes them; none = `HEAD`.
        since: leave out commits before this date.
        limit: the greatest number of commits.
        jobs: processes that look at content; None = one for each processor.
        documents: look through all documents of the newest commit for what the code no longer has, too.
        deep: look at the content of every commit of enough files, whatever its paths say; a single commit always is.
    """

    range: tuple[str, ...] = ()
    since: str | None = None
    limit: int | None = None
    jobs: int | None = None
    documents: bool = False
    deep: bool = False


def audit(
    repository: Repository,
    request: AuditRequest,
    *,
    config: Config,
    rules: Sequence[Rule],
    progress: Callable[[int], None] | None = None,
) -> AuditReport:
    """Judges past commits by what git's raw log tells of them, and those that look like sweeps by their content.

    Args:
        repository: where they are.
        request: which commits.
        config: the settings.
        rules: the selected ones; those that need more than a history tells are listed as skipped.
        progress: is told now and then how many commits have been judged.

    Raises:
        AgentguardError: the range names nothing, or there are no commits.
    """
    started = perf_counter()
    selection = select_commits(repository, request.range, since=request.since, limit=request.limit)
    scan = Scan(repository, selection, progress or _silent, deep=request.deep)
    run = _Audit(config, [rule for rule in rules if rule.needs <= _OF_A_HISTORY])
    with Workers(repository, request.jobs) as workers:
        looks = Looks(repository, config, workers, deep=scan.is_deep)
        losses = Losses(repository, workers, scan.later, deep=scan.is_deep)
        run.judge(scan, looks, losses)
    of_tree, unread = _of_documents(repository, selection.tips[0], config, rules) if request.documents else ((), ())
    known = _OF_A_HISTORY | (_OF_DOCUMENTS if request.documents else frozenset[str]())
    skipped = (
        *_skipped_commits(scan, rules),
        *_skipped_rules(rules, known),
        *_skipped_contents(repository, run),
        *unread,
    )
    report = _report(scan, run, repository=repository, range_=selection.range, skipped=skipped)
    report = replace(report, findings=(*report.findings, *of_tree))
    return replace(report, seconds=perf_counter() - started, candidate_seconds=looks.seconds + losses.seconds)


def _of_documents(
    repository: Repository, tip: str, config: Config, rules: Sequence[Rule]
) -> tuple[tuple[AuditFinding, ...], tuple[Skipped, ...]]:
    from agentguard.analyzer.engine.documents import judge_documents  # noqa: PLC0415 - few audits ask for it

    return judge_documents(repository, tip, config, [rule for rule in rules if rule.needs == _OF_DOCUMENTS])


def _report(
    scan: Scan, run: "_Audit", *, repository: Repository, range_: str, skipped: tuple[Skipped, ...]
) -> AuditReport:
    """Puts together what the pass over the log and the look at the content told; without times."""
    return AuditReport(
        repository=repository.name,
        range=range_,
        commits=scan.commits,
        shallow=repository.place.shallow,
        findings=run.findings(),
        verdicts={verdict: scan.verdicts[verdict] + run.verdicts[verdict] for verdict in Verdict},
        skipped=skipped,
        first_date=iso_date(scan.oldest) if scan.oldest is not None else None,
        last_date=iso_date(scan.newest) if scan.newest is not None else None,
        candidates=run.read,
        by_agent=dict(scan.by_agent),
    )


class _Audit:
    """What one audit found; it grows with that, not with the length of the history."""

    def __init__(self, config: Config, rules: Sequence[Rule]) -> None:
        self._config = config
        self._of_split = [rule for rule in rules if "split" in rule.needs]
        self._of_undone = [rule for rule in rules if "undone" in rule.needs]
        self._of_landed = [rule for rule in rules if "landed" in rule.needs]
        self._of_added = [rule for rule in rules if not rule.needs & {"split", "undone", "landed"}]
        self._found: list[tuple[int, CommitSummary, Finding]] = []
        self._splits: dict[str, TopicSplit] = {}
        self.verdicts: Counter[Verdict] = Counter()
        self.read = 0

    def judge(self, scan: Scan, looks: Looks, losses: Losses) -> None:
        """Applies the rules to what the log shows, and those that need more to what the content says."""
        for event in scan.events():
            match event:
                case Addition(number, commit, added, history):
                    facts = Facts(config=self._config, commit=commit.id, added=added, path_history=history)
                    self._judge(self._of_added, facts, number, commit)
                case StaleLanding(number, commit, landed):
                    facts = Facts(config=self._config, commit=commit.id, landed=landed)
                    self._judge(self._of_landed, facts, number, commit)
                case Suspect() if self._of_undone:
                    self._lose(losses.take(event))
                case Candidate():
                    self._split(looks.take(event))
        self._lose(losses.rest())
        self._split(looks.rest())

    def _lose(self, lost: Iterable[Lost]) -> None:
        for suspect, undone in lost:
            facts = Facts(config=self._config, commit=suspect.commit.id, undone=undone)
            self._judge(self._of_undone, facts, suspect.number, suspect.commit)

    def _split(self, done: Iterable[tuple[Candidate, Look]]) -> None:
        for candidate, look in done:
            split, commit = look.split, candidate.commit
            self.verdicts[split.verdict] += 1
            self.read += look.read
            if split.verdict is Verdict.SWEEP:
                self._splits[commit.id] = split
                facts = Facts(config=self._config, commit=commit.id, split=split)
                self._judge(self._of_split, facts, candidate.number, commit)

    def findings(self) -> tuple[AuditFinding, ...]:
        """Returns what was found, newest commit first."""
        return tuple(self._reported(summary, finding) for _, summary, finding in sorted(self._found, key=_order))

    def _judge(self, rules: Sequence[Rule], facts: Facts, number: int, commit: CommitRecord) -> None:
        found, _ = run_rules(rules, facts)
        if found:
            summary = summary_of(commit)
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


def _skipped_commits(scan: Scan, rules: Sequence[Rule]) -> Iterator[Skipped]:
    merges, roots = scan.verdicts[Verdict.MERGE], scan.verdicts[Verdict.ROOT]
    if merges:
        drops = not scan.is_deep and any("undone" in rule.needs for rule in rules)
        reason = "a merge brings in what is judged in its own commits"
        deeper = "; `--deep` looks for what it drops" if drops else ""
        yield Skipped(what=number(merges, "merge"), reason=reason + deeper)
    if roots:
        yield Skipped(
            what=number(roots, "root commit"), reason="an initial import has no earlier history to be judged by"
        )
    if scan.boundary:
        reason = f"history is cut here (shallow clone), the parents are missing: {UNSHALLOW}"
        yield Skipped(what=number(scan.boundary, "commit"), reason=reason)


def _skipped_rules(rules: Sequence[Rule], known: frozenset[str]) -> Iterator[Skipped]:
    for rule in rules:
        if not rule.needs <= known:
            asked = f"; so has `audit --select {rule.code}`" if rule.needs == _OF_DOCUMENTS else ""
            reason = f"needs more than a history tells; `audit --commit` and `check` have it{asked}"
            yield Skipped(what=f"{rule.code} {rule.name}", reason=reason)


def _skipped_contents(repository: Repository, run: _Audit) -> Iterator[Skipped]:
    if run.read and repository.is_partial:
        reason = "a partial clone: contents that it lacks were not read, and nothing was fetched"
        yield Skipped(what=f"contents of {number(run.read, 'commit')}", reason=reason)


def _silent(commits: int) -> None:
    del commits
