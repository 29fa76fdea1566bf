"""What a rule is, and the facts that it may ask for."""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

from agentguard.analyzer.model.baseline import Baseline
from agentguard.analyzer.model.changes import ChangeSet
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.findings import Finding, Severity
from agentguard.analyzer.model.landed import Drift, Fork, Landed, Undone
from agentguard.analyzer.model.overlap import Overlap
from agentguard.analyzer.model.staging import Staging
from agentguard.analyzer.model.symbols import SourceFile, SymbolChange
from agentguard.analyzer.model.topic import TopicSplit
from agentguard.analyzer.model.value import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedPath:
    """A path that a change adds; `size` in bytes, None where nobody looked (whole histories)."""

    path: str
    mode: int
    size: int | None = None
    binary: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PathHistory:
    """What the repository itself says of added paths.

    Attributes:
        ignored: those that its ignore files match today.
        removed: those that a later commit removed as an accident, with that commit's id.
        submodules: paths that `.gitmodules` names.
        referenced: those that another text file of the same commit names.
    """

    ignored: frozenset[str] = frozenset()
    removed: Mapping[str, str] = field(default_factory=dict)
    submodules: frozenset[str] = frozenset()
    referenced: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """The changed files of one side by path: content (None where it cannot be read) and, if parsed, the tables."""

    contents: Mapping[str, bytes | None]
    sources: Mapping[str, SourceFile]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guards:
    """The files of a change that guard it.

    Attributes:
        before: content by the path before it; None where it cannot be read.
        after: likewise by the path after it.
        keys: the innermost keys that changed, by the path after it.
    """

    before: Mapping[str, bytes | None] = field(default_factory=dict)
    after: Mapping[str, bytes | None] = field(default_factory=dict)
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that rules may ask; None = not gathered, and a rule that needs it is skipped.

    Attributes:
        config: settings, from the target's tip.
        commit: id of the commit that is judged, where it is one.
        change: the files of the change.
        writes: what it did to symbols.
        split: its files by topic.
        scope: path globs that the change was declared to touch.
        added: the paths that it adds.
        path_history: what the repository says of them.
        guards: those of its files that guard it.
        old: the changed files before it.
        new: the changed files after it.
        overlap: where it meets another piece of work, or the target.
        landed: what landed on the target without it.
        undone: what it takes back of that.
        drift: names in documents that the code no longer has.
        fork: where its branch left the target.
        staging: what is staged, and how it came there.
        baseline: what lies uncommitted where work starts or is committed.
    """

    config: Config
    commit: str | None = None
    change: ChangeSet | None = None
    writes: tuple[SymbolChange, ...] | None = None
    split: TopicSplit | None = None
    scope: tuple[str, ...] | None = None
    added: tuple[AddedPath, ...] | None = None
    path_history: PathHistory | None = None
    guards: Guards | None = None
    old: Versions | None = None
    new: Versions | None = None
    overlap: Overlap | None = None
    landed: Landed | None = None
    undone: tuple[Undone, ...] | None = None
    drift: tuple[Drift, ...] | None = None
    fork: Fork | None = None
    staging: Staging | None = None
    baseline: Baseline | None = None


class Anomaly(StrEnum):
    """Names the database anomaly that a rule stands against."""

    DIRTY_WRITE = "dirty write"
    DIRTY_READ = "dirty read"
    LOST_UPDATE = "lost update"
    STALE_READ = "stale read"
    WRITE_SKEW = "write skew"
    PHANTOM = "phantom"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A case for the rule's page and its test: what somebody did, the facts that follow, the messages expected."""

    story: str
    facts: Facts
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: what it is called, why it exists, and how it judges.

    Attributes:
        code: `AG` and three digits; never reused.
        name: kebab-case, names the pattern.
        summary: one line, what it finds.
        why: a paragraph: what goes wrong without it.
        remedy: a paragraph: what to do, with commands.
        severity: unless the configuration says otherwise.
        anomaly: None where it is none.
        needs: names of the `Facts` that must be there.
        examples: shown on its page and run as its tests.
        check: pure; yields what it finds.
    """

    code: str
    name: str
    summary: str
    why: str
    remedy: str
    severity: Severity
    anomaly: Anomaly | None
    needs: frozenset[str]
    examples: tuple[Example, ...]
    check: Callable[[Facts], Iterator[Finding]]
