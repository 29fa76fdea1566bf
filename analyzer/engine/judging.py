"""Judges one opened change by rules, alone or in the company of other work."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from agentguard.analyzer.gather.change import Subject
from agentguard.analyzer.gather.facts import gather_facts
from agentguard.analyzer.gather.settings import Settings
from agentguard.analyzer.gather.situation import Situation, with_situation
from agentguard.analyzer.history import Past
from agentguard.analyzer.model.changes import Skipped
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.findings import Finding
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.rules import Facts, Rule
from agentguard.analyzer.rules.selection import apply_suppressions, run_rules
from agentguard.analyzer.rules.trailers import allowances

# What the target changed in the same symbol is said by AG203, with the rest of what landed in the file.
_SAID_BY_FILE = "AG202"


class Company(Protocol):
    """The other work that a change is held against."""

    def complete(self, facts: Facts, commits: Sequence[CommitRecord]) -> Facts:
        """Adds what is known of the two together."""

    def finish(self, findings: Iterable[Finding]) -> Iterable[Finding]:
        """Says of findings whose work they are about, and adds those of every sibling."""

    @property
    def skipped(self) -> Sequence[Skipped]:
        """What was not compared."""


def judge(
    subject: Subject,
    settings: Settings,
    rules: Sequence[Rule],
    *,
    commits: Sequence[CommitRecord],
    situation: Situation,
    company: Company | None = None,
) -> tuple[tuple[Finding, ...], tuple[Skipped, ...]]:
    """Returns findings, and what was not looked at.

    Args:
        subject: the opened change.
        settings: the target and the settings.
        rules: the selected rules.
        commits: those of the change, newest first.
        situation: who asks, and what was declared.
        company: what else it is held against.
    """
    config, change = settings.config, subject.change
    of_change = [rule for rule in rules if "split" not in rule.needs and rule.code != _SAID_BY_FILE]
    of_split = [rule for rule in rules if "split" in rule.needs]
    past = _ask_ahead(subject) if of_split and situation.is_quick else None
    facts = gather_facts(subject, config, of_change, target=settings.target, commits=commits)
    needs = frozenset(need for rule in of_change for need in rule.needs)
    facts, unread = with_situation(facts, subject, needs, situation)
    if company is not None:
        facts = company.complete(facts, commits)
    found, skipped = run_rules(of_change, facts)
    messages = [situation.message, *(commit.message for commit in commits)]
    judged = list(_waived_by_any(company.finish(found) if company is not None else found, config, messages))
    if of_split:
        judged += _split_findings(subject, commits, config, of_split, situation, past)
    parsed = change.skipped
    if facts.writes is not None:
        from agentguard.analyzer.footprint.build import read_skipped  # noqa: PLC0415 - it has been imported for them

        parsed = read_skipped(change, subject.old, subject.new)
    return tuple(judged), (*skipped, *unread, *parsed, *(company.skipped if company is not None else ()))


def _ask_ahead(subject: Subject) -> Callable[[], Past | None] | None:
    from agentguard.analyzer.gather.before import past_ahead  # noqa: PLC0415 - for a commit that is being made

    ahead = past_ahead(subject.repository, subject.change)
    return ahead.result if ahead is not None else None


def _split_findings(
    subject: Subject,
    commits: Sequence[CommitRecord],
    config: Config,
    rules: Sequence[Rule],
    situation: Situation,
    past: Callable[[], Past | None] | None,
) -> Iterator[Finding]:
    """Judges each commit by itself; only its own message can waive what is found there."""
    from agentguard.analyzer.gather.splits import splits_of_change  # noqa: PLC0415 - 20 ms that only AG102 needs

    messages: dict[str | None, str] = {commit.id: commit.message for commit in commits} | {None: situation.message}
    wanted = splits_of_change(subject, commits, config, scope=situation.scope, is_quick=situation.is_quick, asked=past)
    for commit, split in wanted:
        found, _ = run_rules(rules, Facts(config=config, commit=commit or situation.amended, split=split))
        yield from apply_suppressions(found, config, messages.get(commit, ""))


def _waived_by_any(findings: Iterable[Finding], config: Config, messages: Iterable[str]) -> Iterator[Finding]:
    """Marks what is waived on a change as a whole: by the settings, or by the message of any of its commits."""
    waiving = ["", *filter(allowances, messages)]
    for finding in findings:
        judged = [apply_suppressions([finding], config, message)[0] for message in waiving]
        yield next((one for one in judged if one.suppressed is not None), finding)
