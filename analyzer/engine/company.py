"""Judges a change in the company of other work: what landed on the target without it, and its siblings."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager

from agentguard.analyzer.engine.judging import judge
from agentguard.analyzer.gather.change import Subject
from agentguard.analyzer.gather.commits import commits_of
from agentguard.analyzer.gather.parallel.beside import Beside, landed_beside, read_beside
from agentguard.analyzer.gather.parallel.blame import blamed
from agentguard.analyzer.gather.parallel.field import Field
from agentguard.analyzer.gather.parallel.landed import declared_reads
from agentguard.analyzer.gather.parallel.session_reads import Seen, last_seen
from agentguard.analyzer.gather.settings import Settings
from agentguard.analyzer.gather.situation import Situation
from agentguard.analyzer.model.changes import ChangeSet, Skipped
from agentguard.analyzer.model.findings import Finding, Side
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.overlap import Overlap
from agentguard.analyzer.model.rules import Facts, Rule
from agentguard.analyzer.model.value import replace
from agentguard.analyzer.rules.selection import run_rules

_BESIDE = frozenset({"landed", "overlap"})


def judge_in_company(
    opened: AbstractContextManager[Field],
    settings: Settings,
    rules: Sequence[Rule],
    situation: Situation,
) -> tuple[ChangeSet, tuple[Finding, ...], tuple[Skipped, ...]]:
    """Judges a change among its siblings; see `judge`.

    Returns:
        The change, the findings, and what was not looked at.
    """
    with opened as field:
        subject = field.subject
        commits = commits_of(subject.repository, subject.change)
        company = _Company(field, settings, rules, _seen(subject, situation))
        findings, skipped = judge(subject, settings, rules, commits=commits, situation=situation, company=company)
        return subject.change, findings, skipped


def _seen(subject: Subject, situation: Situation) -> Seen:
    """Returns what the session read, where the change is what was done in this very worktree."""
    seen = last_seen(situation.journal, situation.session)
    is_here = bool(seen) and subject.change.tip == subject.repository.find_commit("HEAD")
    return seen if is_here else {}


class _Company:
    """What landed beside a change, and its siblings."""

    def __init__(self, field: Field, settings: Settings, rules: Sequence[Rule], seen: Seen) -> None:
        self._field = field
        self._seen = seen
        self._settings = settings
        self._rules = rules
        self._of_pair = [rule for rule in rules if "overlap" in rule.needs]
        self._beside: Beside | None = None
        self._landed: Overlap | None = None
        self._siblings: tuple[Overlap, ...] = ()

    @property
    def skipped(self) -> Sequence[Skipped]:
        """What was not compared."""
        return self._field.skipped

    def complete(self, facts: Facts, commits: Sequence[CommitRecord]) -> Facts:
        """Adds what is known of the change and the target together."""
        target, config = self._settings.target, self._settings.config
        if target is not None and any(_BESIDE & rule.needs for rule in self._rules):
            self._beside = read_beside(self._field.own, target, config, reads=declared_reads(commits), seen=self._seen)
        beside = self._beside
        if self._of_pair or beside is not None:
            self._landed, self._siblings = self._field.overlaps(beside)
        if beside is None or self._landed is None:
            return facts
        landed = landed_beside(self._field.own, beside, self._landed.shared_symbols)
        return replace(facts, overlap=self._landed, landed=landed)

    def finish(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Says which commits of the target findings are about, and yields those of every sibling."""
        change = self._field.subject.change
        if self._beside is not None:
            codes = {rule.code for rule in self._of_pair}
            findings = blamed(self._field.subject.repository, findings, codes, self._beside)
        yield from _at_home(findings, self._landed, change)
        for overlap in self._siblings:
            found, _ = run_rules(self._of_pair, Facts(config=self._settings.config, overlap=overlap))
            yield from _at_home(found, overlap, change)


def _at_home(findings: Iterable[Finding], overlap: Overlap | None, change: ChangeSet) -> Iterator[Finding]:
    """Yields findings; a place in the merged tree is put into the change's own, where the file is the same in both."""
    shared = overlap.shared_paths if overlap is not None else ()
    own = {entry.path for entry in change.changes}.difference(shared)
    for finding in findings:
        place = finding.location
        if place is not None and place.side is Side.MERGED and place.path in own:
            yield replace(finding, location=replace(place, side=Side.HEAD))
        else:
            yield finding
