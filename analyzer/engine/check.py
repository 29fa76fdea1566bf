"""Is this change safe to land?"""

from collections.abc import Callable, Iterable, Sequence
from time import perf_counter

from agentguard.analyzer.engine.judging import judge
from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.gather.change import current_index, open_subject
from agentguard.analyzer.gather.commits import commits_of
from agentguard.analyzer.gather.settings import load_settings
from agentguard.analyzer.gather.situation import Situation
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.globs import glob_mistake
from agentguard.analyzer.model.findings import CheckReport
from agentguard.analyzer.model.journal import GitProcess, Journal, Session
from agentguard.analyzer.model.rules import Rule
from agentguard.analyzer.model.value import dataclass
from agentguard.analyzer.printable import printable
from agentguard.analyzer.rules.selection import select_rules
from agentguard.analyzer.specs import Spec, SpecKind, read_spec

_OF_OTHERS = frozenset({"landed", "overlap"})


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
    situation = _situation(request, spec)
    if _meets_others(request, rules):
        # Twice the start-up of what a change alone needs, which a hook before a commit must not pay for.
        from agentguard.analyzer.engine.company import judge_in_company  # noqa: PLC0415
        from agentguard.analyzer.gather.parallel.field import SiblingChoice, open_field  # noqa: PLC0415

        named = tuple(read_spec(repository, word) for word in request.sibling)
        siblings = SiblingChoice(specs=named, globs=request.siblings)
        field = open_field(repository, spec, siblings, settings, stdin=stdin)
        change, findings, skipped = judge_in_company(field, settings, rules, situation)
    else:
        with open_subject(repository, spec, settings, stdin=stdin) as subject:
            change = subject.change
            commits = commits_of(subject.repository, change)
            findings, skipped = judge(subject, settings, rules, commits=commits, situation=situation)
    return CheckReport(
        target=settings.target.name if settings.target else None,
        base=change.base,
        head=change.head,
        findings=findings,
        skipped=skipped,
        files=len(change.changes),
        seconds=perf_counter() - started,
    )


def _situation(request: CheckRequest, spec: Spec) -> Situation:
    return Situation(
        scope=request.scope or None,
        is_staged=spec.kind is SpecKind.INDEX,
        journal=request.journal,
        session=request.session,
        committing=request.committing,
    )


def _meets_others(request: CheckRequest, rules: Sequence[Rule]) -> bool:
    return bool(request.sibling or request.siblings or any(_OF_OTHERS & rule.needs for rule in rules))


def _require_sound(scope: Iterable[str]) -> None:
    for glob in scope:
        mistake = glob_mistake(glob)
        if mistake is not None:
            hint = "`src/api` is a folder with all in it, `*.md` matches at any depth, `**` is everything"
            raise AgentguardError(f"the scope `{printable(glob)}` can match nothing: {mistake}", hint)
