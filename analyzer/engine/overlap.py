"""Which pieces of parallel work are safe together?"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from time import perf_counter

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.footprint.build import read_skipped
from agentguard.analyzer.footprint.work import Work
from agentguard.analyzer.gather.parallel.overlap import Arena, open_arena
from agentguard.analyzer.gather.settings import load_settings
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.changes import Skipped
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.findings import Finding, Severity
from agentguard.analyzer.model.overlap import Overlap
from agentguard.analyzer.model.pairs import OverlapReport, PairReport, PairVerdict, TaskSummary
from agentguard.analyzer.model.rules import Facts, Rule
from agentguard.analyzer.model.symbols import SymbolChangeKind
from agentguard.analyzer.model.value import dataclass
from agentguard.analyzer.printable import printable
from agentguard.analyzer.rules.selection import apply_suppressions, run_rules, select_rules
from agentguard.analyzer.specs import Spec, SpecKind, read_spec

_OF_A_PAIR = frozenset({"overlap"})
_TEXT_ALONE = frozenset({"AG201"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlapRequest:
    """What to hold against each other, and by which rules.

    Attributes:
        specs: the pieces of work; none = all worktrees, with what is not committed there.
        base: a revision that takes the place of the target.
        select: codes, names or prefixes of rules; empty = all.
        ignore: rules to leave out, likewise.
    """

    specs: tuple[str, ...] = ()
    base: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


def overlap(repository: Repository, request: OverlapRequest, *, stdin: Callable[[], bytes]) -> OverlapReport:
    """Holds every two of some pieces of work against each other.

    Args:
        repository: where to look.
        request: what to compare.
        stdin: yields the patch where a SPEC is `-`.

    Raises:
        AgentguardError: a SPEC, the base or a rule names nothing, there are fewer than two pieces of work or two of one
            name, settings are wrong, or history is cut.
    """
    started = perf_counter()
    settings = load_settings(repository, base=request.base)
    selected = select_rules(request.select, request.ignore, settings.config)
    rules = [rule for rule in selected if rule.needs == _OF_A_PAIR]
    specs = _specs(repository, request.specs)
    with open_arena(repository, specs, settings, stdin=stdin) as arena:
        content = any(rule.code not in _TEXT_ALONE for rule in rules)
        pairs = combinations(range(len(arena.works)), 2)
        reports = [_report(one, settings.config, rules) for one in arena.overlaps(pairs, content=content)]
        tasks = tuple(_task(work, content=content) for work in arena.works)
        skipped = tuple(_skipped(arena, content=content))
    return OverlapReport(
        tasks=tasks,
        pairs=tuple(sorted(reports, key=lambda pair: (list(PairVerdict).index(pair.verdict), pair.a, pair.b))),
        skipped=(*skipped, *_skipped_rules(request.select, selected)),
        seconds=perf_counter() - started,
    )


def _specs(repository: Repository, words: Sequence[str]) -> tuple[Spec, ...]:
    specs = tuple(read_spec(repository, word) for word in words) if words else tuple(_worktrees(repository))
    if not words and len(specs) < 2:
        hint = (
            "`agentguard overlap SPEC SPEC` compares branches, ranges and patches; `git worktree add` makes a worktree"
        )
        raise AgentguardError("there is no second worktree to compare with", hint)
    if len(specs) < 2:
        hint = "name two or more: `agentguard overlap SPEC SPEC`; without any, all worktrees are compared"
        raise AgentguardError(f"`{printable(words[0])}` alone has nothing to meet", hint)
    seen: set[str] = set()
    for number, spec in enumerate(specs):
        if spec.name in seen:
            named = words[number].removeprefix(f"{spec.name}=") if words else spec.value
            hint = f"give one another name: `other={printable(named)}`"
            raise AgentguardError(f"two pieces of work have the name `{printable(spec.name)}`", hint)
        seen.add(spec.name)
    return specs


def _worktrees(repository: Repository) -> Iterator[Spec]:
    """Yields the worktrees that are there, by the names of their folders where these tell them apart."""
    roots = [root for root in repository.worktrees() if root.is_dir()]
    names = [root.name for root in roots]
    for root in roots:
        name = root.name if names.count(root.name) == 1 else str(root)
        yield Spec(name=name, kind=SpecKind.DIRECTORY, value=str(root))


def _report(found: Overlap, config: Config, rules: Iterable[Rule]) -> PairReport:
    findings, _ = run_rules(rules, Facts(config=config, overlap=found))
    judged = sorted(apply_suppressions(findings, config, ""), key=_order)
    return PairReport(
        a=found.a.name,
        b=found.b.name,
        base=found.base,
        relation=found.relation,
        verdict=_verdict(found, judged),
        merges_cleanly=found.merges_cleanly,
        findings=tuple(judged),
    )


def _order(finding: Finding) -> tuple[int, str, int, str, str]:
    place = finding.location
    return (
        finding.severity.rank,
        place.path if place else "",
        (place.line if place else None) or 0,
        finding.rule,
        finding.message,
    )


def _verdict(found: Overlap, findings: Iterable[Finding]) -> PairVerdict:
    levels = {finding.severity for finding in findings if finding.suppressed is None}
    if found.merges_cleanly is False or Severity.ERROR in levels:
        return PairVerdict.CONFLICT
    return PairVerdict.RISK if Severity.WARNING in levels else PairVerdict.CLEAR


def _task(work: Work, *, content: bool) -> TaskSummary:
    change = work.change
    writes = work.writes if content else ()
    touched = {(one.path, one.symbol) for one in writes if one.symbol and one.change is not SymbolChangeKind.COSMETIC}
    return TaskSummary(
        name=work.name, base=change.base, head=change.head, files=len(change.changes), symbols=len(touched)
    )


def _skipped(arena: Arena, *, content: bool) -> Iterator[Skipped]:
    yield from arena.skipped
    for work in arena.works:
        of_work = read_skipped(work.change, work.old, work.new) if content else work.change.skipped
        for one in of_work:
            yield Skipped(what=f"{work.name}: {one.what}", reason=one.reason)


def _skipped_rules(select: Sequence[str], selected: Iterable[Rule]) -> Iterator[Skipped]:
    """Tells of rules that were asked for by name, and that judge one change."""
    for rule in selected if select else ():
        if rule.needs != _OF_A_PAIR:
            yield Skipped(what=f"{rule.code} {rule.name}", reason="judges one change; `agentguard check` runs it")
