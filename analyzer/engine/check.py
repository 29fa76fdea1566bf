"""Is this change safe to land?"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.footprint.build import read_skipped
from agentguard.analyzer.gather.beside import Beside, read_beside
from agentguard.analyzer.gather.change import Subject, current_index, open_subject
from agentguard.analyzer.gather.facts import gather_facts
from agentguard.analyzer.gather.landed import declared_reads
from agentguard.analyzer.gather.settings import Settings, load_settings
from agentguard.analyzer.gather.splits import commits_of, splits_of_change
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.globs import glob_mistake
from agentguard.analyzer.model.changes import Skipped
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.findings import CheckReport, Finding
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.rules import Facts, Rule
from agentguard.analyzer.printable import printable
from agentguard.analyzer.rules.selection import apply_suppressions, run_rules, select_rules
from agentguard.analyzer.rules.trailers import allowances
from agentguard.analyzer.specs import read_spec

_BESIDE = frozenset({"landed", "overlap"})


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
        AgentguardError: the SPEC, the base, the scope or a rule names nothing, settings are wrong, or history is cut.
    """
    started = perf_counter()
    _require_sound(request.scope)
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
        findings=findings,
        skipped=skipped,
        files=len(change.changes),
        seconds=perf_counter() - started,
    )


def _require_sound(scope: Iterable[str]) -> None:
    for glob in scope:
        mistake = glob_mistake(glob)
        if mistake is not None:
            hint = "`src/api` is a folder with all in it, `*.md` matches at any depth, `**` is everything"
            raise AgentguardError(f"the scope `{printable(glob)}` can match nothing: {mistake}", hint)


def _findings(
    subject: Subject, settings: Settings, rules: Sequence[Rule], scope: tuple[str, ...] | None
) -> tuple[tuple[Finding, ...], tuple[Skipped, ...]]:
    of_change = [rule for rule in rules if "split" not in rule.needs]
    of_split = [rule for rule in rules if "split" in rule.needs]
    commits = commits_of(subject.repository, subject.change)
    facts = gather_facts(subject, settings.config, of_change, scope=scope, target=settings.target)
    beside = _beside(subject, settings, rules, commits)
    facts = replace(facts, landed=beside.landed if beside is not None else None)
    findings, skipped = run_rules(of_change, facts)
    judged = list(_waived_by_any(findings, settings.config, commits))
    if of_split:
        judged += _split_findings(subject, commits, settings.config, of_split, scope)
    change = subject.change
    parsed = change.skipped if facts.writes is None else read_skipped(change, subject.old, subject.new)
    return tuple(judged), (*skipped, *parsed)


def _beside(
    subject: Subject, settings: Settings, rules: Iterable[Rule], commits: Iterable[CommitRecord]
) -> Beside | None:
    """Reads what landed without the change, where a rule asks for it."""
    if settings.target is None or not any(_BESIDE & rule.needs for rule in rules):
        return None
    reads = declared_reads(commits)
    return read_beside(subject, settings.target, settings.config, reads=reads)


def _split_findings(
    subject: Subject,
    commits: Sequence[CommitRecord],
    config: Config,
    rules: Sequence[Rule],
    scope: tuple[str, ...] | None,
) -> Iterator[Finding]:
    """Judges each commit by itself; only its own message can waive what is found there."""
    messages = {commit.id: commit.message for commit in commits}
    for commit, split in splits_of_change(subject, commits, config, scope=scope):
        found, _ = run_rules(rules, Facts(config=config, commit=commit, split=split))
        yield from apply_suppressions(found, config, messages.get(commit or "", ""))


def _waived_by_any(findings: Iterable[Finding], config: Config, commits: Iterable[CommitRecord]) -> Iterator[Finding]:
    """Marks what is waived on a change as a whole: by the settings, or by the message of any of its commits."""
    messages = ["", *(commit.message for commit in commits if allowances(commit.message))]
    for finding in findings:
        judged = [apply_suppressions([finding], config, message)[0] for message in messages]
        yield next((one for one in judged if one.suppressed is not None), finding)
