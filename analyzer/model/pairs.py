"""The report on pieces of parallel work, two by two."""

from enum import StrEnum

from agentguard.analyzer.model.changes import Skipped
from agentguard.analyzer.model.findings import Finding
from agentguard.analyzer.model.overlap import Relation
from agentguard.analyzer.model.value import dataclass


class PairVerdict(StrEnum):
    """Names what two pieces of work are to each other.

    A conflict cannot be merged, or certainly breaks where it is; a risk has at least one warning; the rest is clear.
    """

    CONFLICT = "conflict"
    RISK = "risk"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskSummary:
    """One piece of work of an overlap report: its name, and the commits between which it lies."""

    name: str
    base: str | None
    head: str | None
    files: int = 0
    symbols: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PairReport:
    """Two pieces of work, and what was found between them; `base` is their merge base.

    Attributes:
        a: name of the first, in the order in which they were given.
        b: name of the second.
        base: commit id of their merge base, None where there is none.
        relation: how they stand in history.
        verdict: what they are to each other.
        merges_cleanly: what git says, None where the two are sequential.
        findings: worst first.
    """

    a: str
    b: str
    base: str | None
    relation: Relation
    verdict: PairVerdict
    merges_cleanly: bool | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlapReport:
    """All pairs of some pieces of work, worst first, then by name."""

    tasks: tuple[TaskSummary, ...]
    pairs: tuple[PairReport, ...]
    skipped: tuple[Skipped, ...] = ()
    seconds: float = 0.0

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all pairs."""
        return tuple(finding for pair in self.pairs for finding in pair.findings)
