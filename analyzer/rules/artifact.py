"""AG104: a change adds what a program or a session left behind."""

from collections.abc import Iterator

from agentguard.analyzer.artifacts import Artifact, artifact, escaped
from agentguard.analyzer.globs import first_match
from agentguard.analyzer.model.changes import ChangeSet, Mode
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.findings import Confidence, Finding, Location, Severity
from agentguard.analyzer.model.rules import AddedPath, Anomaly, Example, Facts, PathHistory, Rule
from agentguard.analyzer.model.value import dataclass
from agentguard.analyzer.printable import printable
from agentguard.analyzer.rules.paths import command

_SHORT = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """Why a path should not be in: clauses that follow its name, how sure, and a line of `.gitignore` against it."""

    clauses: tuple[str, ...]
    confidence: Confidence
    ignore_line: str | None


def check_artifact(facts: Facts) -> Iterator[Finding]:
    """Yields one finding for each added path that looks like an artifact, or is one by the repository's own account."""
    history = facts.path_history or PathHistory()
    staged = facts.commit is None and (facts.change is None or _is_on_top(facts.change))
    for entry in facts.added or ():
        if first_match(facts.config.allowed_artifacts, entry.path) is not None:
            continue
        case = _gitlink(entry, history) if entry.mode == Mode.GITLINK else _file(entry, history, facts.config)
        if case is not None:
            yield Finding(
                rule=RULE.code,
                name=RULE.name,
                severity=Severity.NOTE if case.confidence is Confidence.LOW else RULE.severity,
                confidence=case.confidence,
                message=f"`{printable(entry.path)}` {', and '.join(case.clauses)}",
                help=_advice(entry.path, case, staged=staged),
                location=Location(path=entry.path),
                commit=facts.commit,
            )


def _is_on_top(change: ChangeSet) -> bool:
    """Tells whether a change is on top of a commit, to which `git restore` could go back."""
    return change.head is None and change.tip is not None


def _gitlink(entry: AddedPath, history: PathHistory) -> _Case | None:
    if entry.path in history.submodules:
        return None
    clause = "is a commit of another repository, and `.gitmodules` does not name it"
    return _Case(clauses=(clause,), confidence=Confidence.HIGH, ignore_line=f"{escaped(entry.path)}/")


def _file(entry: AddedPath, history: PathHistory, config: Config) -> _Case | None:
    """Weighs what the name says and what the repository says; each alone is enough, both together are sure."""
    named = _named(entry, history)
    told = tuple(_told(entry, history, config))
    if named is None and not told:
        return None
    clauses = (f"is {named.reason}", *told) if named is not None else told
    if named is None:
        return _Case(clauses=clauses, confidence=Confidence.MEDIUM, ignore_line=None)
    sure = Confidence.HIGH if told else named.confidence
    is_ignored = entry.path in history.ignored
    return _Case(clauses=clauses, confidence=sure, ignore_line=None if is_ignored else named.ignore_line)


def _named(entry: AddedPath, history: PathHistory) -> Artifact | None:
    # A link that stands for a folder, such as `node_modules` in a worktree, is not matched by `node_modules/`.
    link = artifact(f"{entry.path}/-") if entry.mode == Mode.SYMLINK else None
    found = link._replace(ignore_line=link.ignore_line.rstrip("/")) if link is not None else artifact(entry.path)
    if found is None or found.confidence is not Confidence.LOW:
        return found
    # Doubtful names count where somebody looked and nothing refers to them; on whole histories nobody looks.
    return found if entry.size is not None and entry.path not in history.referenced else None


def _told(entry: AddedPath, history: PathHistory, config: Config) -> Iterator[str]:
    if entry.path in history.removed:
        yield f"was taken out as an accident by {history.removed[entry.path][:_SHORT]}"
    if entry.path in history.ignored:
        yield "is ignored by this repository's `.gitignore`"
    if entry.binary and entry.size is not None and entry.size > config.max_binary_bytes:
        yield f"is a binary file of {entry.size:,} bytes"


def _advice(path: str, case: _Case, *, staged: bool) -> str:
    taken_out = command("git restore --staged" if staged else "git rm --cached", [path])
    ignored = f" and add `{printable(case.ignore_line)}` to `.gitignore`" if case.ignore_line is not None else ""
    return f"`{taken_out}`{ignored}; what is meant to be here belongs into `allowed-artifacts`"


def _example(
    story: str, path: str, *messages: str, mode: Mode = Mode.FILE, history: PathHistory | None = None
) -> Example:
    added = (AddedPath(path=path, mode=mode, size=100, binary=False),)
    facts = Facts(config=Config(), added=added, path_history=history or PathHistory())
    return Example(story=story, facts=facts, messages=messages)


RULE = Rule(
    code="AG104",
    name="artifact",
    summary="a change adds what a program or a session left behind",
    why=(
        "Caches, logs, build output, backups, a session's notes and other people's editor state get into commits that "
        "stage everything. They hide the real change from its reviewer, meet those of every other branch in conflicts, "
        "stay in the history for ever, and some hold secrets."
    ),
    remedy=(
        "Take the path out, `git restore --staged -- PATH` before the commit or `git rm --cached -- PATH` after it, "
        "and add it to `.gitignore`. What is meant to be in the repository belongs into `allowed-artifacts` in the "
        "settings, a list of path globs. A secret that was pushed has to be revoked: the history keeps it."
    ),
    severity=Severity.WARNING,
    anomaly=Anomaly.DIRTY_WRITE,
    needs=frozenset({"added", "path_history"}),
    examples=(
        _example(
            "A test run's bytecode was staged with everything else.",
            "src/__pycache__/app.cpython-312.pyc",
            "`src/__pycache__/app.cpython-312.pyc` is Python bytecode",
        ),
        _example(
            "`git add -A` in a folder that holds a clone of another repository.",
            "tools/other",
            "`tools/other` is a commit of another repository, and `.gitmodules` does not name it",
            mode=Mode.GITLINK,
        ),
        _example(
            "A file was added by force although the repository ignores it.",
            "out/model.json",
            "`out/model.json` is ignored by this repository's `.gitignore`",
            history=PathHistory(ignored=frozenset({"out/model.json"})),
        ),
        _example("The settings that a team shares with its agents are source.", ".claude/settings.json"),
        _example("A test's data may look like anything.", "tests/data/server.log"),
    ),
    check=check_artifact,
)
