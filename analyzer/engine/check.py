"""Is this change safe to land?"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter

from agentguard.analyzer.gather.change import Subject, current_index, open_subject
from agentguard.analyzer.gather.facts import gather_facts
from agentguard.analyzer.gather.settings import Settings, load_settings
from agentguard.analyzer.gather.splits import splits_of_change
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.changes import Skipped
from agentguard.analyzer.model.findings import CheckReport, Finding
from agentguard.analyzer.model.rules import Facts, Rule
from agentguard.analyzer.rules.selection import apply_suppressions, run_rules, select_rules
from agentguard.analyzer.specs import read_spec


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRequest:
    """What to check and by which rules.

    Attributes:
        spec: the change, None for the current branch with what is staged.
        base: a revision that takes the place of the target.
        scope: path globs that the change was declared to touch; empty = nothing was declared.
        select: codes, names or prefixes of rules; empty = all.
        ignore: rules to leave out, likewise.
    """

    spec: str | None = None
    base: str | None = None
    scope: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


def check(repository: Repository, request: CheckRequest, *, stdin: Callable[[], bytes]) -> CheckReport:
    """Judges one change by the selected rules.

    Args:
        repository: where to look.
        request: what to check.
        stdin: yields the patch where the SPEC is `-`.

    Raises:
        AgentguardError: the SPEC, the base or a rule names nothing, settings are wrong, or history is cut.
    """
    started = perf_counter()
    settings = load_settings(repository, base=request.base)
    rules = select_rules(request.select, request.ignore, settings.config)
    spec = read_spec(repository, request.spec) if request.spec is not None else current_index(repository)
    with open_subject(repository, spec, settings, stdin=stdin) as subject:
        findings, skipped = _findings(subject, settings, rules, request.scope or None)
        change = subject.change
    return CheckReport(
        target=settings.target.name if settings.target else None,
        base=change.base,
        head=change.head,
        findings=apply_suppressions(findings, settings.config, change.message),
        skipped=skipped,
        files=len(change.changes),
        seconds=perf_counter() - started,
    )


def _findings(
    subject: Subject, settings: Settings, rules: Sequence[Rule], scope: tuple[str, ...] | None
) -> tuple[tuple[Finding, ...], tuple[Skipped, ...]]:
    of_change = [rule for rule in rules if "split" not in rule.needs]
    of_split = [rule for rule in rules if "split" in rule.needs]
    facts = gather_facts(subject, settings.config, of_change, scope=scope)
    findings, skipped = run_rules(of_change, facts)
    if of_split:
        findings = (*findings, *_split_findings(subject, settings, of_split, scope))
    parsed = facts.footprint.skipped if facts.footprint is not None else subject.change.skipped
    return findings, (*skipped, *parsed)


def _split_findings(
    subject: Subject, settings: Settings, rules: Sequence[Rule], scope: tuple[str, ...] | None
) -> Iterator[Finding]:
    for commit, split in splits_of_change(subject, settings.config, scope=scope):
        facts = Facts(config=settings.config, commit=commit, split=split)
        yield from run_rules(rules, facts)[0]
