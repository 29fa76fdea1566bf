"""Is this change safe to land?"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from time import perf_counter

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.footprint.build import read_skipped
from agentguard.analyzer.gather.change import Subject, current_index
from agentguard.analyzer.gather.facts import gather_facts
from agentguard.analyzer.gather.parallel.beside import Beside, landed_beside, read_beside
from agentguard.analyzer.gather.parallel.blame import blamed
from agentguard.analyzer.gather.parallel.field import Field, SiblingChoice, open_field
from agentguard.analyzer.gather.parallel.landed import declared_reads
from agentguard.analyzer.gather.settings import Settings, load_settings
from agentguard.analyzer.gather.splits import commits_of, splits_of_change
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.globs import glob_mistake
from agentguard.analyzer.model.changes import ChangeSet, Skipped
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.findings import CheckReport, Finding, Side
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.journal import GitProcess, Journal, Session
from agentguard.analyzer.model.overlap import Overlap
from agentguard.analyzer.model.rules import Facts, Rule
from agentguard.analyzer.model.value import dataclass, replace
from agentguard.analyzer.printable import printable
from agentguard.analyzer.rules.selection import apply_suppressions, run_rules, select_rules
from agentguard.analyzer.rules.trailers import allowances
from agentguard.analyzer.specs import read_spec

_BESIDE = frozenset({"landed", "overlap"})
# What the target changed in the same symbol is said by AG203, with the rest of what landed in the file.
_SAID_BY_FILE = "AG202"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRequest:
    """What to check and by which rules.

    Attributes:
        spec: the change, None for the current branch with what is staged.
        base: a revision that takes the place of the target.
        scope: path globs that the change was declared to touch; empty = nothing was declared.
        select: codes, names or prefixes of rules; empty = all.
        ignore: rules to leave out, likewise.
        sibling: SPECs of other work to hold it against.
        siblings: globs of branches, likewise.
        journal: that of the worktree, None where there is none.
        session: who asks, None for a person or where nobody knows.
        committing: the git process that makes a commit of what is staged, None where none does.
    """

    spec: str | None = None
    base: str | None = None
    scope: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    sibling: tuple[str, ...] = ()
    siblings: tuple[str, ...] = ()
    journal: Journal | None = None
    session: Session | None = None
    committing: GitProcess | None = None


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
    named = tuple(read_spec(repository, word) for word in request.sibling)
    siblings = SiblingChoice(specs=named, globs=request.siblings)
    with open_field(repository, spec, siblings, settings, stdin=stdin) as field:
        findings, skipped = _findings(field, settings, rules, request.scope or None)
        change = field.subject.change
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
    field: Field, settings: Settings, rules: Sequence[Rule], scope: tuple[str, ...] | None
) -> tuple[tuple[Finding, ...], tuple[Skipped, ...]]:
    subject, config, change = field.subject, settings.config, field.subject.change
    commits = commits_of(subject.repository, change)
    of_change = [rule for rule in rules if "split" not in rule.needs and rule.code != _SAID_BY_FILE]
    of_split = [rule for rule in rules if "split" in rule.needs]
    of_pair = [rule for rule in rules if "overlap" in rule.needs]
    beside = _beside(field, settings, rules, commits)
    landed, siblings = field.overlaps(beside) if of_pair or beside is not None else (None, ())
    facts = replace(gather_facts(subject, config, of_change, target=settings.target, commits=commits), scope=scope)
    if beside is not None and landed is not None:
        facts = replace(facts, overlap=landed, landed=landed_beside(field.own, beside, landed.shared_symbols))
    findings, skipped = run_rules(of_change, facts)
    if beside is not None:
        findings = tuple(blamed(subject.repository, findings, {rule.code for rule in of_pair}, beside))
    found = list(_at_home(findings, landed, change))
    for overlap in siblings:
        found += _at_home(run_rules(of_pair, Facts(config=config, overlap=overlap))[0], overlap, change)
    judged = list(_waived_by_any(found, config, commits))
    if of_split:
        judged += _split_findings(subject, commits, config, of_split, scope)
    parsed = change.skipped if facts.writes is None else read_skipped(change, subject.old, subject.new)
    return tuple(judged), (*skipped, *parsed, *field.skipped)


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


def _beside(field: Field, settings: Settings, rules: Iterable[Rule], commits: Iterable[CommitRecord]) -> Beside | None:
    """Reads what landed without the change, where a rule asks for it."""
    if settings.target is None or not any(_BESIDE & rule.needs for rule in rules):
        return None
    return read_beside(field.own, settings.target, settings.config, reads=declared_reads(commits))


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
