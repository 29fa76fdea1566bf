"""What rules find, and the reports that carry it to a reader."""

from collections.abc import Mapping
from enum import StrEnum

from agentguard.analyzer.model.changes import Skipped
from agentguard.analyzer.model.topic import OffTopic, TopicSplit, Verdict
from agentguard.analyzer.model.value import dataclass, field


class Severity(StrEnum):
    """Names what a finding does: an error blocks, a warning is shown, a note only on request."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """Orders severities: 0 is the worst."""
        return list(Severity).index(self)


class Confidence(StrEnum):
    """Names how sure a finding is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Side(StrEnum):
    """Names the tree that a location is in."""

    A = "a"
    B = "b"
    MERGED = "merged"
    HEAD = "head"


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place in one side's tree; lines are None where the finding is about the whole file."""

    path: str
    side: Side = Side.HEAD
    line: int | None = None
    end_line: int | None = None
    symbol: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another place that explains a finding."""

    path: str
    note: str
    side: Side = Side.HEAD
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sibling:
    """The other change that a finding is about."""

    name: str
    commit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What became of a lost edit later: `by` is the commit that brought most of it back, None where none did."""

    by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a rule found.

    Attributes:
        undone_commit: whose edit was lost.
        restored: what became of that edit later, None where nobody looked.
        suppressed: the reason where a configuration or a trailer waives it.
    """

    rule: str
    name: str
    severity: Severity
    message: str
    confidence: Confidence = Confidence.HIGH
    help: str | None = None
    location: Location | None = None
    related: tuple[Related, ...] = ()
    commit: str | None = None
    sibling: Sibling | None = None
    undone_commit: str | None = None
    restored: Restored | None = None
    suppressed: str | None = None

    @property
    def fingerprint(self) -> str:
        """Identifies the finding over runs: by rule, commit and place but not by line, which edits elsewhere move."""
        place = (self.location.path, self.location.symbol or "") if self.location else ("", "")
        other = self.undone_commit or (self.sibling.name if self.sibling else "")
        text = "\0".join((self.rule, self.commit or "", *place, other))
        from hashlib import sha256  # noqa: PLC0415 - most runs find nothing

        return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """The findings on one change."""

    target: str | None
    base: str | None
    head: str | None
    findings: tuple[Finding, ...]
    skipped: tuple[Skipped, ...] = ()
    files: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitSummary:
    """What a reader must know of a commit that a finding is about; `agent` is None where a person wrote it."""

    id: str
    author: str
    agent: str | None
    date: str
    subject: str
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFinding:
    """A finding on a past commit with the split of the commit's files."""

    finding: Finding
    commit: CommitSummary
    on_topic: tuple[str, ...] = ()
    off_topic: tuple[OffTopic, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReport:
    """The findings on a whole history.

    Attributes:
        repository: the name of the repository's folder.
        range: what was asked, as `git rev-list` takes it.
        commits: how many commits were judged.
        first_date: date of the oldest judged commit, ISO 8601; None where there is none.
        last_date: date of the newest judged commit, likewise.
        shallow: history is cut here, boundary commits were left out.
        seconds: wall time of the whole audit.
        candidate_seconds: the part of it that the content-level look at candidates took.
        candidates: how many commits were looked at by content.
        verdicts: how many commits have each verdict.
        by_agent: how many judged commits each agent wrote; people are under the empty name.
    """

    repository: str
    range: str
    commits: int
    shallow: bool
    findings: tuple[AuditFinding, ...]
    verdicts: Mapping[Verdict, int]
    skipped: tuple[Skipped, ...] = ()
    first_date: str | None = None
    last_date: str | None = None
    seconds: float = 0.0
    candidates: int = 0
    candidate_seconds: float = 0.0
    by_agent: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitReport:
    """One past commit classified; findings as in `check`."""

    commit: CommitSummary
    split: TopicSplit
    findings: tuple[Finding, ...]
    skipped: tuple[Skipped, ...] = ()
