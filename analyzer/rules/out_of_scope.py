"""AG103: a change touches files outside the scope that was declared for it."""

from collections.abc import Iterator

from agentguard.analyzer.globs import first_match
from agentguard.analyzer.model.changes import Change, ChangeSet, ChangeStatus
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.findings import Finding, Location, Severity
from agentguard.analyzer.model.rules import Anomaly, Example, Facts, Rule
from agentguard.analyzer.printable import printable
from agentguard.analyzer.rules.paths import take_out
from agentguard.analyzer.rules.samples import change_of, changed

_MOST_GLOBS = 5


def check_out_of_scope(facts: Facts) -> Iterator[Finding]:
    """Yields one finding for each file outside; a rename is inside only with both of its names."""
    scope, change = facts.scope, facts.change
    if scope is None or change is None:
        return
    for entry in change.changes:
        outside = [path for path in _names(entry) if first_match(scope, path) is None]
        if outside:
            yield Finding(
                rule=RULE.code,
                name=RULE.name,
                severity=RULE.severity,
                message=f"{_told(entry, outside)} the declared scope ({_listed(scope)})",
                help=f"{_advice(change, outside)}; or declare the scope wider",
                location=Location(path=entry.path),
                commit=facts.commit,
            )


def _names(entry: Change) -> tuple[str, ...]:
    """Names the paths that an entry changes; the source of a copy is left as it was."""
    if entry.status is ChangeStatus.RENAMED and entry.old_path is not None:
        return (entry.old_path, entry.path)
    return (entry.path,)


def _told(entry: Change, outside: list[str]) -> str:
    if entry.path in outside:
        return f"`{printable(entry.path)}` is {entry.status} outside"
    return f"`{printable(outside[0])}`, renamed to `{printable(entry.path)}`, is outside"


def _advice(change: ChangeSet, outside: list[str]) -> str:
    return "take it out: " + take_out(outside, change.base[:12] if change.head and change.base else None)


def _listed(scope: tuple[str, ...]) -> str:
    more = [f"and {len(scope) - _MOST_GLOBS} more"] if len(scope) > _MOST_GLOBS else []
    return ", ".join([*(f"`{printable(glob)}`" for glob in scope[:_MOST_GLOBS]), *more]) or "nothing"


RULE = Rule(
    code="AG103",
    name="out-of-scope",
    summary="a change touches files outside its declared scope",
    why=(
        "Tasks run side by side because their scopes do not meet. A task that edits a file outside its own meets "
        "another one there, and nothing warned either of them: the plan said that it could not happen."
    ),
    remedy=(
        "Take the file out of the change, or declare a wider scope and plan again. A rename counts with both of its "
        "names, since it takes the old one away. Globs are those of git: `src/api` and `src/api/**` hold everything "
        "below a folder, `src/*` only what is right in it, `*.md` matches at any depth."
    ),
    severity=Severity.ERROR,
    anomaly=Anomaly.DIRTY_WRITE,
    needs=frozenset({"scope", "change"}),
    examples=(
        Example(
            story="A task that may touch `src/auth/**` also edits the settings.",
            facts=Facts(
                config=Config(),
                scope=("src/auth/**",),
                change=change_of(changed("src/auth/token.py"), changed("src/config.py")),
            ),
            messages=("`src/config.py` is modified outside the declared scope (`src/auth/**`)",),
        ),
        Example(
            story="A task moves a file into its scope, and so out of another's.",
            facts=Facts(
                config=Config(),
                scope=("src/auth/**",),
                change=change_of(changed("src/auth/token.py", old_path="src/core/token.py")),
            ),
            messages=(
                "`src/core/token.py`, renamed to `src/auth/token.py`, is outside the declared scope (`src/auth/**`)",
            ),
        ),
        Example(
            story="Everything that changed is inside.",
            facts=Facts(
                config=Config(),
                scope=("src/auth", "*.md"),
                change=change_of(changed("src/auth/token.py"), changed("docs/auth.md")),
            ),
            messages=(),
        ),
    ),
    check=check_out_of_scope,
)
